import { PackError, type PackProblem } from '$lib/domain/pack';
import { RuntimeError } from '$lib/domain/runtime';

/** Why something with a pack did not work, for the interface to word. */
export interface PackFailure {
	/** 'runtime': a network did not run, or a worker broke. 'unknown': a mistake of ours or of the browser. */
	readonly kind: PackProblem | 'runtime' | 'unknown';
	/** English; names files and hosts. */
	readonly detail: string;
}

export function packFailure(error: unknown): PackFailure {
	console.error(error);
	if (error instanceof PackError) return { kind: error.kind, detail: error.message };
	if (error instanceof RuntimeError) return { kind: 'runtime', detail: error.message };
	return { kind: 'unknown', detail: error instanceof Error ? error.message : String(error) };
}
