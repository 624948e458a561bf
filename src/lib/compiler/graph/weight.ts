import type { Element } from '$lib/onnx/graph';
import type { Rows } from '../checkpoint';

/** What a weight is for; the precision policy decides by it. */
export type Role = 'conv' | 'linear' | 'bias' | 'norm' | 'embedding';

/** How the values of a weight are stored. */
export type Format = 'float32' | 'float16' | 'int8-channel' | 'int4-block';

/** Reads a tensor of the checkpoint, or some of its rows, float32, row-major. */
export type ReadTensor = (name: string, rows?: Rows) => Promise<Float32Array>;

/** A constant of the graph before it is quantised: what it is made of, not its values. */
export interface WeightSpec {
	/** Unique in the graph: the canonical name of the tensor it is made of, or of the layer. */
	readonly name: string;
	readonly role: Role;
	readonly dims: readonly number[];
	/** Canonical names of the tensors that it takes. */
	readonly sources: readonly string[];
	/** dims.product values, row-major. */
	readonly values: (read: ReadTensor) => Promise<Float32Array>;
	/**
	 * Set where the values are those of the one source, row after row along dims[0]: a large weight is then
	 * read, encoded and stored some rows at a time.
	 */
	readonly byRows?: boolean;
}

/** One stored array of a planned weight. Quantised weights have several: values, scales. */
export interface StoredConstant {
	readonly name: string;
	readonly element: Element;
	readonly dims: readonly number[];
	readonly bytes: number;
}

/** A weight whose format is chosen. Its bytes are computed one weight at a time and appended to a shard. */
export interface PlannedWeight {
	readonly spec: WeightSpec;
	readonly format: Format;
	readonly constants: readonly StoredConstant[];
	/**
	 * The bytes of each constant, in order. Where spec.byRows is set, some whole rows of the values give those
	 * rows of each constant. @param values as spec.values gives them
	 */
	readonly encode: (values: Float32Array) => readonly Uint8Array[];
}

/** Number of values. */
export function product(dims: readonly number[]): number {
	return dims.reduce((a, b) => a * b, 1);
}
