import * as v from 'valibot';
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { Network, type NetworkOptions } from '../graph/network';
import { layerNorm } from '../layers/norm';
import { CLIP_LAYERS_JSON, clipLayer, clipLayers, type ClipLayers } from './clip-layer';
import { count, parseConfig } from './config';
import type { Unused } from './unused';

export interface ClipVisionConfig extends ClipLayers {
	/** Pixels a side. */
	readonly image: number;
	/** Pixels a side of what becomes one token. */
	readonly patch: number;
}

const ClipVisionJson = v.object({
	...CLIP_LAYERS_JSON,
	image_size: v.optional(count, 224),
	patch_size: v.optional(count, 32),
	num_channels: v.optional(v.literal(3), 3),
});

const EMBEDDINGS = 'vision_model.embeddings';
const LAYERS = 'vision_model.encoder.layers';

/** ViT-H/14 of OpenCLIP, the image encoder of all IP-Adapters for SD1.5; their repository has its config.json too. */
export const CLIP_VIT_H: ClipVisionConfig = {
	image: 224,
	patch: 14,
	width: 1280,
	heads: 16,
	layers: 32,
	activation: 'gelu',
	epsilon: 1e-5,
};

/**
 * @param json the parsed config.json
 * @param label of the file, for errors
 * @throws CompileError 'unsupported'
 */
export function readClipVisionConfig(
	json: unknown,
	label = 'image_encoder/config.json',
): ClipVisionConfig {
	const found = parseConfig(ClipVisionJson, json, label);
	const { image_size: image, patch_size: patch } = found;
	if (image % patch) {
		throw new CompileError(
			'unsupported',
			`${label}: ${image} px are no whole patches of ${patch} px`,
		);
	}
	return { ...clipLayers(found, label), image, patch };
}

/**
 * CLIP image encoder (Radford et al. 2021; transformers CLIPVisionModel) without its last layer, as IP-Adapter plus
 * takes it. Input `pixels` [batch, 3, 224, 224], normalised; output `tokens` [batch, 257, width], hidden_states[-2]:
 * the class token and the patches, row by row, without post_layernorm.
 */
export function clipVision(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	config: ClipVisionConfig,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const { width, image, patch, epsilon } = config;
	const tokens = (image / patch) ** 2 + 1;
	const pixels = graph.input('pixels', options.activation, ['batch', 3, image, image]);
	// 1. Patches, and an empty place before them.
	const kernel = net.tensor(`${EMBEDDINGS}.patch_embedding.weight`, 'conv', [
		width,
		3,
		patch,
		patch,
	]);
	const embedded = graph.scoped(EMBEDDINGS, () => {
		const patches = graph.node('Conv', [pixels, kernel], {
			kernel_shape: [patch, patch],
			strides: [patch, patch],
		});
		const flat = graph.node('Reshape', [patches, graph.integers([0, width, -1])]);
		const rows = graph.node('Transpose', [flat], { perm: [0, 2, 1] });
		return graph.node('Pad', [rows, graph.integers([0, 1, 0, 0, 0, 0])]);
	});
	// 2. Positions; the class token is part of the first, so that it need not be repeated for a batch.
	const positions = positionsWithClass(net, tokens, width);
	const placed = graph.scoped(EMBEDDINGS, () => graph.node('Add', [embedded, positions]));
	// 3. Layers but the last.
	let x = layerNorm(net, placed, 'vision_model.pre_layrnorm', epsilon);
	for (let i = 0; i < config.layers - 1; i++) x = clipLayer(net, x, `${LAYERS}.${i}`, config);
	graph.output(x, 'tokens', ['batch', tokens, width]);
	return net;
}

function positionsWithClass(net: Network, tokens: number, width: number) {
	const name = `${EMBEDDINGS}.position_embedding.weight`;
	const first = `${EMBEDDINGS}.class_embedding`;
	const found = net.shape(name);
	if (found.join() !== `${tokens},${width}`) {
		const message = `${net.checkpoint.label}: ${name} is [${found}], expected [${tokens},${width}]`;
		throw new CompileError('mismatch', message);
	}
	return net.weight({
		name,
		role: 'embedding',
		dims: [tokens, width],
		sources: [name, first],
		async values(read) {
			const values = Float32Array.from(await read(name));
			(await read(first)).forEach((value, i) => (values[i] += value));
			return values;
		},
	});
}

export function clipVisionUnused({ layers }: ClipVisionConfig): readonly Unused[] {
	return [
		{
			pattern: /^vision_model\.embeddings\.position_ids$/,
			reason: 'counts from 0: old files hold it, the position table needs no index',
		},
		{
			pattern: new RegExp(`^vision_model\\.encoder\\.layers\\.${layers - 1}\\.`),
			reason: 'hidden_states[-2] is what comes out of the layer before the last',
		},
		{
			pattern: /^(vision_model\.post_layernorm|visual_projection)\./,
			reason: 'belongs to the image embedding, which plus adapters do not take',
		},
	];
}
