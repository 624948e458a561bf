import { createHash, type Hash } from 'node:crypto';
import { mkdir, open, readFile, rm, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { PackSink, PackWrite } from '../../src/lib/compiler/compile/contract';
import { hashFile } from './hash-file';

/** What has been committed: a line for the plan, then one a step with the sizes that its files have. */
const JOURNAL = '.compiling';

/**
 * A pack in a folder. A step is its bytes, flushed, and then a line in the journal, flushed: after a crash, what
 * no line tells of is cut off. A journal of another plan is thrown away with everything that it wrote.
 */
export class FolderSink implements PackSink {
	readonly #folder: string;
	readonly #journal: FileHandle;
	readonly #sizes: Map<string, number>;
	readonly #open = new Map<string, FileHandle>();
	/** Of files that this run has written from their beginning. */
	readonly #hashes = new Map<string, Hash>();
	#committed: number;
	/** Of the journal. */
	#end: number;

	private constructor(
		folder: string,
		journal: FileHandle,
		sizes: Map<string, number>,
		committed: number,
		end: number,
	) {
		this.#folder = folder;
		this.#journal = journal;
		this.#sizes = sizes;
		this.#committed = committed;
		this.#end = end;
	}

	/** @param key of the plan */
	static async open(folder: string, key: string): Promise<FolderSink> {
		await mkdir(folder, { recursive: true });
		const file = path.join(folder, JOURNAL);
		const lines = await readJournal(file);
		const sizes = new Map<string, number>();
		const same = lines[0] === key;
		for (const line of lines.slice(1)) {
			for (const [name, size] of Object.entries(JSON.parse(line) as Record<string, number>)) {
				sizes.set(name, size);
			}
		}
		if (!same) {
			for (const name of sizes.keys()) await rm(path.join(folder, name), { force: true });
			sizes.clear();
		}
		const journal = await open(file, same ? 'r+' : 'w');
		const kept = same ? lines : [key];
		const text = kept.map((line) => `${line}\n`).join('');
		// What comes after the last complete line was not committed.
		if (same) await journal.truncate(Buffer.byteLength(text));
		else await journal.write(text);
		await journal.datasync();
		return new FolderSink(folder, journal, sizes, kept.length - 1, Buffer.byteLength(text));
	}

	get committed(): number {
		return this.#committed;
	}

	async commit(step: number, writes: readonly PackWrite[]): Promise<void> {
		if (step !== this.#committed) {
			throw new Error(`step ${step} comes after ${this.#committed} steps`);
		}
		for (const { file, offset, bytes } of writes) {
			const handle = await this.#file(file);
			if ((this.#sizes.get(file) ?? 0) !== offset) {
				throw new Error(`${file} ends at ${this.#sizes.get(file) ?? 0}, not at ${offset}`);
			}
			await writeAll(handle, bytes, offset);
			this.#sizes.set(file, offset + bytes.length);
			if (offset === 0) this.#hashes.set(file, createHash('sha256'));
			this.#hashes.get(file)?.update(bytes);
		}
		const grown = [...new Set(writes.map(({ file }) => file))];
		await Promise.all(grown.map(async (file) => (await this.#file(file)).datasync()));
		const sizes = Object.fromEntries(grown.map((file) => [file, this.#sizes.get(file)!]));
		const line = Buffer.from(`${JSON.stringify(sizes)}\n`);
		await writeAll(this.#journal, line, this.#end);
		await this.#journal.datasync();
		this.#end += line.length;
		this.#committed++;
	}

	async digest(file: string, signal?: AbortSignal): Promise<{ bytes: number; sha256: string }> {
		const sha256 = this.#hashes.get(file)?.copy().digest('hex');
		if (sha256) return { bytes: this.#sizes.get(file)!, sha256 };
		return hashFile(path.join(this.#folder, file), signal);
	}

	/** Closes the files. @param finished: the journal is needed no more */
	async close(finished: boolean): Promise<void> {
		for (const handle of this.#open.values()) await handle.close();
		await this.#journal.close();
		if (finished) await rm(path.join(this.#folder, JOURNAL));
	}

	/** Opened with what was committed of it. */
	async #file(name: string): Promise<FileHandle> {
		const known = this.#open.get(name);
		if (known) return known;
		const size = this.#sizes.get(name) ?? 0;
		const handle = await open(path.join(this.#folder, name), size ? 'r+' : 'w');
		await handle.truncate(size);
		this.#open.set(name, handle);
		return handle;
	}
}

/** Complete lines; a last one without an end was not committed. */
async function readJournal(file: string): Promise<string[]> {
	try {
		return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
		throw error;
	}
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
	for (let done = 0; done < bytes.length;) {
		const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
		done += bytesWritten;
	}
}
