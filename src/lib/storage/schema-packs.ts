import type { InstalledPack, InstallRecord, Sha256 } from '$lib/domain/pack';

/**
 * Some bytes of a file: parts of one file share a stack and lie in it in order. A Blob, so that gigabytes are
 * read without passing through memory.
 */
export interface StoredPart {
	/** Place in its stack. */
	readonly index: number;
	readonly size: number;
	/** Null when the bytes were there and were let go. */
	readonly bytes: Blob | null;
	/** Of these bytes; null where only the whole file is hashed. */
	readonly sha256: Sha256 | null;
}

/** The state of a hash over the first `position` bytes of a file, as hash-wasm saves it. */
export interface StoredHash {
	readonly position: number;
	/** Null at the beginning. */
	readonly state: Uint8Array<ArrayBuffer> | null;
}

/** A file on its way from a hub. */
export interface StoredDownload {
	readonly stack: string;
	readonly bytes: number;
	/** Of all parts but the last. */
	readonly partBytes: number;
	readonly hash: StoredHash;
	/** Whether released parts may go. */
	readonly mode: 'keep' | 'stream';
	/** Of the whole file, once all of it has passed and was right. */
	readonly verified: Sha256 | null;
	/** What the host said of the content, for files without a known hash. */
	readonly etag: string | null;
}

/** A file that an install writes, part by part. */
export interface StoredOutputFile {
	readonly stack: string;
	readonly parts: number;
	readonly hash: StoredHash;
}

/** The output of an install: what its committed steps wrote. */
export interface StoredOutput {
	readonly pack: string;
	/** Names the plan; another plan starts anew. */
	readonly key: string;
	readonly committed: number;
	readonly files: Readonly<Record<string, StoredOutputFile>>;
}

/** A complete file whose hash was right. */
export interface StoredPackFile {
	readonly sha256: Sha256;
	readonly stack: string;
	readonly bytes: number;
	readonly parts: number;
}

/** Bytes are kept while a record of these stores leads to them. */
export interface PackSchema {
	/** By `stack/index`. */
	parts: StoredPart;
	/** By the sha256 of the file, or by where it comes from when the hub does not tell. */
	downloads: StoredDownload;
	/** By pack id. */
	outputs: StoredOutput;
	/** By sha256. */
	packFiles: StoredPackFile;
	/** By pack id; `damaged` is what verification found. */
	packs: InstalledPack;
	/** By pack id. */
	installs: InstallRecord;
}
