import type { Candidate } from '$lib/domain/recipe';
import { DiskStore } from '$lib/storage/disk';
import { StorageError } from '$lib/storage/error';
import { MemoryStore } from '$lib/storage/memory';
import { openStore } from '$lib/storage/open';
import { changeSettings, DEFAULT_SETTINGS, readSettings } from '$lib/storage/settings';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Gallery } from './gallery';

let tests = 0;
let name: string;
let store: DiskStore;
let gallery: Gallery;

beforeEach(async () => {
	name = `gallery-test-${++tests}`;
	indexedDB.deleteDatabase(name);
	store = new DiskStore(name);
	gallery = await Gallery.open(store);
});

afterEach(() => {
	gallery.close();
	store.close();
});

async function draw(side: number, colour: string): Promise<Blob> {
	const canvas = new OffscreenCanvas(side, side);
	const context = canvas.getContext('2d')!;
	context.fillStyle = colour;
	context.fillRect(0, 0, side, side);
	return canvas.convertToBlob({ type: 'image/png' });
}

async function candidate(id: string, createdAt: number, colour = 'teal'): Promise<Candidate> {
	return {
		id,
		recipe: { version: 1, style: 'poster', seed: 2 },
		picture: await draw(512, colour),
		cutout: await draw(512, 'white'),
		width: 512,
		height: 512,
		likeness: { score: 81, cosine: 0.7, meaningful: true },
		createdAt,
	};
}

test('an avatar comes back as it was saved, after the gallery was closed', async () => {
	const saved = await candidate('a', 5);
	await gallery.save(saved);
	gallery.close();
	store.close();
	store = new DiskStore(name);
	gallery = await Gallery.open(store);
	const loaded = (await gallery.get('a'))!;
	expect({ ...loaded, picture: null, cutout: null }).toEqual({
		...saved,
		picture: null,
		cutout: null,
	});
	expect(loaded.picture.type).toBe('image/png');
	expect(await loaded.picture.arrayBuffer()).toEqual(await saved.picture.arrayBuffer());
	expect(await loaded.cutout!.arrayBuffer()).toEqual(await saved.cutout!.arrayBuffer());
	const thumbnail = (await gallery.thumbnail('a'))!;
	expect(thumbnail.type).toBe('image/webp');
	expect((await createImageBitmap(thumbnail)).width).toBe(256);
});

test('newest first, counted and summed', async () => {
	for (const [id, at] of [
		['a', 1],
		['c', 3],
		['b', 2],
	] as const) {
		await gallery.save(await candidate(id, at));
	}
	const entries = await gallery.list();
	expect(entries.map((entry) => entry.id)).toEqual(['c', 'b', 'a']);
	const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
	expect(await gallery.totals()).toEqual({ count: 3, bytes });
	expect(bytes).toBeGreaterThan(0);
});

test('deleting can be undone until it is purged', async () => {
	await gallery.save(await candidate('a', 1));
	await gallery.save(await candidate('b', 2));
	expect(await gallery.remove('a')).toBe(true);
	expect((await gallery.list()).map((entry) => entry.id)).toEqual(['b']);
	expect(await gallery.get('a')).toBeNull();
	await gallery.restore('a');
	expect(await gallery.get('a')).not.toBeNull();

	await gallery.remove('a');
	expect(await gallery.purge(Date.now() - 60_000)).toBe(0);
	expect(await gallery.purge()).toBe(1);
	expect(await gallery.thumbnail('a')).toBeNull();
	await expect(gallery.restore('a')).rejects.toThrow(RangeError);
	expect((await gallery.totals()).count).toBe(1);
});

test('deleting on a disk too full to note it deletes for good, and says so', async () => {
	class FullStore extends MemoryStore {
		override update(): Promise<never> {
			return Promise.reject(new StorageError('full'));
		}
	}
	const full = await Gallery.open(new FullStore('unavailable'));
	await full.save(await candidate('a', 1));
	expect(await full.remove('a')).toBe(false);
	expect(await full.totals()).toEqual({ count: 0, bytes: 0 });
	full.close();
});

test('a favourite stays one when its avatar is saved again', async () => {
	await gallery.save(await candidate('a', 1));
	await gallery.setFavourite('a', true);
	await gallery.save(await candidate('a', 1, 'navy'));
	expect((await gallery.list())[0].favourite).toBe(true);
});

test('clear leaves nothing', async () => {
	await gallery.save(await candidate('a', 1));
	await gallery.clear();
	expect(await gallery.totals()).toEqual({ count: 0, bytes: 0 });
	expect(await store.keys('pictures')).toEqual([]);
	expect(await store.keys('thumbnails')).toEqual([]);
});

test('another tab hears of changes', async () => {
	const other = await Gallery.open(new DiskStore(name));
	const heard = new Promise<void>((resolve) => other.subscribe(resolve));
	await gallery.save(await candidate('a', 1));
	await heard;
	expect((await other.list()).length).toBe(1);
	other.close();
});

describe('no IndexedDB', () => {
	test('the gallery works in memory and says why', async () => {
		const memory = await Gallery.open(new MemoryStore('unavailable'));
		expect(memory.memoryBecause).toBe('unavailable');
		await memory.save(await candidate('a', 1));
		expect((await memory.list()).length).toBe(1);
		expect((await memory.get('a'))!.picture.size).toBeGreaterThan(0);
		memory.close();
	});

	test('openStore falls back', async () => {
		const real = Object.getOwnPropertyDescriptor(globalThis, 'indexedDB')!;
		Object.defineProperty(globalThis, 'indexedDB', { configurable: true, value: undefined });
		try {
			expect((await openStore(name)).memoryBecause).toBe('unavailable');
		} finally {
			Object.defineProperty(globalThis, 'indexedDB', real);
		}
		expect((await openStore(name)).memoryBecause).toBeNull();
	});
});

test('settings have defaults and keep what was chosen', async () => {
	expect(await readSettings(store)).toEqual(DEFAULT_SETTINGS);
	await changeSettings(store, { backend: 'wasm' });
	await changeSettings(store, { language: 'en' });
	expect(await readSettings(store)).toEqual({
		...DEFAULT_SETTINGS,
		backend: 'wasm',
		language: 'en',
	});
});

test('a newer version in another tab gets the database; this one reports it', async () => {
	await gallery.save(await candidate('a', 1));
	const newer = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open(name, 99);
		request.onsuccess = () => resolve(request.result);
		request.onerror = request.onblocked = reject;
	});
	await expect(gallery.list()).rejects.toMatchObject({ name: 'StorageError', kind: 'blocked' });
	newer.close();
});
