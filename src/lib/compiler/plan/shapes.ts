import type { Attribute, Graph, Node } from '$lib/onnx/graph';
import { product } from '../graph/weight';

export type Shape = readonly number[];

/** What a node's shape may depend on. */
interface Known {
	/** Of its inputs; undefined where an optional one is left out. */
	readonly shapes: readonly (Shape | undefined)[];
	/** Integers of constant inputs: shapes, axes. */
	readonly integers: readonly (readonly number[] | undefined)[];
}

type Infer = (known: Known, node: Node) => Shape[];

/**
 * The shape of every value of a graph whose named lengths are given. Knows the operators that our models use.
 * @param values of inputs that are shapes
 * @throws Error for another operator or a shape that does not fit
 */
export function inferShapes(
	graph: Graph,
	lengths: Readonly<Record<string, number>>,
	values: Readonly<Record<string, readonly number[]>> = {},
): ReadonlyMap<string, Shape> {
	const shapes = new Map<string, Shape>();
	const integers = new Map<string, readonly number[]>(Object.entries(values));
	for (const { name, dims, element, data } of graph.constants) {
		shapes.set(name, dims);
		if (element === 'int64' && data instanceof Uint8Array) integers.set(name, readIntegers(data));
	}
	for (const { name, dims } of graph.inputs) {
		const shape = dims?.map((dim) => (typeof dim === 'number' ? dim : lengths[dim]));
		if (!shape || shape.some((length) => length === undefined)) {
			throw new Error(
				`${graph.name}: the shape of input ${name} is not known: ${dims?.join(' x ')}`,
			);
		}
		shapes.set(name, shape);
	}
	for (const node of graph.nodes) {
		const infer = RULES[node.op];
		if (!infer)
			throw new Error(`${graph.name}: no rule for the shape of ${node.op} (${node.name})`);
		const outputs = infer(
			{
				shapes: node.inputs.map((name) => shapes.get(name)),
				integers: node.inputs.map((name) => integers.get(name)),
			},
			node,
		);
		outputs.forEach((shape, i) => shapes.set(node.outputs[i], shape));
		const unknown = node.outputs.find((name) => !shapes.has(name));
		if (unknown !== undefined) throw new Error(`${graph.name}: no shape for ${unknown}`);
	}
	return shapes;
}

/** Norms that add first have the sum as a further output of the same shape. */
const same: Infer = ({ shapes }, { outputs }) => outputs.map(() => shapes[0]!);
const broadcast: Infer = ({ shapes }) => [shapes.reduce((a, b) => broadcastShapes(a!, b!))!];

