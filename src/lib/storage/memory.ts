import type { StorageProblem } from './error';
import type { Schema, StoreName } from './schema';
import type { Change, Store } from './store';

/** For browsers that store nothing: everything works until the tab closes, and memoryBecause says so. */
export class MemoryStore implements Store {
	readonly #records = new Map<StoreName, Map<string, unknown>>();

	constructor(readonly memoryBecause: StorageProblem) {}

	async get<S extends StoreName>(store: S, key: string): Promise<Schema[S] | undefined> {
		return this.#in(store).get(key);
	}

	async values<S extends StoreName>(store: S): Promise<Schema[S][]> {
		return [...this.#in(store)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
	}

	async keys(store: StoreName): Promise<string[]> {
		return [...this.#in(store).keys()].sort();
	}

	async write(changes: readonly Change[]): Promise<void> {
		for (const { store, key, value } of changes) {
			if (value === undefined) this.#in(store).delete(key);
			else this.#in(store).set(key, value);
		}
	}

	async update<S extends StoreName>(
		store: S,
		key: string,
		change: (old: Schema[S] | undefined) => Schema[S],
	): Promise<Schema[S]> {
		const value = change(this.#in(store).get(key));
		this.#in(store).set(key, value);
		return value;
	}

	close(): void {
		this.#records.clear();
	}

	#in<S extends StoreName>(store: S): Map<string, Schema[S]> {
		let records = this.#records.get(store);
		if (!records) this.#records.set(store, (records = new Map()));
		return records as Map<string, Schema[S]>;
	}
}
