/**
 * Writes the small ONNX models of the self-test. Field numbers are those of onnx.proto3 (ONNX 1.16);
 * only what these models use is covered: float32 and int64 tensors, static shapes.
 */
export interface OnnxGraph {
	readonly inputs: Readonly<Record<string, readonly number[]>>;
	readonly outputs: readonly string[];
	readonly initialisers: Readonly<Record<string, OnnxTensor>>;
	readonly nodes: readonly OnnxNode[];
}

export interface OnnxTensor {
	readonly dims: readonly number[];
	readonly data: Float32Array | BigInt64Array;
}

export interface OnnxNode {
	readonly op: string;
	/** Empty for the standard operators. */
	readonly domain?: string;
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	/** Numbers become integers, strings strings, arrays lists of integers, `{ float }` a float. */
	readonly attributes?: Readonly<Record<string, Attribute>>;
}

export type Attribute = number | string | readonly number[] | { readonly float: number };

const OPSET = 18;
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;

/** The bytes of a ModelProto. */
export function writeModel(graph: OnnxGraph): Uint8Array {
	return message(
		varint(1, IR_VERSION),
		block(7, writeGraph(graph)),
		block(8, message(text(1, ''), varint(2, OPSET))),
		block(8, message(text(1, 'com.microsoft'), varint(2, 1))),
	);
}

function writeGraph({ inputs, outputs, initialisers, nodes }: OnnxGraph): Uint8Array {
	return message(
		...nodes.map((node) => block(1, writeNode(node))),
		text(2, 'self-test'),
		...Object.entries(initialisers).map(([name, tensor]) => block(5, writeTensor(name, tensor))),
		...Object.entries(inputs).map(([name, dims]) => block(11, writeValue(name, dims))),
		...outputs.map((name) => block(12, writeValue(name))),
	);
}

function writeNode({ op, domain = '', inputs, outputs, attributes = {} }: OnnxNode): Uint8Array {
	return message(
		...inputs.map((name) => text(1, name)),
		...outputs.map((name) => text(2, name)),
		text(3, outputs[0]),
		text(4, op),
		...Object.entries(attributes).map(([name, value]) => block(5, writeAttribute(name, value))),
		text(7, domain),
	);
}

function writeAttribute(name: string, value: Attribute): Uint8Array {
	if (typeof value === 'number') return message(text(1, name), varint(3, value), varint(20, 2));
	if (typeof value === 'string') return message(text(1, name), text(4, value), varint(20, 3));
	if ('float' in value) return message(text(1, name), float(2, value.float), varint(20, 1));
	return message(text(1, name), ...value.map((item) => varint(8, item)), varint(20, 7));
}

function writeTensor(name: string, { dims, data }: OnnxTensor): Uint8Array {
	return message(
		...dims.map((dim) => varint(1, dim)),
		varint(2, data instanceof Float32Array ? FLOAT : INT64),
		text(8, name),
		block(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
	);
}

function writeValue(name: string, dims?: readonly number[]): Uint8Array {
	const shape = dims && block(2, message(...dims.map((dim) => block(1, message(varint(1, dim))))));
	const tensorType = message(varint(1, FLOAT), shape ?? new Uint8Array());
	return message(text(1, name), block(2, message(block(1, tensorType))));
}

// Protocol buffers: https://protobuf.dev/programming-guides/encoding/

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED_32 = 5;

function message(...fields: readonly Uint8Array[]): Uint8Array {
	const bytes = new Uint8Array(fields.reduce((sum, field) => sum + field.length, 0));
	let at = 0;
	for (const field of fields) {
		bytes.set(field, at);
		at += field.length;
	}
	return bytes;
}

function varint(field: number, value: number): Uint8Array {
	return message(base128((field << 3) | VARINT), base128(value));
}

function block(field: number, content: Uint8Array): Uint8Array {
	return message(base128((field << 3) | LENGTH_DELIMITED), base128(content.length), content);
}

function text(field: number, content: string): Uint8Array {
	return block(field, new TextEncoder().encode(content));
}

function float(field: number, value: number): Uint8Array {
	const bytes = new Uint8Array(4);
	new DataView(bytes.buffer).setFloat32(0, value, true);
	return message(base128((field << 3) | FIXED_32), bytes);
}

/** @param value an integer; negative ones take ten bytes, as the format wants it */
function base128(value: number): Uint8Array {
	const bytes: number[] = [];
	let rest = BigInt.asUintN(64, BigInt(value));
	do {
		const more = rest > 127n;
		bytes.push(Number(rest & 127n) | (more ? 128 : 0));
		rest >>= 7n;
	} while (rest > 0n);
	return Uint8Array.from(bytes);
}
