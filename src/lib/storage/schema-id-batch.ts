import type { IdCheck, IdSpec } from '$lib/domain/id-photo';
import type { StoredFile } from './stored-file';

/** What was begun: names only, never the photos. */
export interface StoredIdBatch {
	readonly spec: IdSpec;
	readonly photos: readonly string[];
}

/** A photo of the batch that is done with. */
export interface StoredIdBatchEntry {
	/** Place among the photos. */
	readonly index: number;
	readonly status: 'pass' | 'warn' | 'fail' | 'error';
	readonly problem: string | null;
	readonly remarks: readonly IdCheck[];
	readonly file: StoredFile | null;
	readonly within: boolean;
}

export interface IdBatchSchema {
	/** One record, 'batch'. */
	idBatch: StoredIdBatch;
	/** By place, in four digits or more. */
	idBatchEntries: StoredIdBatchEntry;
}
