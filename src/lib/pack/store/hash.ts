import { createSHA256, type IHasher } from 'hash-wasm';
import type { Sha256 } from '$lib/domain/pack';
import type { StoredHash } from '$lib/storage/schema-packs';

export const HASH_START: StoredHash = { position: 0, state: null };
/** Read at once from a Blob. */
const CHUNK = 4 << 20;

/** SHA-256 of a file that passes in order; its state can be kept and taken up again. */
export class FileHash {
	#position: number;

	private constructor(
		readonly hasher: IHasher,
		position: number,
	) {
		this.#position = position;
	}

	static async open({ position, state }: StoredHash = HASH_START): Promise<FileHash> {
		const hasher = await createSHA256();
		hasher.init();
		if (state) hasher.load(state);
		return new FileHash(hasher, position);
	}

	/** Bytes that have passed. */
	get position(): number {
		return this.#position;
	}

	update(bytes: Uint8Array): void {
		this.hasher.update(bytes);
		this.#position += bytes.length;
	}

	save(): StoredHash {
		return { position: this.#position, state: this.hasher.save().slice() };
	}

	restart(): void {
		this.hasher.init();
		this.#position = 0;
	}

	/** Of what has passed so far; more may follow. */
	digest(): Sha256 {
		const state = this.hasher.save();
		const digest = this.hasher.digest();
		this.hasher.load(state);
		return digest;
	}
}

/** SHA-256 of bytes in memory. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Sha256> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of a Blob, a piece at a time. @throws signal.reason, and what reading the Blob throws */
export async function digestOfBlob(
	blob: Blob,
	onBytes: (count: number) => void,
	signal: AbortSignal,
): Promise<Sha256> {
	const hash = await FileHash.open();
	for (let position = 0; position < blob.size; position += CHUNK) {
		signal.throwIfAborted();
		const bytes = new Uint8Array(await blob.slice(position, position + CHUNK).arrayBuffer());
		hash.update(bytes);
		onBytes(bytes.length);
	}
	return hash.digest();
}
