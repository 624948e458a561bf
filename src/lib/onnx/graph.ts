/**
 * An ONNX graph as data, as far as our writers need it (onnx.proto3, ONNX 1.16). Names of values are unique
 * in a graph; nodes stand in an order in which they can be computed.
 */
export type Element = 'float32' | 'float16' | 'int64' | 'int32' | 'int8' | 'uint8' | 'bool';

/** A length, or the name of one that is known when the graph runs. */
export type Dim = number | string;

/** An input or output of the graph. */
export interface Port {
	readonly name: string;
	readonly element: Element;
	/** null: of any rank. */
	readonly dims: readonly Dim[] | null;
}

/** Numbers become integers, strings strings, arrays lists of integers, `{ float }` a float. */
export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface Node {
	readonly op: string;
	/** '' for the standard operators. */
	readonly domain: '' | 'com.microsoft';
	readonly name: string;
	/** '' where an optional input is left out. */
	readonly inputs: readonly string[];
	readonly outputs: readonly string[];
	readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Where the values of a constant are: in the model file, or in a file beside it. */
export type ConstantData =
	Uint8Array | { readonly file: string; readonly offset: number; readonly length: number };

/** Row-major, little-endian. */
export interface Constant {
	readonly name: string;
	readonly element: Element;
	readonly dims: readonly number[];
	readonly data: ConstantData;
}

export interface Graph {
	readonly name: string;
	readonly description: string;
	readonly nodes: readonly Node[];
	readonly constants: readonly Constant[];
	readonly inputs: readonly Port[];
	readonly outputs: readonly Port[];
}

export const BYTES_PER_ELEMENT: Readonly<Record<Element, number>> = {
	float32: 4,
	float16: 2,
	int64: 8,
	int32: 4,
	int8: 1,
	uint8: 1,
	bool: 1,
};
