import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { parseTensorName } from '../lora/names';
import {
	baseOfWidth,
	recogniseUnet,
	textWidth,
	BASES,
	type Base,
	type UnetVariant,
} from './recognise-unet';

export type CheckpointKind =
	| 'single-file'
	| 'unet'
	| 'vae'
	| 'taesd'
	| 'taesd-encoder' // the official two files
	| 'taesd-decoder'
	| 'text-encoder'
	| 'image-encoder'
	| 'lora'
	| 'ip-adapter'
	| 'faceid'
	| 'faceid-plus' // FaceID-Plus and PlusV2 have the same tensors
	| 'plus-face' // IP-Adapter plus and plus-face have the same tensors
	| 'uniportrait'
	| 'uniportrait-router'
	| 'face-backbone'
	| 'other';

export interface Recognised {
	readonly kind: CheckpointKind;
	/** The family of models that it belongs to, or was made for, where that can be told. */
	readonly base?: Base;
	/** Of a UNet. */
	readonly variant?: UnetVariant;
	/** For messages, as in "this is ...". */
	readonly description: string;
}

/** Marks of other kinds than UNets and LoRAs: a name that only such a file has. The first that fits counts. */
const MARKS: readonly (readonly [RegExp, CheckpointKind, string])[] = [
	[/^faceid_adapter\..*router/, 'uniportrait-router', 'the router of UniPortrait'],
	[/^faceid_(proj|adapter)\./, 'uniportrait', 'UniPortrait'],
	[/^image_proj\.perceiver_resampler\./, 'faceid-plus', 'an IP-Adapter FaceID-Plus'],
	[/^image_proj\.proj\.0\./, 'faceid', 'an IP-Adapter FaceID'],
	[/^image_proj\.latents$/, 'plus-face', 'an IP-Adapter plus'],
	[/^(image_proj|ip_adapter)\./, 'ip-adapter', 'an IP-Adapter'],
	[/^(body|backbone\.body)\.\d+\.res_layer\./, 'face-backbone', 'a face recognition backbone (IR)'],
	[/^(encoder|decoder)\.layers\.\d+\.conv\.0\./, 'taesd', 'a TAESD autoencoder'],
	[/^vision_model\./, 'image-encoder', 'a CLIP image encoder'],
	[/^text_model\./, 'text-encoder', 'a CLIP text encoder'],
	[/^(encoder|decoder)\.(mid_block|mid)\./, 'vae', 'an AutoencoderKL'],
	[/^input_blocks\.0\.0\.weight$/, 'unet', 'a UNet under the names of LDM'],
	[/(^|\.)controlnet_|^control_model\./, 'other', 'a ControlNet'],
	[/^(emb_params|string_to_param)/, 'other', 'a textual inversion embedding'],
	[/^encoder\.block\.0\.layer\.0\.SelfAttention\./, 'other', 'a T5 text encoder'],
];

/** Marks of families that are no UNets. */
const OTHER_FAMILIES: readonly (readonly [RegExp, Base])[] = [
	[/double_blocks[._]\d|single_transformer_blocks[._]\d/, 'flux'],
	[/joint_blocks[._]\d/, 'sd3'],
];

/** What a checkpoint is, from its names and shapes: reads no values. */
export function recognise(checkpoint: Checkpoint): Recognised {
	const names = checkpoint.names();
	const some = (pattern: RegExp) => names.some((name) => pattern.test(name));
	const base = familyOf(checkpoint);
	const of = base ? ` of ${BASES[base].name}` : '';
	// 1. What has marks of its own. Adapters hold LoRAs too, so they come first.
	const mark = MARKS.find(([pattern]) => some(pattern));
	if (mark) return { kind: mark[1], base, description: mark[2] };
	if (names.some((name) => parseTensorName(name)?.part === 'down')) {
		const description = base ? `a LoRA for ${BASES[base].name}` : 'a LoRA for an unknown base';
		return { kind: 'lora', base, description };
	}
	// 2. Whole pipelines and their diffusion models.
	if (some(/^model\.diffusion_model\./)) {
		return { kind: 'single-file', base, description: `a single-file checkpoint${of}` };
	}
	const unet = recogniseUnet(checkpoint);
	if (unet) return { kind: 'unet', base, ...unet };
	if (base) return { kind: 'other', base, description: `a checkpoint${of}` };
	// 3. The official files of TAESD name their layers by numbers alone.
	if (some(/^\d+\.conv\.0\.weight$/)) {
		const half = checkpoint.info('0.weight') ? 'encoder' : 'decoder';
		return { kind: `taesd-${half}`, description: `the ${half} of TAESD` };
	}
	const [example = 'no tensors at all'] = names;
	return { kind: 'other', description: `an unknown checkpoint (${example.slice(0, 80)})` };
}

function familyOf(checkpoint: Checkpoint): Base | undefined {
	const names = checkpoint.names();
	const other = OTHER_FAMILIES.find(([pattern]) => names.some((name) => pattern.test(name)));
	if (other) return other[1];
	return baseOfWidth(textWidth(checkpoint));
}

/**
 * Refuses a checkpoint that is of another kind, or for another base, than what is needed.
 * @param what is needed, for the message: 'the UNet'
 * @throws CompileError 'mismatch' that says what it is instead
 */
export function requireKind(
	checkpoint: Checkpoint,
	what: string,
	kinds: readonly CheckpointKind[],
	base?: Base,
): Recognised {
	const found = recognise(checkpoint);
	if (!kinds.includes(found.kind)) {
		const message = `${checkpoint.label} cannot be ${what}: this is ${found.description}`;
		throw new CompileError('mismatch', message);
	}
	if (base && found.base && found.base !== base) {
		const [is, needed] = [BASES[found.base], BASES[base]];
		const widths =
			is.textWidth && needed.textWidth
				? `: its cross-attention width is ${is.textWidth}, ${needed.name} has ${needed.textWidth}`
				: '';
		const message = `${checkpoint.label} cannot be ${what}: this is ${found.description}${widths}`;
		throw new CompileError('mismatch', message);
	}
	return found;
}
