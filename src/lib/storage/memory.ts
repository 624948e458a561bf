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

	async values<S extends StoreName>(store: S, prefix?: string): Promise<Schema[S][]> {
		const records = this.#in(store);
		return (await this.keys(store, prefix)).map((key) => records.get(key)!);
	}

	async keys(store: StoreName, prefix = ''): Promise<string[]> {
		return [...this.#in(store).keys()].filter((key) => key.startsWith(prefix)).sort();
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
