import type { StorageProblem } from './error';
import type { Schema, StoreName } from './schema';

/** One record to put, or to delete when there is no value. */
export type Change = {
	[S in StoreName]: { readonly store: S; readonly key: string; readonly value?: Schema[S] };
}[StoreName];

/** Named stores of records. Every method throws StorageError. */
export interface Store {
	/** Null when records outlive the tab; otherwise why they are only in memory. */
	readonly memoryBecause: StorageProblem | null;
	get<S extends StoreName>(store: S, key: string): Promise<Schema[S] | undefined>;
	/** All values, in the order of their keys; with a prefix only those whose keys begin with it. */
	values<S extends StoreName>(store: S, prefix?: string): Promise<Schema[S][]>;
	keys(store: StoreName, prefix?: string): Promise<string[]>;
	/** All changes or none: one transaction, on disk when the promise resolves. */
	write(changes: readonly Change[]): Promise<void>;
	/** Reads, changes and writes one record in one transaction; returns the new value. */
	update<S extends StoreName>(
		store: S,
		key: string,
		change: (old: Schema[S] | undefined) => Schema[S],
	): Promise<Schema[S]>;
	close(): void;
}
