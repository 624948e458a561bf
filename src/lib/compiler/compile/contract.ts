import type { ArrivingFile } from '$lib/domain/arriving-file';
import type { PackEntry } from '$lib/domain/pack-catalogue';
import type { PackManifest, Sha256 } from '$lib/domain/pack';

export interface CompileInput {
	readonly pack: PackEntry;
	/** Weight files and configurations of all components. */
	readonly files: readonly ArrivingFile[];
}

/** Some bytes of a file of the pack. */
export interface PackWrite {
	readonly file: string;
	/** Files grow at their end only: this is where the file ended before. */
	readonly offset: number;
	readonly bytes: Uint8Array;
}

/** Where a compiled pack goes: IndexedDB in the browser, a folder in Node. */
export interface PackSink {
	/** Steps that an earlier run of the same plan has committed; compiling starts at the next one. */
	readonly committed: number;
	/** All of a step's bytes and the fact that it is done, or nothing of it. */
	commit(step: number, writes: readonly PackWrite[]): Promise<void>;
	/** Of a file that is complete. */
	digest(
		file: string,
		signal?: AbortSignal,
	): Promise<{ readonly bytes: number; readonly sha256: Sha256 }>;
}

export interface CompileProgress {
	/** Weights done, of all. */
	readonly step: number;
	readonly steps: number;
	/** The layer that is worked on. */
	readonly current: string;
}

/**
 * Compiles checkpoints into a pack. Deterministic: the same input gives the same bytes everywhere. Reads the
 * streamed file once and in order, releasing what it has done with; the others at random.
 * @throws CompileError; what sources and sink throw; signal.reason
 */
export type CompilePack = (
	input: CompileInput,
	sink: PackSink,
	onProgress: (progress: CompileProgress) => void,
	signal?: AbortSignal,
) => Promise<PackManifest>;
