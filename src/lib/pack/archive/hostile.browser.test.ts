/** Spoilt archives against the real store: what is refused leaves nothing behind. */
import { expect, test } from 'vitest';
import { makeZip } from 'client-zip';
import type { PackManifest } from '$lib/domain/pack';
import { DiskStore } from '$lib/storage/disk';
import { Random, hostileBytes, hostileJson } from '../../../../tests/unit/pack/hostile';
import { openPackStore } from '../store/open';
import { readPackArchive } from './read';
import { packArchiveBlob } from './write';

const CASES = 150;
const never = new AbortController().signal;

async function manifestOf(id: string, contents: ReadonlyMap<string, Blob>): Promise<PackManifest> {
	const files = await Promise.all(
		[...contents].map(async ([path, blob]) => {
			const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
			const sha256 = Array.from(new Uint8Array(digest), (byte) =>
				byte.toString(16).padStart(2, '0'),
			).join('');
			return { path, bytes: blob.size, sha256 };
		}),
	);
	return { format: 1, id, compiler: 'test', sources: [], files, models: {}, settings: {} };
}

/** Every key of every store of a database. */
async function keysOf(name: string): Promise<string[]> {
	const database = await new Promise<IDBDatabase>((resolve, reject) => {
		const request = indexedDB.open(name);
		request.onsuccess = () => resolve(request.result);
		request.onerror = () => reject(request.error);
	});
	const keys = await Promise.all(
		[...database.objectStoreNames].map(
			(store) =>
				new Promise<string[]>((resolve, reject) => {
					const request = database.transaction(store).objectStore(store).getAllKeys();
					request.onsuccess = () => resolve(request.result.map((key) => `${store} ${String(key)}`));
					request.onerror = () => reject(request.error);
				}),
		),
	);
	database.close();
	return keys.flat().sort();
}

test('a good pack is adopted; a spoilt one is refused and leaves nothing', async () => {
	const disk = new DiskStore(`hostile-${Date.now()}`);
	const store = openPackStore(disk);
	const good = new Map([['a/x.bin', new Blob([new Uint8Array(3000).fill(1)])]]);
	await store.adopt(await manifestOf('good', good), good, () => undefined, never);
	const before = await keysOf(disk.name);

	const bad = new Map([
		['a/y.bin', new Blob([new Uint8Array(70_000).fill(2)])],
		['z.json', new Blob(['{}'])],
	]);
	const manifest = await manifestOf('bad', bad);
	const archive = await packArchiveBlob(manifest, async (path) => bad.get(path)!);
	const bytes = new Uint8Array(await archive.arrayBuffer());
	const outcomes: Record<string, number> = {};
	for (let seed = 0; seed < CASES; seed++) {
		const random = new Random(seed);
		const spoilt = random.chance(0.7)
			? new Blob([hostileBytes(bytes, random, random.chance(0.4) ? bytes.length - 400 : 0)])
			: await zipOf(hostileJson(manifest, random), bad);
		let outcome = 'fine';
		try {
			const pack = await readPackArchive(spoilt, 'the archive');
			await store.adopt(pack.manifest, pack.files, () => undefined, never);
			await store.remove(pack.manifest.id);
		} catch (error) {
			expect(error, `seed ${seed}`).toMatchObject({ name: 'PackError' });
			outcome = (error as { kind: string }).kind;
		}
		outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
		const left = await keysOf(disk.name);
		expect(left, `seed ${seed}: ${outcome}`).toEqual(before);
	}
	expect(outcomes.unsafe).toBeGreaterThan(30);
	expect(outcomes.corrupt).toBeGreaterThan(5);
	expect((await store.installed()).map(({ id }) => id)).toEqual(['good']);
	disk.close();
	indexedDB.deleteDatabase(disk.name);
});

function zipOf(manifest: string, files: ReadonlyMap<string, Blob>): Promise<Blob> {
	const entries = [...files].map(([name, input]) => ({ name, input }));
	return new Response(makeZip([{ name: 'pack.json', input: manifest }, ...entries])).blob();
}
