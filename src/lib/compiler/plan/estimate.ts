import { BYTES_PER_ELEMENT, type Graph, type Node } from '$lib/onnx/graph';
import { product } from '../graph/weight';
import { inferShapes, type Shape } from './shapes';

/** What one run of a graph costs, by counting: nothing is measured. */
export interface Estimate {
	/** Multiplications that are added up, in convolutions, products of matrices and attention. */
	readonly macs: number;
	/** Most bytes of activations that are needed at one time, when each is let go after its last use. */
	readonly activationBytes: number;
	/** How often each operator runs, by name. */
	readonly operators: Readonly<Record<string, number>>;
}

/**
 * @param lengths of the graph's named dimensions
 * @param values of inputs that are shapes
 * @param bytesPerValue of activations
 * @throws Error as inferShapes
 */
export function estimate(
	graph: Graph,
	lengths: Readonly<Record<string, number>>,
	values: Readonly<Record<string, readonly number[]>> = {},
	bytesPerValue = BYTES_PER_ELEMENT.float32,
): Estimate {
	const shapes = inferShapes(graph, lengths, values);
	const operators: Record<string, number> = {};
	let macs = 0;
	for (const node of graph.nodes) {
		operators[node.op] = (operators[node.op] ?? 0) + 1;
		macs += macsOf(node, (name) => shapes.get(name)!);
	}
	return { macs, operators, activationBytes: bytesPerValue * peakValues(graph, shapes) };
}

function macsOf({ op, inputs, outputs, attributes }: Node, shape: (name: string) => Shape): number {
	const [a, b] = inputs;
	const out = () => product(shape(outputs[0]));
	if (op === 'Conv') return out() * product(shape(b).slice(1));
	if (op === 'MatMul') return out() * shape(a).at(-1)!;
	if (op === 'Gemm') return out() * shape(a)[1];
	if (op === 'MatMulNBits') return out() * (attributes.K as number);
	// Scores, and what they mix.
	if (op === 'MultiHeadAttention') return 2 * out() * shape(b)[1];
	return 0;
}

/** Values that are alive at the worst node; constants are not counted, reshapes share their input's values. */
function peakValues(
	{ nodes, constants, inputs }: Graph,
	shapes: ReadonlyMap<string, Shape>,
): number {
	const owner = new Map<string, string>();
	const own = (name: string): string => owner.get(name) ?? name;
	const lastUse = new Map<string, number>();
	nodes.forEach(({ op, inputs: used, outputs }, i) => {
		if (['Reshape', 'Identity', 'Squeeze', 'Unsqueeze'].includes(op)) {
			owner.set(outputs[0], own(used[0]));
		}
		for (const name of [...used, ...outputs]) lastUse.set(own(name), i);
	});
	const fixed = new Set(constants.map(({ name }) => name));
	const size = (name: string) => (fixed.has(name) ? 0 : product(shapes.get(name)!));
	let alive = inputs.reduce((sum, { name }) => sum + size(name), 0);
	let peak = alive;
	nodes.forEach(({ inputs: used, outputs }, i) => {
		for (const name of outputs) if (own(name) === name) alive += size(name);
		peak = Math.max(peak, alive);
		for (const name of new Set([...used, ...outputs].filter(Boolean).map(own))) {
			if (lastUse.get(name) === i) alive -= size(name);
		}
	});
	return peak;
}
