import type { ByteSource } from '$lib/domain/byte-source';
import type { Ledger } from '../store/ledger';
import { isLost } from '../store/parts';

/** What a reader needs of the transfer behind it. */
export interface Supply {
	demand(first: number, last: number): () => void;
	change(signal?: AbortSignal): Promise<void>;
	released(before: number): Promise<void>;
	wake(): void;
}

/** Reads a file whose parts may still be on their way. */
export class LedgerSource implements ByteSource {
	/** Nothing below this is read again. */
	releasedBefore = 0;

	constructor(
		readonly ledger: Ledger,
		readonly supply: Supply,
	) {}

	get size(): number {
		return this.ledger.file.bytes;
	}

	async read(begin: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
		signal?.throwIfAborted();
		if (!(begin >= 0 && begin <= end && end <= this.size)) {
			throw new RangeError(`${this.ledger.file.path} has no bytes ${begin} to ${end}`);
		}
		if (begin < this.releasedBefore) {
			throw new RangeError(`bytes from ${begin} on were released`);
		}
		const result = new Uint8Array(end - begin);
		if (begin === end) return result;
		const first = this.ledger.partAt(begin);
		const last = this.ledger.partAt(end - 1);
		const satisfied = this.supply.demand(first, last);
		try {
			for (let index = first; index <= last; index++) {
				const [partBegin, partEnd] = this.ledger.bounds(index);
				const from = Math.max(begin, partBegin);
				const to = Math.min(end, partEnd);
				const bytes = await this.#slice(index, from - partBegin, to - partBegin, signal);
				result.set(bytes, from - begin);
			}
		} finally {
			satisfied();
		}
		return result;
	}

	async release(before: number): Promise<void> {
		this.releasedBefore = Math.max(this.releasedBefore, Math.min(before, this.size));
		await this.supply.released(this.releasedBefore);
	}

	/** Some bytes of a part, once it is there. */
	async #slice(
		index: number,
		begin: number,
		end: number,
		signal?: AbortSignal,
	): Promise<Uint8Array> {
		for (;;) {
			while (!this.ledger.has(index)) await this.supply.change(signal);
			const blob = await this.ledger.blob(index);
			signal?.throwIfAborted();
			try {
				if (blob) return new Uint8Array(await blob.slice(begin, end).arrayBuffer());
			} catch (error) {
				if (!isLost(error)) throw error;
				await this.ledger.lose([index]);
			}
			this.supply.wake();
		}
	}
}
