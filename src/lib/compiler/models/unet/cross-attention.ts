/** Attention to text and identities whose keys and values come from outside; see ports.ts for their form. */
import { linear } from '../../layers/linear';
import type { Value } from '../../graph/builder';
import type { Network, NetworkOptions } from '../../graph/network';
import type { Dim } from '$lib/onnx/graph';
import type { AttentionModule } from './topology';

export interface KeyValues {
	readonly keys: Value;
	readonly values: Value;
}

export interface IdentityContext extends KeyValues {
	/** [1 or B, 1, 1] for fused, [1 or B, 1, 1, 1] for sliced attention. */
	readonly scale: Value;
}

/** Lengths of keys and values in the form that crossAttention takes. */
export function keyValueDims(
	attention: NetworkOptions['attention'],
	{ heads, width }: AttentionModule,
	batch: Dim,
	tokens: Dim,
): { readonly keys: readonly Dim[]; readonly values: readonly Dim[] } {
	const whole = [batch, tokens, width];
	if (attention === 'fused') return { keys: whole, values: whole };
	const dim = width / heads;
	return { keys: [batch, heads, dim, tokens], values: [batch, heads, tokens, dim] };
}

/** Keys and values as linear layers give them, [B, S, C], in the form that crossAttention takes. */
export function prepareKeyValues(
	net: Network,
	{ keys, values }: KeyValues,
	{ heads, width }: AttentionModule,
): KeyValues {
	if (net.options.attention === 'fused') return { keys, values };
	const { graph, options } = net;
	const scale = graph.table('scale', [(width / heads) ** -0.5], [], options.activation);
	return {
		keys: graph.node('Mul', [splitHeads(net, keys, heads, width, [0, 2, 3, 1]), scale]),
		values: splitHeads(net, values, heads, width, [0, 2, 1, 3]),
	};
}

/**
 * Decoupled cross-attention of IP-Adapter (Ye et al. 2023): softmax(q kt) vt + scale * softmax(q ki) vi, with the
 * same queries. x [B, T, C] -> [B, T, C], the projection `to_out` included.
 */
export function crossAttention(
	net: Network,
	x: Value,
	text: KeyValues,
	identity: IdentityContext | null,
	module: AttentionModule,
): Value {
	const { graph } = net;
	const { path, heads, width } = module;
	const queries = linear(net, x, `${path}.to_q`);
	const mixed = graph.scoped(path, () => {
		if (net.options.attention === 'fused') {
			const attend = ({ keys, values }: KeyValues) =>
				graph.contrib('MultiHeadAttention', [queries, keys, values], { num_heads: heads });
			if (!identity) return attend(text);
			const scaled = graph.node('Mul', [identity.values, identity.scale]);
			return graph.node('Add', [attend(text), attend({ keys: identity.keys, values: scaled })]);
		}
		const split = splitHeads(net, queries, heads, width, [0, 2, 1, 3]);
		const attend = ({ keys, values }: KeyValues) => {
			const scores = graph.node('MatMul', [split, keys]);
			return graph.node('MatMul', [graph.node('Softmax', [scores], { axis: -1 }), values]);
		};
		let sum = attend(text);
		if (identity) {
			const values = graph.node('Mul', [identity.values, identity.scale]);
			sum = graph.node('Add', [sum, attend({ keys: identity.keys, values })]);
		}
		const merged = graph.node('Transpose', [sum], { perm: [0, 2, 1, 3] });
		return graph.node('Reshape', [merged, graph.integers([0, -1, width])]);
	});
	return linear(net, mixed, `${path}.to_out.0`);
}

function splitHeads(
	{ graph }: Network,
	x: Value,
	heads: number,
	width: number,
	perm: readonly number[],
): Value {
	const split = graph.node('Reshape', [x, graph.integers([0, -1, heads, width / heads])]);
	return graph.node('Transpose', [split], { perm });
}
