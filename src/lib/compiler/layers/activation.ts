import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import { linear } from './linear';

/** x * sigmoid(x) */
export function silu({ graph }: Network, x: Value): Value {
	return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
}

/** Exact, by erf. */
export function gelu({ graph }: Network, x: Value): Value {
	return graph.contrib('Gelu', [x]);
}

/** x * sigmoid(1.702 x), as CLIP has it. */
export function quickGelu({ graph }: Network, x: Value): Value {
	return graph.contrib('QuickGelu', [x], { alpha: { float: 1.702 } });
}

/** GEGLU: `path` doubles the width; the first half is the value, the second the gate. */
export function geglu(net: Network, x: Value, path: string): Value {
	const both = linear(net, x, path);
	const [value, gate] = net.graph.split('Split', 2, [both], { axis: -1, num_outputs: 2 });
	return net.graph.node('Mul', [value, gelu(net, gate)]);
}
