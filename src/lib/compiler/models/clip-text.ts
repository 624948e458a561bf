import * as v from 'valibot';
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import { Network, type NetworkOptions } from '../graph/network';
import { layerNorm } from '../layers/norm';
import { CLIP_LAYERS_JSON, clipLayer, clipLayers, type ClipLayers } from './clip-layer';
import { count, parseConfig } from './config';
import type { Unused } from './unused';

export interface ClipTextConfig extends ClipLayers {
	/** Tokens of a prompt, padded. */
	readonly tokens: number;
}

const ClipTextJson = v.object({ ...CLIP_LAYERS_JSON, max_position_embeddings: count });

const EMBEDDINGS = 'text_model.embeddings';
const LAYERS = 'text_model.encoder.layers';

/** What the encoders of all SD1.5 and SD2.x checkpoints have in common. */
const HEAD_WIDTH = 64;
/** OpenAI's ViT-L has quick_gelu; the wider OpenCLIP encoders have gelu. */
const OPENAI_WIDTH = 768;

/**
 * @param json the parsed config.json
 * @param label of the file, for errors
 * @throws CompileError 'unsupported'
 */
export function readClipTextConfig(
	json: unknown,
	label = 'text_encoder/config.json',
): ClipTextConfig {
	const found = parseConfig(ClipTextJson, json, label);
	return { ...clipLayers(found, label), tokens: found.max_position_embeddings };
}

/** The configuration of an encoder that came without config.json, as in a single file. @throws CompileError 'missing' */
export function deriveClipTextConfig(checkpoint: Checkpoint): ClipTextConfig {
	const positions = checkpoint.info(`${EMBEDDINGS}.position_embedding.weight`);
	if (!positions) throw new CompileError('missing', `${checkpoint.label}: no CLIP text encoder`);
	const [tokens, width] = positions.shape;
	let layers = 0;
	while (checkpoint.info(`${LAYERS}.${layers}.layer_norm1.weight`)) layers++;
	const heads = width / HEAD_WIDTH;
	const activation = width <= OPENAI_WIDTH ? 'quick_gelu' : 'gelu';
	return { tokens, width, layers, heads, activation, epsilon: 1e-5 };
}

/**
 * CLIP text encoder (transformers CLIPTextModel). Input `ids` int32 [batch, 77], padded with the end token as
 * the tokenizer does; output `context` [batch, 77, width] after the final LayerNorm. The pooled output is the
 * row of `context` at the first end token.
 * @param skip layers left out at the end, as diffusers' clip_skip: 1 takes the last but one
 */
export function clipText(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	config: ClipTextConfig,
	skip = 0,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const { width, tokens } = config;
	const ids = graph.input('ids', 'int32', ['batch', tokens]);
	// 1. Tokens and positions.
	const table = net.tensor(`${EMBEDDINGS}.token_embedding.weight`, 'embedding');
	const positions = net.tensor(`${EMBEDDINGS}.position_embedding.weight`, 'embedding', [
		tokens,
		width,
	]);
	let x = graph.scoped(EMBEDDINGS, () =>
		graph.node('Add', [graph.node('Gather', [table, ids], { axis: 0 }), positions]),
	);
	// 2. Layers; a token sees itself and those before it, padding too.
	const mask = graph.table(
		'causal mask',
		causalMask(tokens),
		[1, 1, tokens, tokens],
		options.activation,
	);
	for (let i = 0; i < config.layers - skip; i++) {
		x = clipLayer(net, x, `${LAYERS}.${i}`, config, mask);
	}
	// 3. The final LayerNorm, whatever layer it follows.
	const context = layerNorm(net, x, 'text_model.final_layer_norm', config.epsilon);
	graph.output(context, 'context', ['batch', tokens, width]);
	return net;
}

/** exp of it is 0 in half precision too, where infinity is not safe in shaders. */
const HIDDEN = -1e4;

function causalMask(tokens: number): Float32Array {
	return Float32Array.from({ length: tokens * tokens }, (_, i) =>
		i % tokens > Math.floor(i / tokens) ? HIDDEN : 0,
	);
}

/** @param skip as given to clipText */
export function clipTextUnused({ layers }: ClipTextConfig, skip = 0): readonly Unused[] {
	const skipped = Array.from({ length: skip }, (_, i) => layers - 1 - i);
	return [
		{
			pattern: /^text_model\.embeddings\.position_ids$/,
			reason: 'counts from 0: old files hold it, the position table needs no index',
		},
		{
			pattern: /^text_projection\.weight$/,
			reason: 'projects the pooled output, which the UNet does not take',
		},
		...skipped.map((i) => ({
			pattern: new RegExp(`^text_model\\.encoder\\.layers\\.${i}\\.`),
			reason: `clip skip ${skip} leaves out layer ${i}`,
		})),
	];
}
