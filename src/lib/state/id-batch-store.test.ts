import { expect, test } from 'vitest';
import { idSpecs } from '$lib/idphoto/specs/specs';
import { MemoryStore } from '$lib/storage/memory';
import { waitingEntry, type BatchEntry } from './id-batch-entry';
import { forgetBatch, keepBatch, keepBatchEntry, readBatch } from './id-batch-store';

const [spec] = idSpecs();
const file = new Blob([new Uint8Array([1, 2, 3])], { type: 'image/jpeg' });
const made: BatchEntry = { ...waitingEntry('class/ada.jpg'), status: 'pass', file };
const failed: BatchEntry = { ...waitingEntry('class/b.jpg'), status: 'error', problem: 'no-face' };

test('what was finished of a batch is there again, the rest waits', async () => {
	const store = new MemoryStore('unavailable');
	const photos = ['class/ada.jpg', 'class/b.jpg', 'class/c.jpg'];
	await keepBatch(store, { spec, entries: photos.map(waitingEntry) });
	await keepBatchEntry(store, 0, made);
	await keepBatchEntry(store, 1, failed);
	await keepBatchEntry(store, 2, { ...waitingEntry('class/c.jpg'), status: 'running' });
	const kept = await readBatch(store);
	expect(kept?.spec).toEqual(spec);
	expect(kept?.entries.map(({ photo, status }) => [photo, status])).toEqual([
		['class/ada.jpg', 'pass'],
		['class/b.jpg', 'error'],
		['class/c.jpg', 'waiting'],
	]);
	expect(kept?.entries[1].problem).toBe('no-face');
	const { type } = kept!.entries[0].file!;
	expect(type).toBe('image/jpeg');
	expect(new Uint8Array(await kept!.entries[0].file!.arrayBuffer())).toEqual(
		new Uint8Array([1, 2, 3]),
	);
});

test('a new batch takes the place of the one before; a forgotten one is gone, and can be kept again', async () => {
	const store = new MemoryStore('unavailable');
	await keepBatch(store, { spec, entries: [made, failed] });
	await keepBatch(store, { spec, entries: [waitingEntry('other.jpg')] });
	const other = await readBatch(store);
	expect(other?.entries).toEqual([waitingEntry('other.jpg')]);
	await forgetBatch(store);
	expect(await readBatch(store)).toBeNull();
	expect(await store.keys('idBatchEntries')).toEqual([]);
	await keepBatch(store, { spec, entries: [made, failed] });
	expect((await readBatch(store))?.entries.map(({ status }) => status)).toEqual(['pass', 'error']);
});
