/**
 * Golden cases: graphs that we compile, with the inputs and outputs that the reference implementations
 * recorded. The same cases run on onnxruntime in Node, and in a browser on wasm and on WebGPU.
 */
import type { NetworkOptions } from '../../src/lib/compiler/graph/network';
import type { PlannedWeight, ReadTensor } from '../../src/lib/compiler/graph/weight';
import type { Graph } from '../../src/lib/onnx/graph';

export interface Array32 {
	readonly dims: readonly number[];
	readonly data: Float32Array;
}

/** Bytes of a file below tests/fixtures/golden. */
export type ReadFixture = (file: string) => Promise<Uint8Array<ArrayBuffer>>;

/** One graph to compile, and runs of it. A case with several graphs chains them in `run`. */
export interface GoldenCase {
	/** As in index.json. */
	readonly id: string;
	/** Largest absolute difference allowed. */
	readonly tolerance: number;
	/** @param compile makes a graph runnable on the provider under test */
	run(context: GoldenContext): Promise<readonly Comparison[]>;
}

export interface GoldenContext {
	readonly read: ReadFixture;
	/** What the graphs are compiled with: float32, and the form of attention under test. */
	readonly options: NetworkOptions;
	/** Compiles a graph with its weights and runs it; may be called several times with other feeds. */
	compile(graph: Graph, weights: readonly PlannedWeight[], read: ReadTensor): Promise<RunGraph>;
}

/** Token ids and positions; int64 for shapes. */
export interface Indices {
	readonly dims: readonly number[];
	readonly data: Int32Array | BigInt64Array;
}

export type RunGraph = (
	feeds: Readonly<Record<string, Array32 | Indices>>,
) => Promise<Readonly<Record<string, Array32>>>;

export interface Comparison {
	readonly what: string;
	readonly actual: Array32;
	readonly expected: Array32;
}
