import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';

/** Over the last axis of x [..., C]. */
export function layerNorm(net: Network, x: Value, path: string, epsilon = 1e-5): Value {
	const scale = net.tensor(`${path}.weight`, 'norm');
	const bias = net.tensor(`${path}.bias`, 'norm');
	return net.graph.scoped(path, () =>
		net.graph.node('LayerNormalization', [x, scale, bias], {
			axis: -1,
			epsilon: { float: epsilon },
		}),
	);
}

export interface AddedAndNormed {
	/** x + residual */
	readonly sum: Value;
	/** Its layer norm. */
	readonly normed: Value;
}

/** layerNorm of x + residual, both [B, T, C], in one kernel that gives the sum too. */
export function addAndNorm(
	net: Network,
	x: Value,
	residual: Value,
	path: string,
	epsilon = 1e-5,
): AddedAndNormed {
	const scale = net.tensor(`${path}.weight`, 'norm');
	const bias = net.tensor(`${path}.bias`, 'norm');
	return net.graph.scoped(path, () => {
		const [normed, , , sum] = net.graph.split(
			'SkipLayerNormalization',
			4,
			[x, residual, scale, bias],
			{ epsilon: { float: epsilon } },
			'com.microsoft',
		);
		return { normed, sum };
	});
}

/** What the WebGPU provider takes for the epsilon of InstanceNormalization, whatever the attribute says. */
const EPSILON = 1e-5;

/**
 * x [B, C, H, W]. The WebGPU provider has no kernel for it: it is an InstanceNormalization of the groups, and a
 * BatchNormalization by mean 0 and variance 1 for scale and shift, which is one kernel.
 */
export function groupNorm(
	net: Network,
	x: Value,
	path: string,
	groups: number,
	epsilon: number,
): Value {
	const [channels] = net.shape(`${path}.weight`);
	const { graph } = net;
	const { activation } = net.options;
	const scale = net.tensor(`${path}.weight`, 'norm');
	const bias = net.tensor(`${path}.bias`, 'norm');
	return graph.scoped(path, () => {
		const normed = normaliseGroups(net, x, { channels, groups, epsilon });
		const [mean, variance] = [0, 1].map((value) => graph.repeated(value, channels, activation));
		return graph.node('BatchNormalization', [normed, scale, bias, mean, variance], {
			epsilon: { float: 0 },
		});
	});
}

export interface GroupShape {
	readonly channels: number;
	readonly groups: number;
	readonly epsilon: number;
}

/** A group norm without scale and shift: x [B, C, H, W] -> the same shape. */
export function normaliseGroups(
	{ graph, options }: Network,
	x: Value,
	{ channels, groups, epsilon }: GroupShape,
): Value {
	const repeated = (value: number, count: number) =>
		graph.repeated(value, count, options.activation);
	// 1. Another epsilon by a factor k before: (kx - km) / sqrt(k^2 v + 1e-5) = (x - m) / sqrt(v + 1e-5 / k^2).
	const factor = Math.sqrt(EPSILON / epsilon);
	const scaled = factor === 1 ? x : graph.node('Mul', [x, repeated(factor, 1)]);
	// 2. The width keeps its place, so that both shapes follow from their input alone: a Shape node would run on
	// the CPU.
	const grouped = graph.node('Reshape', [scaled, graph.integers([0, groups, -1, 0])]);
	const normed = graph.node(
		'InstanceNormalization',
		[grouped, repeated(1, groups), repeated(0, groups)],
		{ epsilon: { float: EPSILON } },
	);
	return graph.node('Reshape', [normed, graph.integers([0, channels, -1, 0])]);
}
