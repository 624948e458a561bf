/** Which hardware runs the models, and why: shown in Settings. */
export interface RuntimeStatus {
	readonly backend: 'webgpu' | 'wasm';
	readonly reason: RuntimeReason;
	/** The build of the runtime that was loaded. */
	readonly build: 'jspi' | 'asyncify';
	/** Adapter vendor and architecture, or null without WebGPU. */
	readonly adapter: string | null;
	/** One row for each operator family of the numeric self-test; empty when wasm was chosen before it. */
	readonly selfTest: readonly SelfTestRow[];
}

export type RuntimeReason =
	| 'webgpu-ok' // a real adapter passed the self-test
	| 'no-webgpu' // the browser has none
	| 'software-adapter' // a fallback adapter is slower than wasm
	| 'self-test-failed' // the adapter computes wrong numbers
	| 'device-lost' // it was lost more often than we are willing to restart
	| 'chosen'; // by the person, or by a test

export interface SelfTestRow {
	readonly operator: string;
	readonly ok: boolean;
	/** Largest relative error against the expected numbers. */
	readonly error: number;
}

/** What the person prefers in Settings. */
export type BackendChoice = 'auto' | 'webgpu' | 'wasm';

/** What went wrong below us. The interface has a plain message for each. */
export type RuntimeProblem =
	| 'device-lost' // the GPU was taken away: driver reset, sleep, too long a shader
	| 'shader-failed' // the GPU refused a shader; what runs after it cannot be trusted
	| 'out-of-memory'
	| 'load-failed' // the runtime or a model could not be fetched or opened
	| 'run-failed'
	| 'worker-crashed'; // the worker died without saying why

const POISONOUS: readonly RuntimeProblem[] = ['device-lost', 'shader-failed', 'worker-crashed'];

/**
 * A failure of the runtime or of a GPU. When `poisoned`, no session or device of the same worker can be
 * trusted any more: only a fresh worker helps.
 */
export class RuntimeError extends Error {
	override readonly name = 'RuntimeError';
	readonly poisoned: boolean;
	constructor(
		readonly kind: RuntimeProblem,
		detail?: string,
		options?: ErrorOptions,
	) {
		super(detail ? `${kind}: ${detail}` : kind, options);
		this.poisoned = POISONOUS.includes(kind);
	}
}
