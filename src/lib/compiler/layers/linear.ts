import type { Rows } from '../checkpoint';
import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import type { PlannedWeight, WeightSpec } from '../graph/weight';
import { BLOCK } from '../quantise/int4-block';

export interface LinearOptions {
	/** Only these of the outputs. */
	readonly outputs?: Rows;
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
	const out = outputs ? outputs.end - outputs.begin : all;
	const spec = select(net.spec(name, 'linear', [all, input]), outputs);
	const bias = net.has(`${path}.bias`)
		? net.weight(select(net.spec(`${path}.bias`, 'bias'), outputs))
		: null;
	const planned = net.plan(spec);
	const { graph } = net;
	return graph.scoped(path, () => {
		if (planned.format === 'int4-block') return blockLinear(net, x, planned, bias);
		const weight = net.weight(spec);
		if (x.rank === 3) return tokenLinear(net, x, weight, bias, [out, input]);
		if (x.rank === 2) {
			return graph.node('Gemm', bias ? [x, weight, bias] : [x, weight], { transB: 1 });
		}
		const y = graph.node('MatMul', [x, graph.node('Transpose', [weight], { perm: [1, 0] })]);
		return bias ? graph.node('Add', [y, bias]) : y;
	});
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
