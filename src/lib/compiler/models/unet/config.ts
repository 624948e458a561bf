/** What a UNet2DConditionModel is, read from the config.json that diffusers writes beside the weights. */
import * as v from 'valibot';
import { CompileError } from '../../error';

/** One resolution. Level 0 is the finest. */
export interface UnetLevel {
	readonly channels: number;
	/** ResNets of the down block; the up block has one more. */
	readonly layers: number;
	/** Transformer blocks after each ResNet; 0 without attention. Up blocks may differ from down blocks. */
	readonly downDepth: number;
	readonly upDepth: number;
	readonly heads: number;
}

export interface UnetConfig {
	readonly inChannels: number;
	readonly outChannels: number;
	readonly levels: readonly UnetLevel[];
	/** Transformer blocks in the middle, or null where the middle block is left out. */
	readonly midDepth: number | null;
	/** Width of the text embeddings. */
	readonly contextWidth: number;
	/** Of all group norms. */
	readonly groups: number;
	/** Of the group norms outside of transformers. */
	readonly epsilon: number;
	/** proj_in and proj_out are linear layers instead of 1x1 convolutions (SD2.x). */
	readonly linearProjection: boolean;
	/** Width of the guidance embedding of models distilled by LCM; null for the others. */
	readonly guidanceWidth: number | null;
	readonly flipSinToCos: boolean;
	readonly frequencyShift: number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65536));
const perLevel = v.union([count, v.array(count)]);
const CROSS_DOWN = 'CrossAttnDownBlock2D';
const CROSS_UP = 'CrossAttnUpBlock2D';
const CROSS_MID = 'UNetMidBlock2DCrossAttn';

/** Absent keys have the values that diffusers gives them. */
const UnetJson = v.object({
	in_channels: v.optional(count, 4),
	out_channels: v.optional(count, 4),
	down_block_types: v.optional(v.array(v.picklist([CROSS_DOWN, 'DownBlock2D'])), [
		CROSS_DOWN,
		CROSS_DOWN,
		CROSS_DOWN,
		'DownBlock2D',
	]),
	mid_block_type: v.optional(v.nullable(v.literal(CROSS_MID)), CROSS_MID),
	up_block_types: v.optional(v.array(v.picklist([CROSS_UP, 'UpBlock2D'])), [
		'UpBlock2D',
		CROSS_UP,
		CROSS_UP,
		CROSS_UP,
	]),
	block_out_channels: v.optional(v.array(count), [320, 640, 1280, 1280]),
	layers_per_block: v.optional(perLevel, 2),
	transformer_layers_per_block: v.optional(perLevel, 1),
	cross_attention_dim: v.optional(count, 1280),
	attention_head_dim: v.optional(perLevel, 8),
	num_attention_heads: v.nullish(perLevel),
	norm_num_groups: v.optional(count, 32),
	norm_eps: v.optional(v.pipe(v.number(), v.minValue(0)), 1e-5),
	use_linear_projection: v.optional(v.boolean(), false),
	time_cond_proj_dim: v.nullish(count),
	flip_sin_to_cos: v.optional(v.boolean(), true),
	freq_shift: v.optional(v.number(), 0),
});

/** Keys that change the network when they have any other value than these; absent is fine. */
const FIXED: Readonly<Record<string, readonly unknown[]>> = {
	_class_name: ['UNet2DConditionModel'],
	act_fn: ['silu', 'swish'],
	addition_embed_type: [null],
	attention_type: ['default'],
	center_input_sample: [false],
	class_embed_type: [null],
	class_embeddings_concat: [false],
	conv_in_kernel: [3],
	conv_out_kernel: [3],
	cross_attention_norm: [null],
	downsample_padding: [1],
	dual_cross_attention: [false],
	encoder_hid_dim: [null],
	encoder_hid_dim_type: [null],
	in_channels: [4],
	mid_block_only_cross_attention: [null, false],
	mid_block_scale_factor: [1],
	num_class_embeds: [null],
	only_cross_attention: [false],
	resnet_out_scale_factor: [1],
	resnet_skip_time_act: [false],
	resnet_time_scale_shift: ['default'],
	reverse_transformer_layers_per_block: [null],
	time_embedding_act_fn: [null],
	time_embedding_dim: [null],
	time_embedding_type: ['positional'],
	timestep_post_act: [null],
};

/** Why a value is refused, where it tells what the model is. */
const MEANING: Readonly<Record<string, string>> = {
	addition_embed_type: 'this is an SDXL checkpoint',
	in_channels: 'this is an inpainting or editing checkpoint',
	_class_name: 'this is not a Stable Diffusion UNet',
};

/**
 * @param json the parsed config.json
 * @param label of the file, for errors
 * @throws CompileError 'unsupported', naming the key and its value
 */
export function readUnetConfig(json: unknown, label = 'unet/config.json'): UnetConfig {
	refuseOthers(json, label);
	const parsed = v.safeParse(UnetJson, json);
	if (!parsed.success) {
		const [issue] = parsed.issues;
		throw unsupported(label, v.getDotPath(issue) ?? 'the document', issue.input);
	}
	const config = parsed.output;
	const channels = config.block_out_channels;
	const { down_block_types: down, up_block_types: up } = config;
	for (const [key, types] of Object.entries({ down_block_types: down, up_block_types: up })) {
		if (types.length !== channels.length) throw unsupported(label, key, types);
	}
	const of = (key: string, value: number | readonly number[]) => {
		if (typeof value === 'number') return channels.map(() => value);
		if (value.length !== channels.length) throw unsupported(label, key, value);
		return value;
	};
	const layers = of('layers_per_block', config.layers_per_block);
	const depths = of('transformer_layers_per_block', config.transformer_layers_per_block);
	// Misnamed upstream: it is the number of heads, and was kept so for old checkpoints.
	const heads = of('attention_head_dim', config.num_attention_heads ?? config.attention_head_dim);
	const levels = channels.map((width, i): UnetLevel => {
		if (width % heads[i]) throw unsupported(label, 'attention_head_dim', heads[i]);
		if (width % config.norm_num_groups)
			throw unsupported(label, 'norm_num_groups', config.norm_num_groups);
		return {
			channels: width,
			layers: layers[i],
			downDepth: down[i] === CROSS_DOWN ? depths[i] : 0,
			upDepth: up.at(-1 - i) === CROSS_UP ? depths[i] : 0,
			heads: heads[i],
		};
	});
	return {
		inChannels: config.in_channels,
		outChannels: config.out_channels,
		levels,
		midDepth: config.mid_block_type === null ? null : depths.at(-1)!,
		contextWidth: config.cross_attention_dim,
		groups: config.norm_num_groups,
		epsilon: config.norm_eps,
		linearProjection: config.use_linear_projection,
		guidanceWidth: config.time_cond_proj_dim ?? null,
		flipSinToCos: config.flip_sin_to_cos,
		frequencyShift: config.freq_shift,
	};
}

function refuseOthers(json: unknown, label: string): void {
	const keys = new Map(Object.entries(json ?? {}));
	for (const [key, allowed] of Object.entries(FIXED)) {
		if (keys.has(key) && !allowed.includes(keys.get(key)))
			throw unsupported(label, key, keys.get(key));
	}
}

function unsupported(label: string, key: string, value: unknown): CompileError {
	const meaning = MEANING[key] ? `: ${MEANING[key]}` : '';
	return new CompileError('unsupported', `${label}: ${key} is ${JSON.stringify(value)}${meaning}`);
}
