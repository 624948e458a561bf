import { PackError, type RemoteFile, type Sha256 } from '$lib/domain/pack';
import type { Transfer, TransferEvents, TransferMode } from '../contract';
import { nameOf, type Ledger } from '../store/ledger';
import type { TransferOptions } from './options';
import { fetchAll, fetchPart, NoRanges, type Line } from './part';
import { FileRequests } from './request';
import { Retries } from './retry';
import { LedgerSource, type Supply } from './source';

/**
 * Fetches a file part by part: first what the reader waits for, then what the whole needs, in order and, for a
 * stream, no further ahead of the reader than the window. Lanes take the next part as they become free.
 */
export class FileTransfer implements Transfer, Supply {
	readonly source: LedgerSource;
	readonly finished: Promise<{ readonly bytes: number; readonly sha256: Sha256 }>;
	readonly #line: Line;
	readonly #abort = new AbortController();
	readonly #claimed = new Set<number>();
	readonly #demands = new Set<{ readonly first: number; readonly last: number }>();
	readonly #waiters = new Set<{ resolve(): void; reject(reason: unknown): void }>();
	#resolve!: (value: { bytes: number; sha256: Sha256 }) => void;
	#reject!: (reason: unknown) => void;
	#running = 0;
	/** Where the reader is: the window begins here. */
	#position = 0;
	#ranges = true;
	/** Digest of a pass that was wrong. */
	#wrong: Sha256 | null = null;
	#settling = false;

	constructor(
		readonly ledger: Ledger,
		readonly mode: TransferMode,
		readonly options: TransferOptions,
		events: TransferEvents,
		readonly spoil: (file: RemoteFile) => Promise<void>,
		readonly outer: AbortSignal,
	) {
		this.finished = new Promise((resolve, reject) => {
			this.#resolve = resolve;
			this.#reject = reject;
		});
		this.finished.catch(() => {}); // whoever only reads learns it by reading
		this.#line = {
			ledger,
			requests: new FileRequests(ledger.file, options),
			retries: new Retries(options, events),
			signal: this.#abort.signal,
			onWritten: (count) => {
				events.onBytes?.(count);
				this.#notify(); // a file that passes as one stream has no lane that ends between two parts
			},
		};
		this.source = new LedgerSource(ledger, this);
		outer.throwIfAborted();
		outer.addEventListener('abort', this.#stop);
		if (ledger.verified) this.#resolve({ bytes: this.file.bytes, sha256: ledger.verified });
		else void this.#run(async () => {});
	}

	get file(): RemoteFile {
		return this.ledger.file;
	}

	/** Fetches parts first to last before others until the returned function is called. */
	demand(first: number, last: number): () => void {
		const demand = { first, last };
		this.#demands.add(demand);
		this.#moveTo(this.ledger.bounds(last)[1]);
		return () => this.#demands.delete(demand);
	}

	/** Resolves when something has changed. @throws what ended the transfer, signal.reason */
	change(signal?: AbortSignal): Promise<void> {
		this.#abort.signal.throwIfAborted();
		signal?.throwIfAborted();
		return new Promise((resolve, reject) => {
			const end = () => {
				this.#waiters.delete(waiter);
				signal?.removeEventListener('abort', aborted);
			};
			const aborted = () => waiter.reject(signal!.reason);
			const waiter = {
				resolve: () => (end(), resolve()),
				reject: (reason: unknown) => (end(), reject(reason)),
			};
			this.#waiters.add(waiter);
			signal?.addEventListener('abort', aborted);
		});
	}

	async released(before: number): Promise<void> {
		this.#moveTo(before);
		if (this.mode === 'stream') await this.ledger.letGo(before);
	}

	/** Something is missing that was there. */
	wake(): void {
		this.#pump();
	}

