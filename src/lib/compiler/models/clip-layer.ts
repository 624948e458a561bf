import * as v from 'valibot';
import { CompileError } from '../error';
import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import { gelu, quickGelu } from '../layers/activation';
import { attention } from '../layers/attention';
import { linear } from '../layers/linear';
import { layerNorm } from '../layers/norm';
import { count } from './config';

/** The layers of a CLIP encoder. */
export interface ClipLayers {
	readonly width: number;
	readonly heads: number;
	readonly layers: number;
	/** Of the MLPs: x sigmoid(1.702 x), or by erf. */
	readonly activation: 'quick_gelu' | 'gelu';
	/** Of every LayerNorm. */
	readonly epsilon: number;
}

/** Their entries in config.json; absent ones have the values that transformers' CLIPTextConfig gives them. */
export const CLIP_LAYERS_JSON = {
	hidden_size: count,
	num_attention_heads: count,
	num_hidden_layers: count,
	hidden_act: v.optional(v.picklist(['quick_gelu', 'gelu']), 'quick_gelu'),
	layer_norm_eps: v.optional(v.number(), 1e-5),
};

/** @throws CompileError 'unsupported' for a width that the heads do not share evenly */
export function clipLayers(
	json: v.InferOutput<v.ObjectSchema<typeof CLIP_LAYERS_JSON, undefined>>,
	label: string,
): ClipLayers {
	const { hidden_size: width, num_attention_heads: heads } = json;
	if (width % heads) {
		throw new CompileError(
			'unsupported',
			`${label}: ${heads} heads do not share ${width} channels`,
		);
	}
	const { num_hidden_layers: layers, hidden_act: activation, layer_norm_eps: epsilon } = json;
	return { width, heads, layers, activation, epsilon };
}

/**
 * A layer of CLIP's transformers (Radford et al. 2021; transformers CLIPEncoderLayer): attention and MLP, each
 * behind its LayerNorm and added to what came in. x [B, T, width] -> [B, T, width].
 * @param mask added to the scores; none where every token sees every other
 */
export function clipLayer(
	net: Network,
	x: Value,
	path: string,
	config: ClipLayers,
	mask: Value | null = null,
): Value {
	const { width, heads, epsilon } = config;
	const activation = config.activation === 'gelu' ? gelu : quickGelu;
	const add = (a: Value, b: Value) => net.graph.scoped(path, () => net.graph.node('Add', [a, b]));
	// 1. Attention.
	const normed = layerNorm(net, x, `${path}.layer_norm1`, epsilon);
	const [q, k, v] = ['q', 'k', 'v'].map((part) =>
		linear(net, normed, `${path}.self_attn.${part}_proj`),
	);
	const mixed = net.graph.scoped(`${path}.self_attn`, () =>
		attention(net, q, k, v, { heads, width }, mask),
	);
	const attended = add(x, linear(net, mixed, `${path}.self_attn.out_proj`));
	// 2. MLP.
	const inner = linear(
		net,
		layerNorm(net, attended, `${path}.layer_norm2`, epsilon),
		`${path}.mlp.fc1`,
	);
	return add(attended, linear(net, activation(net, inner), `${path}.mlp.fc2`));
}
