import { get, promisifyRequest, type UseStore } from 'idb-keyval';
import { asStorageError, StorageError } from './error';
import { DATABASE, MIGRATIONS, type Schema, type StoreName } from './schema';
import type { Change, Store } from './store';

/**
 * IndexedDB. The connection is opened on first use, given up when another tab wants to upgrade or the
 * browser closes it, and opened again by the next call.
 */
export class DiskStore implements Store {
	readonly memoryBecause = null;
	#connection: Promise<IDBDatabase> | null = null;

	/** @param name of the database; tests use their own */
	constructor(readonly name: string = DATABASE) {}

	/** Opens the database, to find out whether there is one. */
	async open(): Promise<void> {
		await typed(this.#connect());
	}

	get<S extends StoreName>(store: S, key: string): Promise<Schema[S] | undefined> {
		return typed(get<Schema[S]>(key, this.#use(store)));
	}

	values<S extends StoreName>(store: S, prefix?: string): Promise<Schema[S][]> {
		const read = (records: IDBObjectStore): Promise<Schema[S][]> =>
			promisifyRequest(records.getAll(startingWith(prefix)));
		return typed(this.#use(store)('readonly', read));
	}

	keys(store: StoreName, prefix?: string): Promise<string[]> {
		const read = async (records: IDBObjectStore) =>
			(await promisifyRequest(records.getAllKeys(startingWith(prefix)))) as string[];
		return typed(this.#use(store)('readonly', read));
	}

	write(changes: readonly Change[]): Promise<void> {
		const names = [...new Set(changes.map(({ store }) => store))];
		return typed(
			this.#transact(names, 'readwrite', async (transaction) => {
				for (const { store, key, value } of changes) {
					const records = transaction.objectStore(store);
					if (value === undefined) records.delete(key);
					else records.put(value, key);
				}
			}),
		);
	}

	update<S extends StoreName>(
		store: S,
		key: string,
		change: (old: Schema[S] | undefined) => Schema[S],
	): Promise<Schema[S]> {
		return typed(
			this.#transact([store], 'readwrite', async (transaction) => {
				const records = transaction.objectStore(store);
				const value = change(await promisifyRequest(records.get(key)));
				records.put(value, key);
				return value;
			}),
		);
	}

	close(): void {
		void this.#connection?.then((database) => database.close()).catch(() => {});
		this.#connection = null;
	}

	/** One of our stores in the shape that idb-keyval works with. */
	#use(store: StoreName): UseStore {
		return async (mode, callback) => {
			const transaction = await this.#begin([store], mode);
			return callback(transaction.objectStore(store));
		};
	}

	/**
	 * Runs `work` in one transaction and resolves once it is flushed to disk ('strict'), so that what we
	 * have confirmed survives a killed tab and a power cut.
	 */
	async #transact<T>(
		stores: readonly StoreName[],
		mode: IDBTransactionMode,
		work: (transaction: IDBTransaction) => Promise<T>,
	): Promise<T> {
		const transaction = await this.#begin(stores, mode);
		const committed = promisifyRequest(transaction);
		try {
			const [result] = await Promise.all([work(transaction), committed]);
			return result;
		} catch (error) {
			committed.catch(() => {}); // the same failure, reported once
			abort(transaction);
			// A refused put aborts the transaction; its own error tells the reason, the request's does not.
			throw transaction.error ?? error;
		}
	}

	/** A connection that the browser closed behind our back is replaced once. */
	async #begin(stores: readonly StoreName[], mode: IDBTransactionMode): Promise<IDBTransaction> {
		const begin = async () =>
			(await this.#connect()).transaction(stores, mode, { durability: 'strict' });
		try {
			return await begin();
		} catch (error) {
			if (!(error instanceof DOMException && error.name === 'InvalidStateError')) throw error;
			this.#connection = null;
			return begin();
		}
	}

	#connect(): Promise<IDBDatabase> {
		this.#connection ??= open(this.name, () => (this.#connection = null)).catch((error) => {
			this.#connection = null;
			throw error;
		});
		return this.#connection;
	}
}

/** All keys that begin with a prefix; keys are strings, and no key goes beyond the last code unit. */
function startingWith(prefix: string | undefined): IDBKeyRange | null {
	return prefix ? IDBKeyRange.bound(prefix, `${prefix}\uffff`) : null;
}

function open(name: string, onClosed: () => void): Promise<IDBDatabase> {
	if (typeof indexedDB === 'undefined') {
		return Promise.reject(new StorageError('unavailable', 'no IndexedDB'));
	}
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(name, MIGRATIONS.length);
		request.onupgradeneeded = ({ oldVersion }) => {
			for (const migrate of MIGRATIONS.slice(oldVersion)) {
				migrate(request.result, request.transaction!);
			}
		};
		request.onblocked = () => reject(new StorageError('blocked', 'an older tab is open'));
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			const database = request.result;
			database.onversionchange = () => {
				database.close();
				onClosed();
			};
			database.onclose = onClosed;
			resolve(database);
		};
	});
}

function abort(transaction: IDBTransaction): void {
	try {
		transaction.abort();
	} catch {
		// It has ended already.
	}
}

async function typed<T>(promise: Promise<T>): Promise<T> {
	try {
		return await promise;
	} catch (error) {
		throw asStorageError(error);
	}
}
