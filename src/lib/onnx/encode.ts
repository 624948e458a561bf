/** Writes ONNX models. Field numbers are those of onnx.proto3 (ONNX 1.16). */
import type { Attribute, Constant, Dim, Element, Graph, Node, Port } from './graph';
import { block, float, message, text, varint } from './protobuf';

/** 19: the first whose DequantizeLinear has float16 scales. */
export const OPSET = 19;
const IR_VERSION = 9;

/** TensorProto.DataType */
export const DATA_TYPE: Readonly<Record<Element, number>> = {
	float32: 1,
	uint8: 2,
	int8: 3,
	int32: 6,
	int64: 7,
	bool: 9,
	float16: 10,
};

/** TensorProto.DataLocation */
const EXTERNAL = 1;

/** The bytes of a ModelProto; the same graph gives the same bytes. */
export function encodeModel(graph: Graph): Uint8Array<ArrayBuffer> {
	return message(
		varint(1, IR_VERSION),
		text(2, 'likeness'),
		text(6, graph.description),
		block(7, writeGraph(graph)),
		block(8, message(text(1, ''), varint(2, OPSET))),
		block(8, message(text(1, 'com.microsoft'), varint(2, 1))),
	);
}

function writeGraph({ name, nodes, constants, inputs, outputs }: Graph): Uint8Array {
	return message(
		...nodes.map((node) => block(1, writeNode(node))),
		text(2, name),
		...constants.map((constant) => block(5, writeConstant(constant))),
		...inputs.map((port) => block(11, writePort(port))),
		...outputs.map((port) => block(12, writePort(port))),
	);
}

function writeNode({ op, domain, name, inputs, outputs, attributes }: Node): Uint8Array {
	return message(
		...inputs.map((input) => text(1, input)),
		...outputs.map((output) => text(2, output)),
		text(3, name),
		text(4, op),
		...Object.entries(attributes).map(([key, value]) => block(5, writeAttribute(key, value))),
		text(7, domain),
	);
}

function writeAttribute(name: string, value: Attribute): Uint8Array {
	if (typeof value === 'number') return message(text(1, name), varint(3, value), varint(20, 2));
	if (typeof value === 'string') return message(text(1, name), text(4, value), varint(20, 3));
	if ('float' in value) return message(text(1, name), float(2, value.float), varint(20, 1));
	return message(text(1, name), ...value.map((item) => varint(8, item)), varint(20, 7));
}

function writeConstant({ name, element, dims, data }: Constant): Uint8Array {
	const head = message(
		...dims.map((dim) => varint(1, dim)),
		varint(2, DATA_TYPE[element]),
		text(8, name),
	);
	if (data instanceof Uint8Array) return message(head, block(9, data));
	const entry = (key: string, value: string) => block(13, message(text(1, key), text(2, value)));
	return message(
		head,
		entry('location', data.file),
		entry('offset', String(data.offset)),
		entry('length', String(data.length)),
		varint(14, EXTERNAL),
	);
}

function writePort({ name, element, dims }: Port): Uint8Array {
	const shape = dims && block(2, message(...dims.map((dim) => block(1, writeDim(dim)))));
	const tensor = message(varint(1, DATA_TYPE[element]), shape ?? new Uint8Array());
	return message(text(1, name), block(2, message(block(1, tensor))));
}

function writeDim(dim: Dim): Uint8Array {
	return message(typeof dim === 'number' ? varint(1, dim) : text(2, dim));
}
