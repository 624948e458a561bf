import type { Network } from '../graph/network';
import type { WeightSpec } from '../graph/weight';
import type { LinearWeights } from './linear';

/**
 * The weights of the linear layer (or 1x1 convolution) `path` behind the norm `norm`, whose scale g and shift b they
 * take over, so that the graph need not apply them: W (g x + b) + c = (W g) x + (W b + c), c 0 where there is none.
 */
export function withNorm(net: Network, path: string, norm: string): LinearWeights {
	const [weight, bias] = [`${path}.weight`, `${path}.bias`];
	const [scale, shift] = [`${norm}.weight`, `${norm}.bias`];
	const [out, input] = net.shape(weight);
	const own = net.has(bias) ? [bias] : [];
	return {
		weight: {
			...net.spec(weight, 'linear', [out, input]),
			sources: [weight, scale],
			byRows: false,
			async values(read) {
				const [values, factors] = [await read(weight), await read(scale)];
				return values.map((value, i) => value * factors[i % input]);
			},
		},
		bias: shiftedBias(bias, [out, input], { weight, shift, own }),
	};
}

interface BiasSources {
	readonly weight: string;
	/** What is added to each input of the layer. */
	readonly shift: string;
	/** The layer's bias, if it has one. */
	readonly own: readonly string[];
}

/** W b + c, summed in float64. */
function shiftedBias(
	name: string,
	[out, input]: readonly [number, number],
	{ weight, shift, own }: BiasSources,
): WeightSpec {
	return {
		name,
		role: 'bias',
		dims: [out],
		sources: [weight, shift, ...own],
		async values(read) {
			const [values, added] = [await read(weight), await read(shift)];
			const [bias] = await Promise.all(own.map((source) => read(source)));
			return Float32Array.from({ length: out }, (_, row) => {
				const begin = row * input;
				return added.reduce((sum, value, i) => sum + value * values[begin + i], bias?.[row] ?? 0);
			});
		},
	};
}
