/** Attention to text and identities whose keys and values come from outside; see ports.ts for their form. */
import type { Dim } from '$lib/onnx/graph';
import { linear } from '../../layers/linear';
import type { Value } from '../../graph/builder';
import type { Network, NetworkOptions } from '../../graph/network';
import type { IdentityMode } from './ports';
import type { AttentionModule } from './topology';

export interface KeyValues<T = Value> {
	readonly keys: T;
	readonly values: T;
}

export interface IdentityContext extends KeyValues {
	/** One everywhere: of the rank of the values. Regions: [1 or B, 1, J, T, 1], a mask times the scale. */
	readonly scale: Value;
	readonly mode: IdentityMode;
}

/** Lengths of keys and values in the form that crossAttention takes. */
export function keyValueDims(
	attention: NetworkOptions['attention'],
	{ heads, width }: AttentionModule,
	batch: Dim,
	tokens: Dim,
): KeyValues<readonly Dim[]> {
	const whole = [batch, tokens, width];
	if (attention === 'fused') return { keys: whole, values: whole };
	const dim = width / heads;
	return { keys: [batch, heads, dim, tokens], values: [batch, heads, tokens, dim] };
}

/** keyValueDims of identities in regions. */
export function regionDims(
	{ heads, width }: AttentionModule,
	batch: Dim,
	tokens: Dim,
): KeyValues<readonly Dim[]> {
	const dim = width / heads;
	return {
		keys: [batch, heads, 'identities', dim, tokens],
		values: [batch, heads, 'identities', tokens, dim],
	};
}

/** Keys and values as linear layers give them, [B, S, C], in the form that crossAttention takes. */
export function prepareKeyValues(
	net: Network,
	{ keys, values }: KeyValues,
	module: AttentionModule,
): KeyValues {
	if (net.options.attention === 'fused') return { keys, values };
	return {
		keys: scaled(net, transposed(net, keys, module, [0], [0, 2, 3, 1]), module),
		values: transposed(net, values, module, [0], [0, 2, 1, 3]),
	};
}

/** prepareKeyValues of identities in regions, from [B, J, S, C]. */
export function prepareRegions(
	net: Network,
	{ keys, values }: KeyValues,
	module: AttentionModule,
): KeyValues {
	return {
		keys: scaled(net, transposed(net, keys, module, [0, 0], [0, 3, 1, 4, 2]), module),
		values: transposed(net, values, module, [0, 0], [0, 3, 1, 2, 4]),
	};
}

/**
 * Decoupled cross-attention of IP-Adapter (Ye et al. 2023): softmax(q kt) vt + scale * softmax(q ki) vi, with the
 * same queries; for several identities the sum over them, each times its mask. x [B, T, C] -> [B, T, C], the
 * projection `to_out` included.
 */
export function crossAttention(
	net: Network,
	x: Value,
	text: KeyValues,
	identity: IdentityContext | null,
	module: AttentionModule,
): Value {
	const { path } = module;
	const queries = linear(net, x, `${path}.to_q`);
	const mixed = net.graph.scoped(path, () =>
		net.options.attention === 'fused'
			? fused(net, queries, text, identity, module)
			: sliced(net, queries, text, identity, module),
	);
	return linear(net, mixed, `${path}.to_out.0`);
}

function fused(
	net: Network,
	queries: Value,
	text: KeyValues,
	identity: IdentityContext | null,
	module: AttentionModule,
): Value {
	const { graph } = net;
	const attend = ({ keys, values }: KeyValues) =>
		graph.contrib('MultiHeadAttention', [queries, keys, values], { num_heads: module.heads });
	const told = attend(text);
	if (!identity) return told;
	if (identity.mode === 'regions') {
		const split = transposed(net, queries, module, [0], [0, 2, 1, 3]);
		return graph.node('Add', [
			told,
			merged(net, attendRegions(net, split, identity, module), module),
		]);
	}
	return graph.node('Add', [
		told,
		attend({ keys: identity.keys, values: scaledValues(net, identity) }),
	]);
}

function sliced(
	net: Network,
	queries: Value,
	text: KeyValues,
	identity: IdentityContext | null,
	module: AttentionModule,
): Value {
	const { graph } = net;
	const split = transposed(net, queries, module, [0], [0, 2, 1, 3]);
	const told = attendHeads(net, split, text);
	if (!identity) return merged(net, told, module);
	const known =
		identity.mode === 'regions'
			? attendRegions(net, split, identity, module)
			: attendHeads(net, split, { keys: identity.keys, values: scaledValues(net, identity) });
	return merged(net, graph.node('Add', [told, known]), module);
}

/** Few tokens: cheaper to scale than what comes out. */
function scaledValues({ graph }: Network, { values, scale }: IdentityContext): Value {
	return graph.node('Mul', [values, scale]);
}

/** softmax(q k) v over the last two axes. */
function attendHeads({ graph }: Network, queries: Value, { keys, values }: KeyValues): Value {
	const weights = graph.node('Softmax', [graph.node('MatMul', [queries, keys])], { axis: -1 });
	return graph.node('MatMul', [weights, values]);
}

/** @param queries [B, heads, T, d] */
function attendRegions(
	net: Network,
	queries: Value,
	identity: IdentityContext,
	{ heads, width }: AttentionModule,
): Value {
	const { graph } = net;
	const each = graph.node('Reshape', [queries, graph.integers([0, heads, 1, -1, width / heads])]);
	const masked = graph.node('Mul', [attendHeads(net, each, identity), identity.scale]);
	return graph.node('ReduceSum', [masked, graph.integers([2])], { keepdims: 0 });
}

/** [B, heads, T, d] -> [B, T, C] */
function merged({ graph }: Network, x: Value, { width }: AttentionModule): Value {
	const back = graph.node('Transpose', [x], { perm: [0, 2, 1, 3] });
	return graph.node('Reshape', [back, graph.integers([0, -1, width])]);
}

/** [...leading, S, C] -> [...leading, S, heads, d], transposed. */
function transposed(
	{ graph }: Network,
	x: Value,
	{ heads, width }: AttentionModule,
	leading: readonly 0[],
	perm: readonly number[],
): Value {
	const shape = graph.integers([...leading, -1, heads, width / heads]);
	return graph.node('Transpose', [graph.node('Reshape', [x, shape])], { perm });
}

function scaled(
	{ graph, options }: Network,
	keys: Value,
	{ heads, width }: AttentionModule,
): Value {
	const scale = graph.table('scale', [(width / heads) ** -0.5], [], options.activation);
	return graph.node('Mul', [keys, scale]);
}
