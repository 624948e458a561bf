import type { Graph } from '$lib/onnx/graph';
import type { Checkpoint } from '../checkpoint';
import type { Network } from '../graph/network';
import type { PlannedWeight } from '../graph/weight';

/** A checkpoint as it lies in a file, before anything is merged into it. */
export interface FilePart {
	/** Index of the file in the input. */
	readonly file: number;
	readonly checkpoint: Checkpoint;
}

/** A graph of the pack with its weights and what they are read from. */
export interface PackModel {
	/** What it computes; its file is `${name}.onnx`. */
	readonly name: string;
	/** Models of one family store equal weights once. */
	readonly family: string;
	readonly graph: Graph;
	readonly weights: readonly PlannedWeight[];
	/** What the weights read, LoRAs merged. */
	readonly checkpoint: Checkpoint;
	/** Where tensors of the same names lie in files. */
	readonly parts: readonly FilePart[];
	/** Files that any of the weights may need: those of LoRAs. */
	readonly throughout: readonly number[];
}

export interface PackModelOptions {
	/** The name by default. */
	readonly family?: string;
	readonly throughout?: readonly number[];
}

/** @param parts files whose tensors the network's checkpoint gives under the same names */
export function packModel(
	name: string,
	network: Network,
	parts: readonly FilePart[],
	{ family = name, throughout = [] }: PackModelOptions = {},
): PackModel {
	const graph = network.graph.build(name);
	const needed = new Set(graph.constants.map((constant) => constant.name));
	const weights = network.weights.filter(({ constants }) => needed.has(constants[0].name));
	const { checkpoint } = network;
	return { name, family, graph, weights, checkpoint, parts, throughout };
}
