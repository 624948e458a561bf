import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';

export interface AttentionShape {
	readonly heads: number;
	/** Channels of all heads together. */
	readonly width: number;
}

/**
 * softmax(q k^T / sqrt(d)) v. q [B, T, width], k and v [B, S, width] -> [B, T, width].
 * @param bias added to the scores, [1 or B, 1 or heads, T, S]; none by default
 */
export function attention(
	{ graph, options }: Network,
	q: Value,
	k: Value,
	v: Value,
	{ heads, width }: AttentionShape,
	bias: Value | null = null,
): Value {
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
	const scaled = graph.node('Mul', [split(q, [0, 2, 1, 3]), scale]);
	const scores = graph.node('MatMul', [scaled, split(k, [0, 2, 3, 1])]);
	const biased = bias ? graph.node('Add', [scores, bias]) : scores;
	const weights = graph.node('Softmax', [biased], { axis: -1 });
	const mixed = graph.node('MatMul', [weights, split(v, [0, 2, 1, 3])]);
	const merged = graph.node('Transpose', [mixed], { perm: [0, 2, 1, 3] });
	return graph.node('Reshape', [merged, graph.integers([0, -1, width])]);
}
