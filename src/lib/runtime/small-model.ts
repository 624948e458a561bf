import { encodeModel } from '$lib/onnx/encode';
import type { Attribute, Constant } from '$lib/onnx/graph';

/** A small model written by hand: float32 inputs and outputs, constants inside the file. */
export interface SmallModel {
	readonly inputs: Readonly<Record<string, readonly number[]>>;
	readonly outputs: readonly string[];
	readonly initialisers: Readonly<Record<string, SmallTensor>>;
	readonly nodes: readonly SmallNode[];
}

export interface SmallTensor {
	readonly dims: readonly number[];
	readonly data: Float32Array | BigInt64Array;
}

export interface SmallNode {
	readonly op: string;
	/** Left out for the standard operators. */
	readonly domain?: 'com.microsoft';
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** The bytes of an ONNX file. */
export function writeModel({
	inputs,
	outputs,
	initialisers,
	nodes,
}: SmallModel): Uint8Array<ArrayBuffer> {
	return encodeModel({
		name: 'small',
		description: '',
		nodes: nodes.map((node) => ({ domain: '', attributes: {}, name: node.outputs[0], ...node })),
		constants: Object.entries(initialisers).map(([name, tensor]) => constant(name, tensor)),
		inputs: Object.entries(inputs).map(([name, dims]) => ({ name, element: 'float32', dims })),
		outputs: outputs.map((name) => ({ name, element: 'float32', dims: null })),
	});
}

function constant(name: string, { dims, data }: SmallTensor): Constant {
	return {
		name,
		element: data instanceof Float32Array ? 'float32' : 'int64',
		dims,
		data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
	};
}
