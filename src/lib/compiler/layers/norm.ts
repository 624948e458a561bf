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
