/**
 * Perceiver resampler: a few learned latents look at many tokens, layer by layer (Alayrac et al. 2022, Flamingo).
 * IP-Adapter and UniPortrait build their projections of it, with the key names used here.
 */
import { CompileError } from '../error';
import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import { gelu } from '../layers/activation';
import { attention } from '../layers/attention';
import { linear } from '../layers/linear';
import { layerNorm } from '../layers/norm';

/** Channels of a head in all published adapters; shapes tell only those of all heads together. */
export const HEAD_WIDTH = 64;

/**
 * What attention adds to the latents [1, T, width] when they look at x [1, S, width] and at themselves.
 * @param headWidth channels of a head
 */
export function perceiverAttention(
	net: Network,
	x: Value,
	latents: Value,
	path: string,
	headWidth: number,
): Value {
	const { graph } = net;
	const [width] = net.shape(`${path}.to_q.weight`);
	if (width % headWidth) {
		const message = `${net.checkpoint.label}: ${path} has ${width} channels, no multiple of ${headWidth}`;
		throw new CompileError('mismatch', message);
	}
	const seen = layerNorm(net, x, `${path}.norm1`);
	const own = layerNorm(net, latents, `${path}.norm2`);
	const q = linear(net, own, `${path}.to_q`);
	const all = graph.scoped(path, () => graph.node('Concat', [seen, own], { axis: 1 }));
	const both = linear(net, all, `${path}.to_kv`);
	const mixed = graph.scoped(path, () => {
		const [k, v] = graph.split('Split', 2, [both], { axis: -1, num_outputs: 2 });
		return attention(net, q, k, v, { heads: width / headWidth, width });
	});
	return linear(net, mixed, `${path}.to_out`);
}

/** What the MLP adds to the latents: LayerNorm, four times as wide, GELU, back. No biases. */
export function perceiverMlp(net: Network, latents: Value, path: string): Value {
	const inner = linear(net, layerNorm(net, latents, `${path}.0`), `${path}.1`);
	return linear(net, gelu(net, inner), `${path}.3`);
}

/** Layers of attention and MLP under `${prefix}layers.N`, then proj_out and norm_out. */
export function resample(
	net: Network,
	x: Value,
	latents: Value,
	prefix: string,
	headWidth: number,
): Value {
	const { graph } = net;
	let hidden = latents;
	for (let i = 0; net.has(`${prefix}layers.${i}.0.to_q.weight`); i++) {
		const path = `${prefix}layers.${i}`;
		const add = (part: Value) => graph.scoped(path, () => graph.node('Add', [part, hidden]));
		hidden = add(perceiverAttention(net, x, hidden, `${path}.0`, headWidth));
		hidden = add(perceiverMlp(net, hidden, `${path}.1`));
	}
	return layerNorm(net, linear(net, hidden, `${prefix}proj_out`), `${prefix}norm_out`);
}

/** linear, GELU, linear under `${path}.0` and `${path}.2`. */
export function mlp(net: Network, x: Value, path: string): Value {
	return linear(net, gelu(net, linear(net, x, `${path}.0`)), `${path}.2`);
}