	#moveTo(position: number): void {
		this.#position = Math.max(this.#position, position);
		this.#notify();
		this.#pump();
	}

	readonly #stop = () => this.#fail(this.outer.reason);

	#pump(): void {
		if (this.#abort.signal.aborted) return;
		if (!this.#ranges) {
			if (!this.#running && this.#next() !== null) void this.#run(() => this.#all());
			return;
		}
		while (this.#running < this.options.lanes) {
			const index = this.#next();
			if (index === null) return;
			this.#claimed.add(index);
			void this.#run(async () => {
				try {
					await fetchPart(this.#line, index);
				} catch (error) {
					if (!(error instanceof NoRanges)) throw error;
					this.#ranges = false;
				} finally {
					this.#claimed.delete(index);
				}
			});
		}
	}

	/** One lane: does its work, then sees how far the file has come. */
	async #run(work: () => Promise<void>): Promise<void> {
		this.#running++;
		try {
			await work();
			if (await this.ledger.catchUp(this.#abort.signal)) await this.#settle();
			if (this.mode === 'stream') await this.ledger.letGo(this.source.releasedBefore);
		} catch (error) {
			this.#fail(error);
		}
		this.#running--;
		if (this.#abort.signal.aborted) this.#ended();
		else {
			this.#notify();
			this.#pump();
		}
	}

	#all(): Promise<void> {
		const wanted = (index: number) => this.#isWanted(index) || this.#isDemanded(index);
		return fetchAll(this.#line, wanted, async (index) => {
			while (this.#next() === null && this.ledger.bounds(index)[0] >= this.#limit) {
				await this.change(this.#abort.signal);
			}
		});
	}

	get #limit(): number {
		return this.mode === 'keep' ? Infinity : this.#position + this.options.windowBytes;
	}

	#isWanted(index: number): boolean {
		return !this.ledger.has(index) && !this.ledger.wasLetGo(index);
	}

	#isDemanded(index: number): boolean {
		return (
			!this.ledger.has(index) &&
			[...this.#demands].some(({ first, last }) => index >= first && index <= last)
		);
	}

	/** The part to fetch next; null when the reader must move first, or everything is there. */
	#next(): number | null {
		const { ledger } = this;
		for (const { first, last } of this.#demands) {
			for (let index = first; index <= last; index++) {
				if (!ledger.has(index) && !this.#claimed.has(index)) return index;
			}
		}
		if (ledger.verified) return null;
		for (let index = ledger.partAt(ledger.hash.position); index < ledger.parts; index++) {
			if (ledger.bounds(index)[0] >= this.#limit) return null;
			if (this.#isWanted(index) && !this.#claimed.has(index)) return index;
		}
		return null;
	}

	/** The whole file has passed: its hash decides. */
	async #settle(): Promise<void> {
		const { ledger, file } = this;
		if (this.#settling || ledger.verified) return;
		this.#settling = true;
		try {
			const sha256 = ledger.hash.digest();
			if (!file.sha256 || sha256 === file.sha256) {
				await ledger.confirm(sha256);
				return this.#resolve({ bytes: file.bytes, sha256 });
			}
			await this.#mend(sha256);
		} finally {
			this.#settling = false;
		}
	}

	/** Fetches again what the disk has spoilt, or else the whole file, once. */
	async #mend(sha256: Sha256): Promise<void> {
		const { ledger, file } = this;
		const rotten = this.mode === 'keep' ? await ledger.rotten(this.#abort.signal) : [];
		if (rotten.length) return ledger.lose(rotten);
		const again = this.#wrong;
		this.#wrong = sha256;
		// What a stream's reader has made of the wrong bytes is wrong too. It goes first: a kill in between leaves
		// the wrong hash to be found again.
		if (this.mode === 'stream') await this.spoil(file);
		await ledger.wipe();
		if (this.mode === 'keep' && again === null) return;
		const kind = again === sha256 ? 'changed' : 'corrupt';
		throw new PackError(kind, `${nameOf(file)}: its sha256 is ${sha256}, not ${file.sha256}`);
	}

	#notify(): void {
		for (const waiter of [...this.#waiters]) waiter.resolve();
	}

	#fail(error: unknown): void {
		if (this.#abort.signal.aborted) return;
		this.#abort.abort(error);
		this.outer.removeEventListener('abort', this.#stop);
		for (const waiter of [...this.#waiters]) waiter.reject(error);
		this.#ended();
	}

	/** Nobody hears of a failure before the last write has come to rest. */
	#ended(): void {
		if (this.#running === 0) this.#reject(this.#abort.signal.reason);
	}
}
