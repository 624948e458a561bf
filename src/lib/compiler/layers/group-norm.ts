/** Group norms of images [B, C, H, W]; C is `groups` times something. */
import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import { silu } from './activation';

export interface GroupNormOptions {
	readonly groups: number;
	readonly epsilon: number;
	/** SiLU afterwards; false by default. */
	readonly silu?: boolean;
}

/** By `${path}.weight` and `${path}.bias`, [C]. */
export function groupNorm(net: Network, x: Value, path: string, options: GroupNormOptions): Value {
	const affine = affineOf(net, path);
	return net.graph.scoped(path, () => normalise(net, x, affine, options));
}

export interface Affine {
	readonly channels: number;
	/** [channels]; without it, scale 1 and shift 0. */
	readonly by?: { readonly scale: Value; readonly shift: Value };
}

/** Scale and shift of a norm. */
export function affineOf(net: Network, path: string): Affine {
	const scale = net.tensor(`${path}.weight`, 'norm');
	const shift = net.tensor(`${path}.bias`, 'norm');
	return { channels: net.shape(`${path}.weight`)[0], by: { scale, shift } };
}

export interface AddedAndNormalised {
	/** x + residual */
	readonly sum: Value;
	/** Its group norm. */
	readonly normed: Value;
}

/** The group norm of x + residual, and the sum: two kernels where there is the operator. */
export function addAndNormalise(
	net: Network,
	[x, residual]: readonly [Value, Value],
	affine: Affine,
	options: GroupNormOptions,
): AddedAndNormalised {
	const { graph } = net;
	if (net.options.groupNorm !== 'operator') {
		const sum = graph.node('Add', [x, residual]);
		return { sum, normed: normalise(net, sum, affine, options) };
	}
	const inputs = [channelsLast(net, x), ...scaleAndShift(net, affine), channelsLast(net, residual)];
	const outputs = graph.split('SkipGroupNorm', 2, inputs, attributes(options), 'com.microsoft');
	const [normed, sum] = outputs.map((output) => channelsSecond(net, output));
	return { sum, normed };
}

/** The group norm of x: two kernels where there is the operator. */
export function normalise(
	net: Network,
	x: Value,
	affine: Affine,
	options: GroupNormOptions,
): Value {
	if (net.options.groupNorm !== 'operator') return decomposed(net, x, affine, options);
	const inputs = [channelsLast(net, x), ...scaleAndShift(net, affine)];
	return channelsSecond(net, net.graph.contrib('GroupNorm', inputs, attributes(options)));
}

function attributes({ groups, epsilon, silu = false }: GroupNormOptions) {
	return { groups, epsilon: { float: epsilon }, activation: silu ? 1 : 0, channels_last: 1 };
}

function scaleAndShift({ graph, options }: Network, { channels, by }: Affine): [Value, Value] {
	if (by) return [by.scale, by.shift];
	const [one, zero] = [1, 0].map((value) => graph.repeated(value, channels, options.activation));
	return [one, zero];
}

/** Channels last, and back. No work on WebGPU, which keeps them there. */
const channelsLast = ({ graph }: Network, x: Value) =>
	graph.node('Transpose', [x], { perm: [0, 2, 3, 1] });
const channelsSecond = ({ graph }: Network, x: Value) =>
	graph.node('Transpose', [x], { perm: [0, 3, 1, 2] });

/** What the WebGPU provider takes for the epsilon of InstanceNormalization, whatever the attribute says. */
const EPSILON = 1e-5;

/**
 * Of operators that run everywhere: an InstanceNormalization of the groups, and a BatchNormalization by mean 0 and
 * variance 1 for scale and shift, which is one kernel.
 */
function decomposed(
	net: Network,
	x: Value,
	{ channels, by }: Affine,
	{ groups, epsilon, ...after }: GroupNormOptions,
): Value {
	const { graph, options } = net;
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
	const back = graph.node('Reshape', [normed, graph.integers([0, channels, -1, 0])]);
	// 3. Scale, shift, activation.
	const mean = () => repeated(0, channels);
	const variance = () => repeated(1, channels);
	const shifted = by
		? graph.node('BatchNormalization', [back, by.scale, by.shift, mean(), variance()], {
				epsilon: { float: 0 },
			})
		: back;
	return after.silu ? silu(net, shifted) : shifted;
}
