import type { Rows } from '../checkpoint';
import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import type { PlannedWeight, WeightSpec } from '../graph/weight';
import { BLOCK } from '../quantise/int4-block';
import { stacked } from './stack';

export interface LinearOptions {
	/** Only these of the outputs. */
	readonly outputs?: Rows;
}

/** Of a linear layer, each computed from tensors: [out, in] and [out]. */
export interface LinearWeights {
	readonly weight: WeightSpec;
	readonly bias: WeightSpec | null;
}

/** x [..., in] -> [..., out] by `${path}.weight` [out, in] (or a 1x1 conv's) and `${path}.bias` where there is one. */
export function linear(
	net: Network,
	x: Value,
	path: string,
	{ outputs }: LinearOptions = {},
): Value {
	const name = `${path}.weight`;
	const [all, input] = net.shape(name);
	return linearBy(net, x, path, {
		weight: select(net.spec(name, 'linear', [all, input]), outputs),
		bias: net.has(`${path}.bias`) ? select(net.spec(`${path}.bias`, 'bias'), outputs) : null,
	});
}

/** x [..., in] -> [..., out] by other weights than those of a path. @param scope of the names in the graph */
export function linearBy(net: Network, x: Value, scope: string, weights: LinearWeights): Value {
	const { graph } = net;
	const [out, input] = weights.weight.dims;
	const bias = weights.bias && net.weight(weights.bias);
	const planned = net.plan(weights.weight);
	return graph.scoped(scope, () => {
		if (planned.format === 'int4-block') return blockLinear(net, x, planned, bias);
		const weight = net.weight(weights.weight);
		if (x.rank === 3) return tokenLinear(net, x, weight, bias, [out, input]);
		if (x.rank === 2) {
			return graph.node('Gemm', bias ? [x, weight, bias] : [x, weight], { transB: 1 });
		}
		const y = graph.node('MatMul', [x, graph.node('Transpose', [weight], { perm: [1, 0] })]);
		return bias ? graph.node('Add', [y, bias]) : y;
	});
}

/**
 * Linear layers of the same shape, without bias, of the same input: one product with their weights below each other.
 * x [B, T, in] -> as many [B, T, out].
 */
export function linears(net: Network, x: Value, paths: readonly string[]): Value[] {
	const [first, ...others] = paths;
	const [out, input] = net.shape(`${first}.weight`);
	const count = paths.length;
	const sources = paths.map((path) => `${path}.weight`);
	const name = `${sources[0]} and ${others.length} more`;
	const weight = stacked(name, 'linear', [count * out, input], sources);
	const all = linearBy(net, x, first, { weight, bias: null });
	return net.graph.scoped(first, () =>
		net.graph.split('Split', count, [all], { axis: 2, num_outputs: count }),
	);
}

/** Some rows of a tensor as a weight of its own. */
function select(spec: WeightSpec, rows: Rows | undefined): WeightSpec {
	if (!rows) return spec;
	const { begin, end } = rows;
	return {
		...spec,
		name: `${spec.name} ${begin}-${end}`,
		dims: [end - begin, ...spec.dims.slice(1)],
		values: (read) => read(spec.sources[0], rows),
		byRows: false,
	};
}

function blockLinear(
	net: Network,
	x: Value,
	{ spec, constants }: PlannedWeight,
	bias: Value | null,
): Value {
	const [N, K] = spec.dims;
	const [blocks, scales] = constants.map((constant) => net.stored(constant));
	const inputs = [x, blocks, scales];
	return net.graph.contrib('MatMulNBits', bias ? [...inputs, null, null, bias] : inputs, {
		K,
		N,
		bits: 4,
		block_size: BLOCK,
	});
}

/**
 * As a 1x1 convolution over a line of pixels, the one kernel that adds the bias too. The WebGPU provider lays
 * images out with the channels last, so that the two Transposes cancel with its own.
 */
function tokenLinear(
	{ graph }: Network,
	x: Value,
	weight: Value,
	bias: Value | null,
	[out, input]: readonly [number, number],
): Value {
	const line = graph.node('Reshape', [x, graph.integers([0, 1, -1, input])]);
	const pixels = graph.node('Transpose', [line], { perm: [0, 3, 1, 2] });
	const kernel = graph.node('Reshape', [weight, graph.integers([out, input, 1, 1])]);
	const convolved = graph.node('Conv', bias ? [pixels, kernel, bias] : [pixels, kernel], {
		kernel_shape: [1, 1],
	});
	const back = graph.node('Transpose', [convolved], { perm: [0, 2, 3, 1] });
	return graph.node('Reshape', [back, graph.integers([0, -1, out])]);
}
