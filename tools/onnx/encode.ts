import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { encodeHalves } from '../../src/lib/onnx/half';
import type { Tensor } from './tensor';

export const OPSET = 17;
const IR_VERSION = 8;

/** TensorProto.DataType */
const ELEMENT = { float32: 1, int64: 7, float16: 10 } as const;
export type Element = keyof typeof ELEMENT;

export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface Node {
	readonly type: string;
	readonly name: string;
	readonly inputs: readonly string[];
	readonly output: string;
	readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface Initializer extends Tensor {
	readonly name: string;
	readonly element: Element;
}

/** A float32 input or output. The first axis, the batch, may have any length. */
export interface Port {
	readonly name: string;
	readonly shape: readonly number[];
}

export interface Graph {
	readonly name: string;
	readonly description: string;
	/** In an order in which they can be computed. */
	readonly nodes: readonly Node[];
	readonly initializers: readonly Initializer[];
	readonly inputs: readonly Port[];
	readonly outputs: readonly Port[];
}

const Model = protobuf
	.loadSync(fileURLToPath(new URL('./onnx.proto', import.meta.url)))
	.lookupType('onnx.ModelProto');

/** The bytes of an ONNX file; the same graph gives the same bytes. */
export function encodeModel(graph: Graph): Uint8Array {
	const message = Model.fromObject({
		irVersion: IR_VERSION,
		producerName: 'likeness',
		docString: graph.description,
		opsetImport: [{ domain: '', version: OPSET }],
		graph: {
			name: graph.name,
			node: graph.nodes.map((node) => ({
				name: node.name,
				opType: node.type,
				input: node.inputs,
				output: [node.output],
				attribute: Object.entries(node.attributes).map(([name, value]) => attribute(name, value)),
			})),
			initializer: graph.initializers.map((tensor) => ({
				name: tensor.name,
				dims: tensor.shape,
				dataType: ELEMENT[tensor.element],
				rawData: rawData(tensor),
			})),
			input: graph.inputs.map(port),
			output: graph.outputs.map(port),
		},
	});
	return Uint8Array.from(Model.encode(message).finish());
}

function attribute(name: string, value: Attribute) {
	if (typeof value === 'string') return { name, type: 'STRING', s: Buffer.from(value) };
	if (typeof value === 'number') return { name, type: 'INT', i: value };
	if ('float' in value) return { name, type: 'FLOAT', f: value.float };
	return { name, type: 'INTS', ints: value };
}

function rawData({ data, element }: Initializer): Uint8Array {
	switch (element) {
		case 'float16':
			return encodeHalves(Float32Array.from(data));
		case 'float32':
			return new Uint8Array(Float32Array.from(data).buffer);
		case 'int64':
			return new Uint8Array(BigInt64Array.from(Array.from(data, BigInt)).buffer);
	}
}

function port({ name, shape }: Port) {
	const dim = shape.map((length, axis) => (axis ? { dimValue: length } : { dimParam: 'batch' }));
	return { name, type: { tensorType: { elemType: ELEMENT.float32, shape: { dim } } } };
}
