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

/** x [B, C, H, W]; the WebGPU provider has no kernel for it, so it is an InstanceNormalization of the groups. */
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
	return graph.scoped(path, () => {
		const ones = graph.table('ones', new Float32Array(groups).fill(1), [groups], activation);
		const zeros = graph.table('zeros', new Float32Array(groups), [groups], activation);
		// The width keeps its place, so that both shapes follow from their input alone: a Shape node would run on the CPU.
		const grouped = graph.node('Reshape', [x, graph.integers([0, groups, -1, 0])]);
		const normed = graph.node('InstanceNormalization', [grouped, ones, zeros], {
			epsilon: { float: epsilon },
		});
		const back = graph.node('Reshape', [normed, graph.integers([0, channels, -1, 0])]);
		const scale = net.tensor(`${path}.weight`, 'norm', [1, channels, 1, 1]);
		const bias = net.tensor(`${path}.bias`, 'norm', [1, channels, 1, 1]);
		return graph.node('Add', [graph.node('Mul', [back, scale]), bias]);
	});
}
