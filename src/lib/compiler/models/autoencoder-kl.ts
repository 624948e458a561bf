/**
 * AutoencoderKL of SD1.5 and SD2.x (Rombach et al. 2022; diffusers AutoencoderKL). Latents here are its own:
 * the UNet's are `scaling` times those.
 */
import * as v from 'valibot';
import type { Checkpoint } from '../checkpoint';
import type { Value } from '../graph/builder';
import { Network, type NetworkOptions } from '../graph/network';
import { conv } from '../layers/conv';
import { linear } from '../layers/linear';
import { groupNorm } from '../layers/group-norm';
import { upsampleNearest } from '../layers/upsample';
import { count, parseConfig } from './config';
import type { Unused } from './unused';

export interface AutoencoderConfig {
	readonly imageChannels: number;
	readonly latentChannels: number;
	/** Resolutions; the sides halve between them. */
	readonly levels: number;
	/** ResNets of an encoder level; the decoder's have one more. */
	readonly layers: number;
	/** Of all group norms. */
	readonly groups: number;
	/** Latents of the UNet are these times it. */
	readonly scaling: number;
}

/** Absent entries have the values that diffusers gives them, but for the layers: its default is a toy. */
const AutoencoderJson = v.object({
	_class_name: v.optional(v.literal('AutoencoderKL')),
	act_fn: v.optional(v.picklist(['silu', 'swish'])),
	in_channels: v.optional(count, 3),
	latent_channels: v.optional(count, 4),
	block_out_channels: v.array(count),
	layers_per_block: v.optional(count, 2),
	norm_num_groups: v.optional(count, 32),
	scaling_factor: v.optional(v.number(), 0.18215),
	shift_factor: v.nullish(v.literal(0)),
	down_block_types: v.optional(v.array(v.literal('DownEncoderBlock2D'))),
	up_block_types: v.optional(v.array(v.literal('UpDecoderBlock2D'))),
	mid_block_add_attention: v.optional(v.literal(true)),
});

/** What single-file SD1.5 and SD2.x checkpoints hold, which have no config.json. */
export const SD_AUTOENCODER: AutoencoderConfig = {
	imageChannels: 3,
	latentChannels: 4,
	levels: 4,
	layers: 2,
	groups: 32,
	scaling: 0.18215,
};

/** Of every group norm; the UNet's ResNets have another. */
const EPSILON = 1e-6;

/** Bounds of the logarithm of the variance. */
const LOG_VARIANCE = [-30, 20] as const;

/**
 * @param json the parsed config.json
 * @param label of the file, for errors
 * @throws CompileError 'unsupported'
 */
export function readAutoencoderConfig(json: unknown, label = 'vae/config.json'): AutoencoderConfig {
	const found = parseConfig(AutoencoderJson, json, label);
	return {
		imageChannels: found.in_channels,
		latentChannels: found.latent_channels,
		levels: found.block_out_channels.length,
		layers: found.layers_per_block,
		groups: found.norm_num_groups,
		scaling: found.scaling_factor,
	};
}

/**
 * Input `image` [batch, 3, H, W] in [-1, 1], sides multiples of 8; outputs `latents` [batch, 4, H/8, W/8], the mean
 * of their distribution, and `logvar` of the same shape, the logarithm of its variance.
 */
export function klEncoder(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	config: AutoencoderConfig,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const { levels, layers, groups, imageChannels, latentChannels } = config;
	const image = graph.input('image', options.activation, [
		'batch',
		imageChannels,
		'height',
		'width',
	]);
	// 1. Levels from the finest.
	let x = conv(net, image, 'encoder.conv_in');
	for (let level = 0; level < levels; level++) {
		const path = `encoder.down_blocks.${level}`;
		for (let i = 0; i < layers; i++) x = resnet(net, x, `${path}.resnets.${i}`, groups);
		if (level === levels - 1) break;
		// Only below and right, unlike the UNet.
		x = conv(net, x, `${path}.downsamplers.0.conv`, { stride: 2, pad: [0, 0, 1, 1] });
	}
	// 2. Middle and end.
	x = middle(net, x, 'encoder.mid_block', groups);
	x = conv(net, activated(net, x, 'encoder.conv_norm_out', groups), 'encoder.conv_out');
	if (net.has('quant_conv.weight')) x = conv(net, x, 'quant_conv');
	// 3. Mean and variance.
	const [mean, logvar] = graph.split('Split', 2, [x], { axis: 1, num_outputs: 2 });
	const [least, most] = LOG_VARIANCE.map((bound) =>
		graph.table('bound', [bound], [], options.activation),
	);
	const dims = ['batch', latentChannels, 'latent height', 'latent width'];
	graph.output(mean, 'latents', dims);
	graph.output(graph.node('Clip', [logvar, least, most]), 'logvar', dims);
	return net;
}

