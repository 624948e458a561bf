import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';

export interface ConvOptions {
	readonly stride?: number;
	/** Top, left, bottom, right; a number for all four. Half the kernel by default. */
	readonly pad?: number | readonly [number, number, number, number];
	/** [out]: instead of `${path}.bias`, which it has to contain. */
	readonly bias?: Value;
}

/** x [B, in, H, W] -> [B, out, H', W'] by `${path}.weight` [out, in, k, k] and `${path}.bias` where there is one. */
export function conv(net: Network, x: Value, path: string, options: ConvOptions = {}): Value {
	const [, , kernel] = net.shape(`${path}.weight`);
	const { stride = 1, pad = Math.floor(kernel / 2) } = options;
	const weight = net.tensor(`${path}.weight`, 'conv');
	const own = () => (net.has(`${path}.bias`) ? net.tensor(`${path}.bias`, 'bias') : null);
	const bias = options.bias ?? own();
	return net.graph.scoped(path, () =>
		net.graph.node('Conv', bias ? [x, weight, bias] : [x, weight], {
			kernel_shape: [kernel, kernel],
			strides: [stride, stride],
			pads: typeof pad === 'number' ? [pad, pad, pad, pad] : pad,
		}),
	);
}
