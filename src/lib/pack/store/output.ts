import { PackError, type Sha256 } from '$lib/domain/pack';
import type { StoredOutput, StoredOutputFile } from '$lib/storage/schema-packs';
import type { Change, Store } from '$lib/storage/store';
import type { PackOutput } from '../contract';
import { FileHash, HASH_START } from './hash';
import { partKey, stackPrefix } from './keys';
import { storing } from './space';

/** Most bytes of one part. */
const PART_BYTES = 32 << 20;

type Writes = Parameters<PackOutput['commit']>[1];

/** The files that an install writes. A step's bytes, its mark and the hashes so far are one transaction. */
export class StoredPackOutput implements PackOutput {
	#writing: Promise<void> = Promise.resolve();
	#spoilt: string | null = null;

	private constructor(
		readonly store: Store,
		private record: StoredOutput,
		readonly hashes: Map<string, FileHash>,
	) {}

	/** Goes on with the output of the same plan; another plan's is forgotten. */
	static async open(store: Store, pack: string, key: string): Promise<StoredPackOutput> {
		const stored = await storing(0, store.get('outputs', pack));
		const output = new StoredPackOutput(
			store,
			stored ?? { pack, key, committed: 0, files: {} },
			new Map(),
		);
		if (stored?.key === key) await output.#loadHashes();
		else await output.#begin(key);
		return output;
	}

	get committed(): number {
		return this.record.committed;
	}

	commit(step: number, writes: Writes): Promise<void> {
		const committed = this.#writing.then(() => this.#commit(step, writes));
		this.#writing = committed.catch(() => {});
		return committed;
	}

	/** Forgets what was written, and refuses to write more: it was made of wrong bytes. */
	async spoil(why: string): Promise<void> {
		this.#spoilt = why;
		await this.#writing;
		await this.#begin(this.record.key);
	}

	async #commit(step: number, writes: Writes): Promise<void> {
		if (this.#spoilt) throw new PackError('corrupt', `${this.record.pack}: ${this.#spoilt}`);
		const { pack, key, committed, files } = this.record;
		if (step !== committed) throw new Error(`step ${step} of ${pack} follows ${committed} steps`);
		const changes: Change[] = [];
		const next: Record<string, StoredOutputFile> = { ...files };
		let total = 0;
		for (const [file, run] of await this.#runs(writes)) {
			const before = next[file] ?? {
				stack: `output-${crypto.randomUUID()}`,
				parts: 0,
				hash: HASH_START,
			};
			const hash = this.hashes.get(file)!;
			const blobs = split(run);
			blobs.forEach((bytes, i) => {
				const index = before.parts + i;
				const value = { index, size: bytes.size, bytes, sha256: null };
				changes.push({ store: 'parts', key: partKey(before.stack, index), value });
				total += bytes.size;
			});
			next[file] = { ...before, parts: before.parts + blobs.length, hash: hash.save() };
		}
		const record = { pack, key, committed: step + 1, files: next };
		try {
			await storing(
				total,
				this.store.write([...changes, { store: 'outputs', key: pack, value: record }]),
			);
			this.record = record;
		} catch (error) {
			await this.#loadHashes(); // they have run ahead
			throw error;
		}
	}

	async digest(file: string, signal?: AbortSignal): Promise<{ bytes: number; sha256: Sha256 }> {
		signal?.throwIfAborted();
		const hash = this.hashes.get(file);
		if (!hash) throw new PackError('not-found', `${this.record.pack} has written no ${file}`);
		return { bytes: hash.position, sha256: hash.digest() };
	}

	/** Where a file lies; undefined for one that was never written. */
	written(file: string): StoredOutputFile | undefined {
		return this.record.files[file];
	}

	async reset(): Promise<void> {
		await this.#begin(this.record.key);
	}

	async #begin(key: string): Promise<void> {
		const { pack, files } = this.record;
		const keys: string[] = [];
		for (const { stack } of Object.values(files)) {
			keys.push(...(await storing(0, this.store.keys('parts', stackPrefix(stack)))));
		}
		const record = { pack, key, committed: 0, files: {} };
		await storing(
			0,
			this.store.write([
				...keys.map((key) => ({ store: 'parts' as const, key })),
				{ store: 'outputs', key: pack, value: record },
			]),
		);
		this.record = record;
		this.hashes.clear();
	}

	async #loadHashes(): Promise<void> {
		this.hashes.clear();
		for (const [file, { hash }] of Object.entries(this.record.files)) {
			this.hashes.set(file, await FileHash.open(hash));
		}
	}

	/** The writes of each file, which follow its end and each other, hashed. @throws RangeError */
	async #runs(writes: Writes): Promise<Map<string, Uint8Array<ArrayBuffer>[]>> {
		const runs = new Map<string, Uint8Array<ArrayBuffer>[]>();
		for (const { file, offset, bytes } of writes) {
			let hash = this.hashes.get(file);
			if (!hash) this.hashes.set(file, (hash = await FileHash.open()));
			if (offset !== hash.position) {
				await this.#loadHashes();
				throw new RangeError(`${file} ends at ${hash.position}, not at ${offset}`);
			}
			hash.update(bytes);
			if (!runs.has(file)) runs.set(file, []);
			if (bytes.length) runs.get(file)!.push(bytes as Uint8Array<ArrayBuffer>);
		}
		return runs;
	}
}

/** Bytes in a row as Blobs of at most PART_BYTES. */
function split(run: readonly Uint8Array<ArrayBuffer>[]): Blob[] {
	const whole = new Blob([...run]);
	const blobs: Blob[] = [];
	for (let begin = 0; begin < whole.size; begin += PART_BYTES) {
		blobs.push(whole.size <= PART_BYTES ? whole : whole.slice(begin, begin + PART_BYTES));
	}
	return blobs;
}
