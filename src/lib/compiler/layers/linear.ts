import type { Value } from '../graph/builder';
import type { Network } from '../graph/network';

/** x [..., in] -> [..., out] by `${path}.weight` [out, in] (or a 1x1 conv's) and `${path}.bias` where there is one. */
export function linear(net: Network, x: Value, path: string): Value {
	const name = `${path}.weight`;
	const [out, input] = net.shape(name);
	const weight = net.weight({
		name,
		role: 'linear',
		dims: [input, out],
		sources: [name],
		values: async (read) => transpose(await read(name), out, input),
	});
	return net.graph.scoped(path, () => {
		const y = net.graph.node('MatMul', [x, weight]);
		if (!net.has(`${path}.bias`)) return y;
		return net.graph.node('Add', [y, net.tensor(`${path}.bias`, 'bias')]);
	});
}

function transpose(values: Float32Array, rows: number, columns: number): Float32Array {
	const result = new Float32Array(values.length);
	for (let r = 0; r < rows; r++) {
		for (let c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c];
	}
	return result;
}
