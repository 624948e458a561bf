import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';

export interface AttentionShape {
	readonly heads: number;
	/** Channels of all heads together. */
	readonly width: number;
	/**
	 * The largest that sliced attention will meet: the matrix of scores is computed in as few slices of heads and
	 * queries as stay below the limit of a binding. In one piece by default.
	 */
	readonly largest?: { readonly batch: number; readonly queries: number; readonly keys: number };
}

/** What every WebGPU device binds. */
export const BINDING_LIMIT = 128 * 2 ** 20;
/** Outputs of a Split on WebGPU: with its input as many storage buffers as every device has. */
const SPLIT = 7;

/**
 * softmax(q k^T / sqrt(d)) v. q [B, T, width], k and v [B, S, width] -> [B, T, width].
 * @param bias added to the scores, [1 or B, 1 or heads, T, S]; none by default, and then scores may be sliced
 */
export function attention(
	net: Network,
	q: Value,
	k: Value,
	v: Value,
	shape: AttentionShape,
	bias: Value | null = null,
): Value {
	const { graph, options } = net;
	const { heads, width } = shape;
	if (options.attention === 'fused') {
		return graph.contrib('MultiHeadAttention', [q, k, v, null, null, bias], { num_heads: heads });
	}
	const split = (x: Value, perm: readonly number[]) =>
		graph.node(
			'Transpose',
			[graph.node('Reshape', [x, graph.integers([0, -1, heads, width / heads])])],
			{ perm },
		);
	const scale = graph.table('scale', [(width / heads) ** -0.5], [], options.activation);
	const queries = graph.node('Mul', [split(q, [0, 2, 1, 3]), scale]);
	const factors = [queries, split(k, [0, 2, 3, 1]), split(v, [0, 2, 1, 3])] as const;
	const mixed = bias
		? attend(net, ...factors, bias)
		: attendSliced(net, ...factors, slices(shape, options.activation));
	const merged = graph.node('Transpose', [mixed], { perm: [0, 2, 1, 3] });
	return graph.node('Reshape', [merged, graph.integers([0, -1, width])]);
}

export interface Slices {
	/** Parts that the heads are cut into. */
	readonly heads: number;
	/** Parts that the queries of a part of the heads are cut into: a power of 2, so that it divides them. */
	readonly queries: number;
}

/** As few slices as keep the scores of each within BINDING_LIMIT. */
export function slices(
	{ heads, largest }: AttentionShape,
	activation: 'float32' | 'float16',
): Slices {
	if (!largest) return { heads: 1, queries: 1 };
	const { batch, queries, keys } = largest;
	const bytes = batch * heads * queries * keys * (activation === 'float16' ? 2 : 4);
	const needed = Math.ceil(bytes / BINDING_LIMIT);
	// Heads first: no key is read twice.
	for (let parts = needed; parts <= heads; parts++) {
		if (heads % parts === 0) return { heads: parts, queries: 1 };
	}
	return { heads, queries: 2 ** Math.ceil(Math.log2(needed / heads)) };
}

/** softmax(q k + bias) v. q [B, heads, T, d], k [B, heads, d, S], v [B, heads, S, d]. */
function attend({ graph }: Network, q: Value, k: Value, v: Value, bias: Value | null): Value {
	const scores = graph.node('MatMul', [q, k]);
	const biased = bias ? graph.node('Add', [scores, bias]) : scores;
	return graph.node('MatMul', [graph.node('Softmax', [biased], { axis: -1 }), v]);
}

function attendSliced(net: Network, q: Value, k: Value, v: Value, parts: Slices): Value {
	const { graph } = net;
	const cut = (x: Value, axis: number, count: number) =>
		graph.split('Split', count, [x], { axis, num_outputs: count });
	if (parts.heads > 1) {
		const count = divisor(parts.heads);
		const [qs, ks, vs] = [q, k, v].map((x) => cut(x, 1, count));
		const rest = { ...parts, heads: parts.heads / count };
		const mixed = qs.map((rows, i) => attendSliced(net, rows, ks[i], vs[i], rest));
		return graph.node('Concat', mixed, { axis: 1 });
	}
	if (parts.queries > 1) {
		const count = divisor(parts.queries);
		const rest = { ...parts, queries: parts.queries / count };
		const mixed = cut(q, 2, count).map((rows) => attendSliced(net, rows, k, v, rest));
		return graph.node('Concat', mixed, { axis: 2 });
	}
	return attend(net, q, k, v, null);
}

/** The largest divisor that one Split can cut into. */
function divisor(parts: number): number {
	for (let count = Math.min(parts, SPLIT); count > 1; count--) {
		if (parts % count === 0) return count;
	}
	throw new RangeError(`cannot cut into ${parts} parts`);
}
