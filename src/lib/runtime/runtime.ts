import type { OnProgress } from '$lib/domain/progress';
import type { RuntimeStatus } from '$lib/domain/runtime';

/** Dense, row-major, float32. */
export interface Tensor {
	readonly dims: readonly number[];
	readonly data: Float32Array;
}

/** Tensors by the name of the model's input or output. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A network of a pack: its graph, and the weight files that lie beside it. */
export interface NetworkFiles {
	readonly graph: Uint8Array;
	/** `path` as the graph names it. */
	readonly shards: readonly { readonly path: string; readonly data: Blob }[];
}

/** What running a network once gave. */
export interface Trial {
	readonly milliseconds: number;
	/** False where a value is no number. */
	readonly finite: boolean;
}

/**
 * Runs built-in models by their catalogue name. Knows nothing of faces; its users know nothing of the
 * library beneath. Every failure is a RuntimeError, an abort rejects with signal.reason.
 */
export interface Runtime {
	readonly status: RuntimeStatus;
	/**
	 * Opens the models, downloading them where needed; those already open cost nothing. A failure is
	 * forgotten, so that calling again tries again.
	 * @param onProgress fractions 0..1 of all these models' bytes, stage 'models'
	 */
	load(models: readonly string[], onProgress?: OnProgress, signal?: AbortSignal): Promise<void>;
	/**
	 * Runs one model, opening it first when `load` did not. Calls are queued: one runs at a time.
	 * The feeds are read before the promise settles and stay the caller's; outputs are fresh arrays.
	 * @param signal checked before and after the run, which itself cannot be interrupted
	 */
	run(model: string, feeds: Tensors, signal?: AbortSignal): Promise<Tensors>;
	dispose(): Promise<void>;
}

/** Values that the caller has in memory. Floats become halves where a network takes halves. */
export interface HostTensor {
	readonly dims: readonly number[];
	readonly data: Float32Array | Int32Array | BigInt64Array;
}

/**
 * Values that stay where the networks run: in a buffer of the GPU, or in memory with wasm. Belongs to whoever got
 * it, who disposes it.
 */
export interface DeviceTensor {
	readonly dims: readonly number[];
	/** Waits for what computes it and copies it into memory, as float32. */
	read(): Promise<Float32Array<ArrayBuffer>>;
	/** Twice does no harm. */
	dispose(): void;
}

/** A network of a pack that stays open. */
export interface OpenNetwork {
	/** Names of its inputs. */
	readonly inputs: readonly string[];
	/**
	 * Runs it. Feeds stay the caller's, outputs are the caller's too. On a GPU it resolves when the work is handed
	 * over, not when it is done: see NetworkRuntime.settle.
	 * @param signal checked before and after
	 */
	run(
		feeds: Readonly<Record<string, HostTensor | DeviceTensor>>,
		signal?: AbortSignal,
	): Promise<Readonly<Record<string, DeviceTensor>>>;
	close(): Promise<void>;
}

/** Keeps networks open, and what passes between them on the device. Every failure is a RuntimeError. */
export interface NetworkRuntime {
	readonly status: RuntimeStatus;
	/** Opens a network of a pack. @param name for errors */
	openNetwork(name: string, files: NetworkFiles, signal?: AbortSignal): Promise<OpenNetwork>;
	/** Waits until everything that was handed over is done. */
	settle(): Promise<void>;
	/** How many device tensors are alive, and how long all runs, reads and waits took. */
	usage(): { readonly tensors: number; readonly milliseconds: number };
}

/** Runs the networks of packs too. */
export interface PackRuntime extends Runtime, NetworkRuntime {
	/** Opens a network of a pack, runs it once with small inputs, and closes it. */
	tryOut(name: string, files: NetworkFiles, signal?: AbortSignal): Promise<Trial>;
}
