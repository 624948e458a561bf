/** Why something could not be stored. The interface has a plain message for each. */
export type StorageProblem =
	| 'full' // the quota or the disk; what was stored before is still there
	| 'blocked' // another tab holds a different version of the app open
	| 'corrupt' // the browser cannot read its own files back
	| 'unavailable'; // no IndexedDB: private browsing, or switched off

export class StorageError extends Error {
	override readonly name = 'StorageError';
	constructor(
		readonly kind: StorageProblem,
		detail?: string,
		options?: ErrorOptions,
	) {
		super(detail ? `${kind}: ${detail}` : kind, options);
	}
}

/** Names of the DOMExceptions of IndexedDB (https://w3c.github.io/IndexedDB/#exceptions) by what they mean here. */
const PROBLEMS: Record<string, StorageProblem> = {
	QuotaExceededError: 'full',
	VersionError: 'blocked',
	NotReadableError: 'corrupt',
	UnknownError: 'corrupt',
	DataError: 'corrupt',
	InvalidStateError: 'unavailable',
	SecurityError: 'unavailable',
	NotAllowedError: 'unavailable',
};

/** The typed error for whatever IndexedDB threw; errors that are not about storage come back unchanged. */
export function asStorageError(error: unknown): unknown {
	if (error instanceof StorageError || !(error instanceof Error)) return error;
	const kind = PROBLEMS[error.name];
	return kind ? new StorageError(kind, error.message, { cause: error }) : error;
}