/** Input `latents` [batch, 4, h, w]; output `image` [batch, 3, 8h, 8w], about [-1, 1]: it is not clipped. */
export function klDecoder(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	config: AutoencoderConfig,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const { levels, layers, groups, imageChannels, latentChannels } = config;
	const latents = graph.input('latents', options.activation, [
		'batch',
		latentChannels,
		'height',
		'width',
	]);
	// 1. Start and middle.
	let x = latents;
	if (net.has('post_quant_conv.weight')) x = conv(net, x, 'post_quant_conv');
	x = middle(net, conv(net, x, 'decoder.conv_in'), 'decoder.mid_block', groups);
	// 2. Levels from the coarsest.
	for (let level = 0; level < levels; level++) {
		const path = `decoder.up_blocks.${level}`;
		for (let i = 0; i <= layers; i++) x = resnet(net, x, `${path}.resnets.${i}`, groups);
		if (level === levels - 1) break;
		x = graph.scoped(path, () => upsampleNearest(net, x));
		x = conv(net, x, `${path}.upsamplers.0.conv`);
	}
	// 3. End.
	x = conv(net, activated(net, x, 'decoder.conv_norm_out', groups), 'decoder.conv_out');
	graph.output(x, 'image', ['batch', imageChannels, 'image height', 'image width']);
	return net;
}

function middle(net: Network, x: Value, path: string, groups: number): Value {
	const before = resnet(net, x, `${path}.resnets.0`, groups);
	const attended = spatialAttention(net, before, `${path}.attentions.0`, groups);
	return resnet(net, attended, `${path}.resnets.1`, groups);
}

function activated(net: Network, x: Value, path: string, groups: number): Value {
	return groupNorm(net, x, path, { groups, epsilon: EPSILON, silu: true });
}

/** Two convs, each behind norm and SiLU, added to x; a 1x1 conv stands for x where the channels differ. */
function resnet(net: Network, x: Value, path: string, groups: number): Value {
	let y = conv(net, activated(net, x, `${path}.norm1`, groups), `${path}.conv1`);
	y = conv(net, activated(net, y, `${path}.norm2`, groups), `${path}.conv2`);
	const differ = net.has(`${path}.conv_shortcut.weight`);
	const skip = differ ? conv(net, x, `${path}.conv_shortcut`) : x;
	return net.graph.scoped(path, () => net.graph.node('Add', [skip, y]));
}

/**
 * The score matrix of 768 x 768 px has 9216 x 9216 numbers, more than a WebGPU binding is sure to hold: it is made
 * in so many bands of rows. Divides the rows of latents of all sizes that are multiples of 64 px.
 */
const BANDS = 4;

/**
 * Every pixel sees every other, in one head; added to x [B, C, H, W]. Rows and columns stay apart, so that all
 * shapes follow from constants: a Shape node would run on the CPU.
 */
function spatialAttention(net: Network, x: Value, path: string, groups: number): Value {
	const { graph } = net;
	const [width] = net.shape(`${path}.to_q.weight`);
	const normed = groupNorm(net, x, `${path}.group_norm`, { groups, epsilon: EPSILON });
	const pixels = graph.node('Transpose', [normed], { perm: [0, 2, 3, 1] });
	const [q, k, v] = ['to_q', 'to_k', 'to_v'].map((part) => linear(net, pixels, `${path}.${part}`));
	const mixed = graph.scoped(path, () => {
		// 1. Keys and values as lists of tokens: [B, 1, C, HW], [B, 1, HW, C].
		const tokens = graph.integers([0, 1, -1, width]);
		const keys = graph.node('Transpose', [graph.node('Reshape', [k, tokens])], {
			perm: [0, 1, 3, 2],
		});
		const values = graph.node('Reshape', [v, tokens]);
		// 2. softmax(q k^T / sqrt(C)) v, band by band.
		const scale = graph.table('scale', [width ** -0.5], [], net.options.activation);
		const scaled = graph.node('Mul', [q, scale]);
		const bands = graph
			.split('Split', BANDS, [scaled], { axis: 1, num_outputs: BANDS })
			.map((band) => {
				const scores = graph.node('MatMul', [band, keys]);
				return graph.node('MatMul', [graph.node('Softmax', [scores], { axis: -1 }), values]);
			});
		return graph.node('Concat', bands, { axis: 1 });
	});
	const out = linear(net, mixed, `${path}.to_out.0`);
	return graph.scoped(path, () =>
		graph.node('Add', [x, graph.node('Transpose', [out], { perm: [0, 3, 1, 2] })]),
	);
}

/** The other half of a file that holds both. */
export function klUnused(part: 'encoder' | 'decoder'): readonly Unused[] {
	return part === 'encoder'
		? [{ pattern: /^(decoder|post_quant_conv)\./, reason: 'belongs to the decoder' }]
		: [{ pattern: /^(encoder|quant_conv)\./, reason: 'belongs to the encoder' }];
}
