import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';
import { linear } from './linear';

/** x * sigmoid(x), which is QuickGelu without its 1.702: one kernel. */
export function silu({ graph }: Network, x: Value): Value {
	return graph.contrib('QuickGelu', [x], { alpha: { float: 1 } });
}

/** Exact, by erf. */
export function gelu({ graph }: Network, x: Value): Value {
	return graph.contrib('Gelu', [x]);
}

/** x * sigmoid(1.702 x), as CLIP has it. */
export function quickGelu({ graph }: Network, x: Value): Value {
	return graph.contrib('QuickGelu', [x], { alpha: { float: 1.702 } });
}

/**
 * GEGLU: `path` doubles the width; the first half is the value, the second the gate. As two linear layers, since a
 * Split would copy the widest tensor of the network. (BiasSplitGelu fails in float16 on WebGPU and is not on wasm.)
 */
export function geglu(net: Network, x: Value, path: string): Value {
	const [both] = net.shape(`${path}.weight`);
	const half = both / 2;
	const value = linear(net, x, path, { outputs: { begin: 0, end: half } });
	const gate = linear(net, x, path, { outputs: { begin: half, end: both } });
	return net.graph.scoped(path, () => net.graph.node('Mul', [value, gelu(net, gate)]));
}
