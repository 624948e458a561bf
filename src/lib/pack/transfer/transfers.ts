import { PackError, type RemoteFile } from '$lib/domain/pack';
import type { Store } from '$lib/storage/store';
import type { Transfer, TransferEvents, TransferMode } from '../contract';
import { compose } from '../store/parts';
import { downloadKey } from '../store/keys';
import { Ledger, nameOf } from '../store/ledger';
import { requireSpace, storing } from '../store/space';
import { BlobSource } from './blob-source';
import type { TransferOptions } from './options';
import { FileTransfer } from './transfer';

/** The transfers of this store: one at a time per file. */
export class Transfers {
	readonly #running = new Map<string, { readonly signal: AbortSignal; done: Promise<unknown> }>();

	constructor(
		readonly store: Store,
		readonly options: TransferOptions,
		/** Forgets what was made of a stream that was wrong. */
		readonly spoil: (file: RemoteFile) => Promise<void>,
	) {}

	/** Downloads that garbage collection must leave alone. */
	get busy(): ReadonlySet<string> {
		return new Set(this.#running.keys());
	}

	async begin(
		file: RemoteFile,
		mode: TransferMode,
		events: TransferEvents,
		signal: AbortSignal,
	): Promise<Transfer> {
		signal.throwIfAborted();
		const key = downloadKey(file);
		const before = this.#running.get(key);
		if (before && !before.signal.aborted) {
			throw new PackError('busy', `${nameOf(file)} is being fetched already`);
		}
		const opened = (before?.done ?? Promise.resolve())
			.catch(() => {})
			.then(() => this.#open(file, mode, events, signal));
		const entry = {
			signal,
			done: opened.then((transfer) => transfer.finished) as Promise<unknown>,
		};
		this.#running.set(key, entry);
		const ended = () => {
			if (this.#running.get(key) === entry) this.#running.delete(key);
		};
		entry.done.then(ended, ended);
		return opened;
	}

	async #open(
		file: RemoteFile,
		mode: TransferMode,
		events: TransferEvents,
		signal: AbortSignal,
	): Promise<Transfer> {
		const { pieceBytes, lanes, windowBytes } = this.options;
		const known = file.sha256 && (await storing(0, this.store.get('packFiles', file.sha256)));
		const blob = known && (await compose(this.store, known.stack, known));
		if (blob) {
			return {
				file,
				source: new BlobSource(blob),
				finished: Promise.resolve({ bytes: known.bytes, sha256: known.sha256 }),
			};
		}
		// A file that an installed pack needs, and that the browser has lost in part, is mended and kept.
		const kept = known ? 'keep' : mode;
		const ledger = await Ledger.open(this.store, file, kept, Math.ceil(pieceBytes / lanes));
		const left = file.bytes - ledger.present;
		await requireSpace(kept === 'keep' ? left : Math.min(left, windowBytes + pieceBytes));
		if (ledger.verified && kept === 'keep') await ledger.confirm(ledger.verified);
		return new FileTransfer(ledger, kept, this.options, events, this.spoil, signal);
	}
}
