import { conv } from '../../layers/conv';
import { groupNorm } from '../../layers/group-norm';
import { Residual } from '../../layers/residual';
import { upsampleNearest } from '../../layers/upsample';
import type { Value } from '../../graph/builder';
import type { Network } from '../../graph/network';
import type { UnetConfig } from './config';
import type { ResnetModule } from './topology';

/**
 * ResnetBlock2D: x [B, input, H, W] -> [B, output, H, W].
 * @param bias of the first convolution, what time adds included, [output]
 */
export function resnet(
	net: Network,
	x: Residual,
	bias: Value,
	{ path, input, output }: ResnetModule,
	{ groups, epsilon }: UnetConfig,
): Residual {
	const { graph } = net;
	const norm = { groups, epsilon, silu: true };
	return graph.scoped(path, () => {
		const first = x.normed(`${path}.norm1`, norm);
		const timed = conv(net, first, `${path}.conv1`, { bias });
		const second = groupNorm(net, timed, `${path}.norm2`, norm);
		const shortcut = input === output ? x.sum : conv(net, x.sum, `${path}.conv_shortcut`);
		return new Residual(net, path, [conv(net, second, `${path}.conv2`), shortcut]);
	});
}

/** Half the height and width, rounded up. */
export function downsample(net: Network, x: Value, path: string): Value {
	return conv(net, x, path, { stride: 2, pad: 1 });
}

/** Twice the height and width: each pixel four times, then a convolution. */
export function upsample(net: Network, x: Value, path: string): Value {
	const twice = net.graph.scoped(path, () => upsampleNearest(net, x));
	return conv(net, twice, path);
}