const RULES: Readonly<Record<string, Infer>> = {
	...Object.fromEntries(
		['Add', 'Sub', 'Mul', 'Div', 'Pow', 'Max', 'Min', 'Where'].map((op) => [op, broadcast]),
	),
	...Object.fromEntries(
		[
			...['Identity', 'Cast', 'Sigmoid', 'Tanh', 'Relu', 'Sqrt', 'Sin', 'Cos', 'Exp', 'Erf', 'Neg'],
			...['Clip', 'Softmax', 'Gelu', 'FastGelu', 'QuickGelu', 'BiasGelu', 'PRelu'],
			...['LayerNormalization', 'SkipLayerNormalization', 'InstanceNormalization'],
			...['BatchNormalization', 'LpNormalization', 'GroupNorm', 'SkipGroupNorm'],
		].map((op) => [op, same]),
	),
	Conv: ({ shapes: [x, weight] }, { attributes }) => {
		const pads = list(attributes.pads, [0, 0, 0, 0]);
		return [[x![0], weight![0], ...window(x!, weight!.slice(2), pads, attributes)]];
	},
	MaxPool: pool,
	AveragePool: pool,
	MatMul: ({ shapes: [a, b] }) => {
		const outer = broadcastShapes(a!.slice(0, -2), b!.slice(0, -2));
		return [[...outer, a!.at(-2)!, b!.at(-1)!]];
	},
	Gemm: ({ shapes: [a, b] }, { attributes }) => [[a![0], b![attributes.transB ? 0 : 1]]],
	MatMulNBits: ({ shapes: [a] }, { attributes }) => [[...a!.slice(0, -1), attributes.N as number]],
	MultiHeadAttention: ({ shapes: [q, , v] }) => [[q![0], q![1], v!.at(-1)!]],
	DequantizeLinear: same,
	Reshape: ({ shapes: [x], integers: [, to] }) => [reshape(x!, to!)],
	Transpose: ({ shapes: [x] }, { attributes }) => [
		list(attributes.perm, []).map((axis) => x![axis]),
	],
	Flatten: ({ shapes: [x] }) => [[x![0], product(x!.slice(1))]],
	Unsqueeze: ({ shapes: [x], integers: [, axes] }) => {
		const shape = [...x!];
		for (const axis of axes!) shape.splice(axis < 0 ? shape.length + 1 + axis : axis, 0, 1);
		return [shape];
	},
	Squeeze: ({ shapes: [x], integers: [, axes] }) => [
		x!.filter((_, i) => !axes!.some((axis) => axis === i || axis + x!.length === i)),
	],
	Concat: ({ shapes }, { attributes }) => {
		const axis = at(shapes[0]!, attributes.axis as number);
		const length = shapes.reduce((sum, shape) => sum + shape![axis], 0);
		return [shapes[0]!.with(axis, length)];
	},
	Split: ({ shapes: [x], integers: [, sizes] }, { attributes, outputs }) => {
		const axis = at(x!, (attributes.axis as number) ?? 0);
		return outputs.map((_, i) => x!.with(axis, sizes?.[i] ?? x![axis] / outputs.length));
	},
	Slice: ({ shapes: [x], integers: [, starts, ends, axes, steps] }) => {
		const shape = [...x!];
		(axes ?? starts!.map((_, i) => i)).forEach((axis, i) => {
			const length = x![at(x!, axis)];
			const clamp = (value: number) =>
				Math.min(length, Math.max(0, value < 0 ? value + length : value));
			shape[at(x!, axis)] = Math.ceil((clamp(ends![i]) - clamp(starts![i])) / (steps?.[i] ?? 1));
		});
		return [shape];
	},
	Gather: ({ shapes: [x, indices] }, { attributes }) => {
		const axis = (attributes.axis as number) ?? 0;
		return [[...x!.slice(0, axis), ...indices!, ...x!.slice(axis + 1)]];
	},
	Expand: ({ shapes: [x], integers: [, to] }) => [broadcastShapes(x!, to!)],
	// Ours double the height and the width, or say both.
	Resize: ({ shapes: [x], integers: [, , , sizes] }) => [
		[x![0], x![1], ...(sizes ?? [x![2] * 2, x![3] * 2])],
	],
	Pad: ({ shapes: [x], integers: [, pads] }) => [
		x!.map((length, i) => length + pads![i] + pads![i + x!.length]),
	],
	ReduceMean: reduce,
	ReduceSum: reduce,
	ReduceL2: reduce,
};

function reduce({ shapes: [x], integers: [, axes] }: Known, { attributes }: Node): Shape[] {
	const gone = (axes ?? x!.map((_, i) => i)).map((axis) => at(x!, axis));
	if ((attributes.keepdims ?? 1) === 1) return [x!.map((n, i) => (gone.includes(i) ? 1 : n))];
	return [x!.filter((_, i) => !gone.includes(i))];
}

function pool({ shapes: [x] }: Known, { attributes }: Node): Shape[] {
	const pads = list(attributes.pads, [0, 0, 0, 0]);
	return [[x![0], x![1], ...window(x!, list(attributes.kernel_shape, []), pads, attributes)]];
}

function window(
	x: Shape,
	kernel: Shape,
	pads: Shape,
	{ strides }: Readonly<Record<string, Attribute>>,
): number[] {
	const steps = list(strides, [1, 1]);
	return kernel.map((k, i) =>
		Math.floor((x[i + 2] + pads[i] + pads[i + kernel.length] - k) / steps[i] + 1),
	);
}

function reshape(x: Shape, to: readonly number[]): Shape {
	const kept = to.map((length, i) => (length === 0 ? x[i] : length));
	const known = product(kept.filter((length) => length !== -1));
	const shape = kept.map((length) => (length === -1 ? product(x) / known : length));
	if (product(shape) !== product(x)) throw new Error(`[${x}] cannot be reshaped to [${to}]`);
	return shape;
}

function broadcastShapes(a: Shape, b: Shape): Shape {
	const rank = Math.max(a.length, b.length);
	return Array.from({ length: rank }, (_, i) => {
		const one = a[i - rank + a.length] ?? 1;
		const other = b[i - rank + b.length] ?? 1;
		if (one !== other && one !== 1 && other !== 1) throw new Error(`[${a}] does not fit [${b}]`);
		return Math.max(one, other);
	});
}

function at(shape: Shape, axis: number): number {
	return axis < 0 ? axis + shape.length : axis;
}

function list(attribute: Attribute | undefined, otherwise: Shape): Shape {
	return Array.isArray(attribute) ? (attribute as Shape) : otherwise;
}

function readIntegers(data: Uint8Array): number[] {
	return Array.from(new BigInt64Array(data.slice().buffer), Number);
}
