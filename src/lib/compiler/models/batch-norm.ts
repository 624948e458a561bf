import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import type { ReadTensor } from '../graph/weight';
import type { ConvOptions } from '../layers/conv';

/** torch's default, which all published IR backbones have. */
const EPSILON = 1e-5;

/** Of x [B, C, H, W] with the statistics of training. Before a conv it cannot be folded: the conv pads with zeros. */
export function batchNorm(net: Network, x: Value, path: string): Value {
	const parameters = ['weight', 'bias', 'running_mean', 'running_var'].map((part) =>
		net.tensor(`${path}.${part}`, 'norm'),
	);
	return net.graph.scoped(path, () =>
		net.graph.node('BatchNormalization', [x, ...parameters], { epsilon: { float: EPSILON } }),
	);
}

/** A conv without bias and the norm after it, as one conv. */
export function convNorm(
	net: Network,
	x: Value,
	convPath: string,
	normPath: string,
	{ stride = 1 }: Pick<ConvOptions, 'stride'> = {},
): Value {
	const name = `${convPath}.weight`;
	const dims = net.shape(name);
	const [out, , kernel] = dims;
	const part = (tensor: string) => `${normPath}.${tensor}`;
	const weight = net.weight({
		name,
		role: 'conv',
		dims,
		sources: [name, part('weight'), part('running_var')],
		async values(read) {
			const values = Float32Array.from(await read(name));
			const factors = await scales(read, normPath);
			const perChannel = values.length / out;
			return values.map((value, i) => value * factors[Math.floor(i / perChannel)]);
		},
	});
	const bias = net.weight({
		name: `${convPath}.bias`,
		role: 'bias',
		dims: [out],
		sources: ['weight', 'bias', 'running_mean', 'running_var'].map(part),
		async values(read) {
			const factors = await scales(read, normPath);
			const shift = await read(part('bias'));
			const mean = await read(part('running_mean'));
			return Float32Array.from(shift, (value, i) => value - mean[i] * factors[i]);
		},
	});
	const pad = Math.floor(kernel / 2);
	return net.graph.scoped(convPath, () =>
		net.graph.node('Conv', [x, weight, bias], {
			kernel_shape: [kernel, kernel],
			strides: [stride, stride],
			pads: [pad, pad, pad, pad],
		}),
	);
}

/** weight / sqrt(variance + epsilon), in float64. */
async function scales(read: ReadTensor, path: string): Promise<Float64Array> {
	const weight = await read(`${path}.weight`);
	const variance = await read(`${path}.running_var`);
	return Float64Array.from(weight, (value, i) => value / Math.sqrt(variance[i] + EPSILON));
}

/** x where it is positive, x times the slope of its channel elsewhere. x [B, C, H, W] */
export function prelu(net: Network, x: Value, path: string): Value {
	const [channels] = net.shape(`${path}.weight`);
	const slope = net.tensor(`${path}.weight`, 'norm', [channels, 1, 1]);
	return net.graph.scoped(path, () => net.graph.node('PRelu', [x, slope]));
}
