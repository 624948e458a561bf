/** What the parts of this room give each other. */
import type { ByteSource } from '$lib/domain/byte-source';
import type { Hub } from '$lib/domain/hubs';
import type {
	InstalledPack,
	InstallRecord,
	PackManifest,
	PackProblem,
	RemoteFile,
	Sha256,
} from '$lib/domain/pack';

export type { InstallRecord };

/** Lists repositories of one hub. Every failure is a PackError that names what was looked for. */
export interface HubClient {
	readonly hub: Hub;
	/** All files of a revision, pinned to its commit. */
	list(repo: string, revision: string, signal?: AbortSignal): Promise<readonly RemoteFile[]>;
	/** Where a file of a revision is; it need not be there. */
	address(repo: string, revision: string, path: string): string;
}

/**
 * `keep`: the file stays, content-addressed, shared between packs, until nothing refers to it. `stream`: its pieces
 * are let go as the reader releases them; the first piece stays until the end, because headers are read again
 * when an install resumes.
 */
export type TransferMode = 'keep' | 'stream';

export interface TransferEvents {
	/** Bytes that arrived, and were written, since the last call. */
	onBytes?(count: number): void;
	/** It waits to try again; null when it goes on. */
	onWaiting?(waiting: { readonly because: PackProblem; readonly retryAt: number } | null): void;
}

/** One file on its way from a hub into the store. Reading may begin at once. */
export interface Transfer {
	readonly file: RemoteFile;
	readonly source: ByteSource;
	/** Resolves when the whole file has passed and its hash is right; rejects with a PackError or signal.reason. */
	readonly finished: Promise<{ readonly bytes: number; readonly sha256: Sha256 }>;
}

/** Appends the files of a compiled pack; see the compiler's contract, which this satisfies. */
export interface PackOutput {
	readonly committed: number;
	commit(
		step: number,
		writes: readonly { file: string; offset: number; bytes: Uint8Array }[],
	): Promise<void>;
	digest(file: string, signal?: AbortSignal): Promise<{ bytes: number; sha256: Sha256 }>;
	/** Forgets everything written so far, for a plan that has changed. */
	reset(): Promise<void>;
}

/** Everything that packs keep on the device. Every failure is a PackError ('disk-full', 'no-storage', ...). */
export interface PackStore {
	/**
	 * Begins or goes on with a download; one at a time per file. The install must be recorded before, or another
	 * tab takes the bytes for garbage. A stream goes on only as its reader moves: release the whole file when done.
	 */
	transfer(
		file: RemoteFile,
		mode: TransferMode,
		events: TransferEvents,
		signal: AbortSignal,
	): Promise<Transfer>;
	/** Bytes of this file that need not be fetched again. */
	present(file: RemoteFile): Promise<number>;
	/** A complete kept file, composed without copying; null when it is not there or was evicted. */
	open(sha256: Sha256): Promise<Blob | null>;
	/** The output of an install; what an earlier run of the same plan (`key`) committed is still there. */
	output(pack: string, key: string): Promise<PackOutput>;
	/** Makes a finished output an installed pack, in one transaction, and forgets the install. */
	finish(manifest: PackManifest): Promise<InstalledPack>;
	/** Adds a pack whose files come from elsewhere (an exported pack, files of the person), after checking them. */
	adopt(
		manifest: PackManifest,
		files: ReadonlyMap<string, Blob>,
		onBytes: (count: number) => void,
		signal: AbortSignal,
	): Promise<InstalledPack>;
	installed(): Promise<InstalledPack[]>;
	/** A file of an installed pack, composed without copying. */
	file(pack: string, path: string): Promise<Blob>;
	touch(pack: string): Promise<void>;
	/** Reads all bytes; returns the files that are missing or wrong, and notes them. */
	verify(pack: string, onBytes: (count: number) => void, signal: AbortSignal): Promise<string[]>;
	/** Removes a pack and what nothing else refers to. */
	remove(pack: string): Promise<void>;
	installs(): Promise<InstallRecord[]>;
	record(install: InstallRecord): Promise<void>;
	/** Forgets an install and everything that only it needed. */
	discard(pack: string): Promise<void>;
}
