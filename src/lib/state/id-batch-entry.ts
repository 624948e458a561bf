import type { IdCheck } from '$lib/domain/id-photo';
import type { PhotoProblem } from '$lib/domain/photo';

/** Why a photo of a batch gave no picture. */
export type BatchProblem = PhotoProblem | 'no-face' | 'several-faces' | 'device';

/** One photo of a batch and what became of it. */
export interface BatchEntry {
	readonly photo: string;
	readonly status: 'waiting' | 'running' | 'pass' | 'warn' | 'fail' | 'error';
	readonly problem: BatchProblem | null;
	/** Those that did not pass. */
	readonly remarks: readonly IdCheck[];
	/** The finished file; null where there is none. */
	readonly file: Blob | null;
	/** Whether its bytes are within the spec's. */
	readonly within: boolean;
}

export function waitingEntry(photo: string): BatchEntry {
	return { photo, status: 'waiting', problem: null, remarks: [], file: null, within: true };
}
