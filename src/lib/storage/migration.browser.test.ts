import { afterEach, expect, test } from 'vitest';
import { DiskStore } from './disk';
import { StorageError } from './error';
import { MIGRATIONS, STORE_NAMES } from './schema';

const NAME = 'migration';
const picture = { type: 'image/png', bytes: new Uint8Array([1, 2, 3]).buffer };

afterEach(
	() =>
		new Promise((resolve) => {
			indexedDB.deleteDatabase(NAME).onsuccess = resolve;
		}),
);

/** A database as the first version of the app left it, with an avatar in it. */
function openFirstVersion(): Promise<IDBDatabase> {
	return new Promise((resolve, reject) => {
		const request = indexedDB.open(NAME, 1);
		request.onupgradeneeded = () => MIGRATIONS[0](request.result, request.transaction!);
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			const stores = ['candidates', 'pictures', 'thumbnails', 'settings'];
			const transaction = request.result.transaction(stores, 'readwrite');
			transaction.objectStore('candidates').put({ id: 'a', side: 1024, favourite: true }, 'a');
			transaction.objectStore('pictures').put({ picture, cutout: picture }, 'a');
			transaction.objectStore('thumbnails').put(picture, 'a');
			transaction.objectStore('settings').put({ backend: 'wasm', language: 'en' }, 'settings');
			transaction.oncomplete = () => resolve(request.result);
		};
	});
}

test('the gallery of version 1 is whole in the newest, beside empty stores for what came later', async () => {
	(await openFirstVersion()).close();
	const disk = new DiskStore(NAME);
	expect(await disk.values('candidates')).toEqual([
		{ id: 'a', width: 1024, height: 1024, favourite: true },
	]);
	expect(await disk.get('pictures', 'a')).toEqual({ picture, cutout: picture });
	expect(await disk.get('thumbnails', 'a')).toEqual(picture);
	expect(await disk.get('settings', 'settings')).toEqual({ backend: 'wasm', language: 'en' });
	for (const store of [
		'parts',
		'downloads',
		'outputs',
		'packFiles',
		'packs',
		'installs',
		'persons',
		'generateJobs',
		'generateSources',
		'ownStyles',
		'generateChoices',
		'generatePaces',
		'cards',
		'idBatch',
		'idBatchEntries',
	] as const) {
		expect(await disk.keys(store)).toEqual([]);
	}
	disk.close();
});

test('persons of whom only faces were kept stay, without a portrait', async () => {
	const before = 5; // the version that had persons, and no portraits of them
	const person = { id: 'p', name: 'Ada', faces: [], descriptor: new Float32Array(1) };
	await new Promise<void>((resolve, reject) => {
		const request = indexedDB.open(NAME, before);
		request.onupgradeneeded = () => {
			for (const migrate of MIGRATIONS.slice(0, before)) {
				migrate(request.result, request.transaction!);
			}
		};
		request.onerror = () => reject(request.error);
		request.onsuccess = () => {
			const transaction = request.result.transaction(['persons'], 'readwrite');
			transaction.objectStore('persons').put(person, 'p');
			transaction.oncomplete = () => {
				request.result.close();
				resolve();
			};
		};
	});
	const disk = new DiskStore(NAME);
	expect(await disk.values('persons')).toEqual([{ ...person, portrait: null }]);
	disk.close();
});

test('a new database has every store of the schema, and no others', async () => {
	const disk = new DiskStore(NAME);
	await disk.open();
	disk.close();
	const database = await new Promise<IDBDatabase>((resolve) => {
		const request = indexedDB.open(NAME);
		request.onsuccess = () => resolve(request.result);
	});
	expect(database.version).toBe(MIGRATIONS.length);
	expect([...database.objectStoreNames]).toEqual([...STORE_NAMES].sort());
	database.close();
});

test('says that an older tab is open, and upgrades once it is closed', async () => {
	const older = await openFirstVersion();
	const disk = new DiskStore(NAME);
	await expect(disk.open()).rejects.toEqual(new StorageError('blocked', 'an older tab is open'));
	older.close();
	await disk.open();
	expect(await disk.keys('candidates')).toEqual(['a']);
	disk.close();
});

test('finds keys and values by their prefix alone', async () => {
	const disk = new DiskStore(NAME);
	const part = (index: number) => ({ index, size: 0, bytes: null, sha256: null });
	await disk.write(
		['a/1', 'a/2', 'ab/1', 'b/1'].map((key, index) => ({
			store: 'parts',
			key,
			value: part(index),
		})),
	);
	expect(await disk.keys('parts', 'a/')).toEqual(['a/1', 'a/2']);
	expect(await disk.values('parts', 'a/')).toEqual([part(0), part(1)]);
	expect(await disk.keys('parts')).toHaveLength(4);
	disk.close();
});
