import type { RemoteFile, Sha256 } from '$lib/domain/pack';
import type { StoredDownload } from '$lib/storage/schema-packs';
import type { Change, Store } from '$lib/storage/store';
import { digestOf, FileHash, HASH_START } from './hash';
import { downloadKey, partKey, stackPrefix } from './keys';
import { compose, readPart } from './parts';
import { storing } from './space';

/** Parts that wait in memory for their turn to be hashed; beyond that they are read back. */
const MOST_HELD = 4;

/**
 * What is known of a file on its way: which parts are there, which were there and let go, and how far the hash
 * of the whole file has come. All of it is written with the parts, so that a kill loses no part that was told
 * to be there.
 */
export class Ledger {
	readonly #there = new Set<number>();
	/** Of parts that have been there at some time: what they must be when they are fetched again. */
	readonly #digests = new Map<number, Sha256>();
	readonly #held = new Map<number, Uint8Array>();
	readonly #key: string;
	#hashing: Promise<void> = Promise.resolve();
	/** Handles of the parts that were read last: small tensors lie close together. */
	readonly #recent = new Map<number, Blob>();

	private constructor(
		readonly store: Store,
		readonly file: RemoteFile,
		readonly hash: FileHash,
		private record: StoredDownload,
	) {
		this.#key = downloadKey(file);
	}

	/**
	 * Takes up what an earlier run left, or begins.
	 * @param partBytes for a file that begins; one that was begun keeps its own
	 */
	static async open(
		store: Store,
		file: RemoteFile,
		mode: StoredDownload['mode'],
		partBytes: number,
	): Promise<Ledger> {
		const key = downloadKey(file);
		const stored = await storing(0, store.get('downloads', key));
		const known = stored?.bytes === file.bytes ? stored : null;
		const record: StoredDownload = known
			? { ...known, mode }
			: {
					stack: key,
					bytes: file.bytes,
					partBytes,
					hash: HASH_START,
					mode,
					verified: null,
					etag: null,
				};
		const ledger = new Ledger(store, file, await FileHash.open(record.hash), record);
		if (known) await ledger.#takeUp();
		else await ledger.#clear();
		return ledger;
	}

	get parts(): number {
		return Math.ceil(this.file.bytes / this.record.partBytes);
	}

	/** [begin, end) of a part in the file. */
	bounds(index: number): readonly [number, number] {
		const begin = index * this.record.partBytes;
		return [begin, Math.min(begin + this.record.partBytes, this.file.bytes)];
	}

	partAt(position: number): number {
		return Math.floor(position / this.record.partBytes);
	}

	has(index: number): boolean {
		return this.#there.has(index);
	}

	/** Whether the part was there and let go. */
	wasLetGo(index: number): boolean {
		return this.#digests.has(index) && !this.#there.has(index);
	}

	/** Of the whole file, when all of it has passed and was right. */
	get verified(): Sha256 | null {
		return this.record.verified;
	}

	get etag(): string | null {
		return this.record.etag;
	}

	/** Noted with the next part. */
	set etag(etag: string | null) {
		this.record = { ...this.record, etag };
	}

