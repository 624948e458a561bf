import { PackError, type PackProblem } from '$lib/domain/pack';

/** Why something with a pack did not work, for the interface to word. */
export interface PackFailure {
	/** 'unknown': a mistake of ours or of the browser. */
	readonly kind: PackProblem | 'unknown';
	/** English; names files and hosts. */
	readonly detail: string;
}

export function packFailure(error: unknown): PackFailure {
	console.error(error);
	if (error instanceof PackError) return { kind: error.kind, detail: error.message };
	return { kind: 'unknown', detail: error instanceof Error ? error.message : String(error) };
}
