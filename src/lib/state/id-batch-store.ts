import type { IdSpec } from '$lib/domain/id-photo';
import type { StoredIdBatchEntry } from '$lib/storage/schema-id-batch';
import type { Change, Store } from '$lib/storage/store';
import { fromStoredFile, toStoredFile } from '$lib/storage/stored-file';
import { waitingEntry, type BatchEntry, type BatchProblem } from './id-batch-entry';

const KEY = 'batch';

/** A batch with what is finished of it. */
export interface KeptBatch {
	readonly spec: IdSpec;
	readonly entries: readonly BatchEntry[];
}

/** Replaces the batch before. Throws StorageError, as all of these do. */
export async function keepBatch(store: Store, { spec, entries }: KeptBatch): Promise<void> {
	const photos = entries.map(({ photo }) => photo);
	const ended = await Promise.all(entries.map((entry, index) => toStored(index, entry)));
	const values = ended.filter((value) => value !== null);
	await store.write([
		...(await removal(store)),
		{ store: 'idBatch', key: KEY, value: { spec, photos } },
		...values.map((value) => ({
			store: 'idBatchEntries' as const,
			key: keyOf(value.index),
			value,
		})),
	]);
}

/** Keeps one photo of it, if it is done with. */
export async function keepBatchEntry(store: Store, index: number, entry: BatchEntry) {
	const value = await toStored(index, entry);
	if (value) await store.write([{ store: 'idBatchEntries', key: keyOf(index), value }]);
}

/** @returns the batch that an earlier visit left; what it did not come to is waiting. Null where there is none */
export async function readBatch(store: Store): Promise<KeptBatch | null> {
	const batch = await store.get('idBatch', KEY);
	if (!batch) return null;
	const ended = new Map(
		(await store.values('idBatchEntries')).map((entry) => [entry.index, entry]),
	);
	const entries = batch.photos.map((photo, index): BatchEntry => {
		const there = ended.get(index);
		if (!there) return waitingEntry(photo);
		const { status, remarks, within, file } = there;
		const problem = there.problem as BatchProblem | null;
		return { photo, status, problem, remarks, within, file: file && fromStoredFile(file) };
	});
	return { spec: batch.spec, entries };
}

export async function forgetBatch(store: Store): Promise<void> {
	await store.write(await removal(store));
}

async function toStored(index: number, entry: BatchEntry): Promise<StoredIdBatchEntry | null> {
	const { status, problem, remarks, within, file } = entry;
	if (status === 'waiting' || status === 'running') return null;
	return { index, status, problem, remarks, within, file: file && (await toStoredFile(file)) };
}

async function removal(store: Store): Promise<Change[]> {
	const keys = await store.keys('idBatchEntries');
	return [
		{ store: 'idBatch', key: KEY },
		...keys.map((key) => ({ store: 'idBatchEntries' as const, key })),
	];
}

const keyOf = (index: number) => String(index).padStart(4, '0');