	/** Bytes that need not be fetched again. */
	get present(): number {
		let bytes = 0;
		for (const index of this.#digests.keys()) {
			const [begin, end] = this.bounds(index);
			if (this.#there.has(index) || this.record.mode === 'stream') bytes += end - begin;
		}
		return bytes;
	}

	/**
	 * Writes a part; it is on disk when this resolves. Keeps the bytes for a moment, so the caller must leave
	 * them alone.
	 * @returns false for a part that was there before with other bytes, and nothing is written
	 */
	async put(index: number, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
		const sha256 = await digestOf(bytes);
		const before = this.#digests.get(index);
		if (before && before !== sha256) return false;
		if (this.bounds(index)[0] >= this.hash.position) this.#hold(index, bytes);
		this.#hashHeld();
		const part = { index, size: bytes.length, bytes: new Blob([bytes]), sha256 };
		await this.#write(bytes.length, [
			{ store: 'parts', key: partKey(this.record.stack, index), value: part },
		]);
		this.#digests.set(index, sha256);
		this.#there.add(index);
		return true;
	}

	/** A part that is there; null when the browser has lost it, and then it counts as missing. */
	async blob(index: number): Promise<Blob | null> {
		const recent = this.#recent.get(index);
		if (recent) return recent;
		const part = await storing(0, this.store.get('parts', partKey(this.record.stack, index)));
		if (!part?.bytes) {
			await this.lose([index]);
			return null;
		}
		if (this.#recent.size >= 2) this.#recent.delete(this.#recent.keys().next().value!);
		this.#recent.set(index, part.bytes);
		return part.bytes;
	}

	/**
	 * Brings the hash up to the first part that is missing, reading back what is not in memory.
	 * @returns whether the whole file has passed
	 */
	async catchUp(signal: AbortSignal): Promise<boolean> {
		this.#hashing = this.#hashing.then(() => this.#catchUp(signal));
		await this.#hashing;
		return this.hash.position === this.file.bytes;
	}

	/** Lets go of hashed parts that end at or before a position; the first stays. */
	async letGo(before: number): Promise<void> {
		const limit = Math.min(before, this.hash.position);
		const indices = [...this.#there].filter((index) => index > 0 && this.bounds(index)[1] <= limit);
		if (!indices.length) return;
		for (const index of indices) {
			this.#there.delete(index);
			this.#recent.delete(index);
		}
		await this.#write(
			0,
			indices.map((index) => this.#letGoOf(index)),
		);
	}

	/** The whole file has passed and was right: from now on it can be opened by its hash. */
	async confirm(sha256: Sha256): Promise<void> {
		const { stack, bytes, mode } = this.record;
		this.record = { ...this.record, verified: sha256 };
		const kept: Change[] =
			mode === 'keep'
				? [
						{
							store: 'packFiles',
							key: sha256,
							value: { sha256, stack, bytes, parts: this.parts },
						},
					]
				: [];
		await this.#write(0, kept);
	}

	/** Takes parts for missing. A kept file is then hashed anew; a stream has passed, and remembers their digests. */
	async lose(indices: Iterable<number>): Promise<void> {
		const changes: Change[] = [];
		for (const index of indices) {
			this.#there.delete(index);
			this.#held.delete(index);
			this.#recent.delete(index);
			const passed = this.bounds(index)[1] <= this.hash.position;
			if (this.record.mode === 'stream' && passed) changes.push(this.#letGoOf(index));
			else {
				this.#digests.delete(index);
				changes.push({ store: 'parts', key: partKey(this.record.stack, index) });
			}
		}
		if (this.record.mode === 'keep') {
			this.hash.restart();
			this.record = { ...this.record, verified: null };
		}
		await this.#write(0, changes);
	}

	/** Parts whose bytes on disk are not those that were written. */
	async rotten(signal: AbortSignal): Promise<number[]> {
		const wrong: number[] = [];
		for (const index of this.#there) {
			signal.throwIfAborted();
			const part = await this.store.get('parts', partKey(this.record.stack, index));
			const bytes = await readPart(part);
			if (!bytes || (await digestOf(bytes)) !== part!.sha256) wrong.push(index);
		}
		return wrong;
	}

	/** Forgets everything of this file. */
	async wipe(): Promise<void> {
		const parts = await this.#forget();
		await storing(0, this.store.write([...parts, { store: 'downloads', key: this.#key }]));
	}

	async #takeUp(): Promise<void> {
		const stored = await storing(0, this.store.values('parts', stackPrefix(this.record.stack)));
		for (const { index, bytes, sha256 } of stored) {
			if (sha256) this.#digests.set(index, sha256);
			if (bytes) this.#there.add(index);
		}
		const known = (index: number) =>
			this.record.mode === 'keep' ? this.#there.has(index) : this.#digests.has(index);
		const hashed = Math.ceil(this.hash.position / this.record.partBytes);
		const gap = Array.from({ length: hashed }).some((_, index) => !known(index));
		if (!gap) return;
		// Hashed parts that the browser has lost: what is there is hashed again. A stream has not kept it.
		if (this.record.mode === 'stream') await this.#clear();
		else {
			this.hash.restart();
			this.record = { ...this.record, verified: null };
		}
	}

	async #clear(): Promise<void> {
		const parts = await this.#forget();
		if (parts.length) await this.#write(0, parts);
	}

	/** @returns what deletes its parts on disk too */
	async #forget(): Promise<Change[]> {
		const { stack } = this.record;
		const keys = await storing(0, this.store.keys('parts', stackPrefix(stack)));
		for (const state of [this.#there, this.#digests, this.#held, this.#recent]) state.clear();
		this.hash.restart();
		this.record = { ...this.record, verified: null, etag: null };
		return keys.map((key) => ({ store: 'parts', key }));
	}

	#hold(index: number, bytes: Uint8Array): void {
		this.#held.set(index, bytes);
		if (this.#held.size > MOST_HELD) this.#held.delete(Math.max(...this.#held.keys()));
	}

	/** Hashes what is next and in memory; no await, so that the state and the part are written together. */
	#hashHeld(): void {
		for (;;) {
			const index = this.partAt(this.hash.position);
			const bytes = this.#held.get(index);
			if (!bytes || this.hash.position !== this.bounds(index)[0]) return;
			this.hash.update(bytes);
			this.#held.delete(index);
		}
	}

	async #catchUp(signal: AbortSignal): Promise<void> {
		for (;;) {
			signal.throwIfAborted();
			this.#hashHeld();
			const { position } = this.hash;
			const index = this.partAt(position);
			if (position === this.file.bytes || !this.#there.has(index)) return;
			const key = partKey(this.record.stack, index);
			const bytes = await readPart(await storing(0, this.store.get('parts', key)));
			if (!bytes) return this.lose([index]);
			// It may have passed meanwhile.
			if (this.hash.position === position) this.hash.update(bytes);
		}
	}

	#letGoOf(index: number): Change {
		const [begin, end] = this.bounds(index);
		const value = { index, size: end - begin, bytes: null, sha256: this.#digests.get(index)! };
		return { store: 'parts', key: partKey(this.record.stack, index), value };
	}

	#write(bytes: number, changes: readonly Change[]): Promise<void> {
		const value = { ...this.record, hash: this.hash.save() };
		return storing(
			bytes,
			this.store.write([...changes, { store: 'downloads', key: this.#key, value }]),
		);
	}
}

/** Bytes of a file that need not be fetched again. */
export async function presentBytes(store: Store, file: RemoteFile): Promise<number> {
	const kept = file.sha256 && (await storing(0, store.get('packFiles', file.sha256)));
	if (kept && (await compose(store, kept.stack, kept))) return file.bytes;
	const download = await storing(0, store.get('downloads', downloadKey(file)));
	if (!download) return 0;
	const parts = await storing(0, store.values('parts', stackPrefix(download.stack)));
	return parts
		.filter(({ bytes }) => bytes || download.mode === 'stream')
		.reduce((sum, { size }) => sum + size, 0);
}

/** For errors: which file. */
export function nameOf({ hub, repo, path }: RemoteFile): string {
	return `${path} of ${repo} (${hub})`;
}
