import type { Graph } from '$lib/onnx/graph';
import type { PlannedWeight, ReadTensor } from '../graph/weight';

/** The graph with the values of all its weights inside: for graphs far below the 2 GB of a protobuf message. */
export async function inline(
	graph: Graph,
	weights: readonly PlannedWeight[],
	read: ReadTensor,
): Promise<Graph> {
	const bytes = new Map<string, Uint8Array>();
	for (const { spec, constants, encode } of weights) {
		const encoded = encode(await spec.values(read));
		constants.forEach(({ name }, i) => bytes.set(name, encoded[i]));
	}
	return {
		...graph,
		constants: graph.constants.map((constant) => ({
			...constant,
			data: bytes.get(constant.name) ?? constant.data,
		})),
	};
}
