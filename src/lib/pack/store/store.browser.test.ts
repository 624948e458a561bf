import { afterEach, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { HubClient } from '../../../../tests/hub/client';
import { pseudoRandomBytes } from '../../../../tests/hub/random';
import type { Hub } from '$lib/domain/hubs';
import type { PackManifest, RemoteFile } from '$lib/domain/pack';
import { DiskStore } from '$lib/storage/disk';
import { MemoryStore } from '$lib/storage/memory';
import type { PackStore } from '../contract';
import { digestOf } from './hash';
import { openPackStore } from './open';

const REPO = 'author/model';
const SMALL = {
	pieceBytes: 64 << 10,
	lanes: 4,
	windowBytes: 128 << 10,
	stallMs: 500,
	firstDelayMs: 5,
	mostDelayMs: 20,
};
const never = new AbortController().signal;

let hub: HubClient;
let hubs: readonly Hub[];
let disk: DiskStore;
let store: PackStore;
let number = 0;

beforeAll(async () => {
	hub = await HubClient.fork(inject('hubOrigin'));
	({ hubs } = await hub.send({}));
});
beforeEach(() => {
	disk = new DiskStore(`packs-${number++}`);
	store = openPackStore(disk, { ...SMALL, hubs });
});
afterEach(() => {
	disk.close();
	indexedDB.deleteDatabase(disk.name);
});

async function put(bytes: number, path = 'unet.safetensors', lfs = true): Promise<RemoteFile> {
	const { remote } = await hub.send({
		reset: true,
		put: [{ repo: REPO, path, lfs, random: { seed: 7, bytes } }],
		remote: [{ repo: REPO, path }],
	});
	return remote[0];
}
const bytesOf = async (blob: Blob | null) => new Uint8Array(await blob!.arrayBuffer());
const manifestOf = (id: string, files: PackManifest['files']): PackManifest => ({
	format: 1,
	id,
	compiler: 'test',
	sources: [],
	files,
	models: {},
	settings: {},
});

test('keeps a file that was fetched in parts, and fetches nothing of it again', async () => {
	const file = await put(300_001);
	let arrived = 0;
	const transfer = await store.transfer(file, 'keep', { onBytes: (n) => (arrived += n) }, never);
	expect(await transfer.finished).toEqual({ bytes: 300_001, sha256: file.sha256 });
	expect(arrived).toBe(300_001);
	expect(await bytesOf(await store.open(file.sha256!))).toEqual(pseudoRandomBytes(7, 300_001));
	expect(await store.present(file)).toBe(300_001);

	const { log } = await hub.send({});
	const again = await store.transfer(file, 'keep', {}, never);
	await again.finished;
	expect((await hub.send({})).log).toHaveLength(log.length);
	expect(await again.source.read(299_990, 300_001)).toEqual(
		pseudoRandomBytes(7, 300_001).slice(299_990),
	);
});

test('pins the hash of a file that the hub does not hash', async () => {
	const file = await put(900, 'config.json', false);
	expect(file.sha256).toBeNull();
	const { sha256 } = await (await store.transfer(file, 'keep', {}, never)).finished;
	expect(sha256).toBe(await digestOf(pseudoRandomBytes(7, 900)));
	expect((await store.open(sha256))?.size).toBe(900);
});

test('an empty file is a file', async () => {
	const file = await put(0, 'empty.bin');
	const { sha256 } = await (await store.transfer(file, 'keep', {}, never)).finished;
	expect((await store.open(sha256))?.size).toBe(0);
});

test('streams from a server without ranges, whose reader waits for every part', async () => {
	const size = 1_000_000; // several windows
	const file = await put(size);
	await hub.send({ addFaults: [{ kind: 'no-ranges', path: file.path }] });
	const transfer = await store.transfer(file, 'stream', {}, never);
	const source = pseudoRandomBytes(7, size);
	for (let begin = 0; begin < size; begin += 10_000) {
		expect(await transfer.source.read(begin, begin + 10_000)).toEqual(
			source.slice(begin, begin + 10_000),
		);
		await transfer.source.release!(begin + 10_000);
	}
	expect((await transfer.finished).sha256).toBe(file.sha256);
});

test('streams no further than the window ahead of the reader, and keeps only the first part', async () => {
	const size = 2_000_000;
	const file = await put(size);
	const source = pseudoRandomBytes(7, size);
	const transfer = await store.transfer(file, 'stream', {}, never);
	let most = 0;
	for (let begin = 0; begin < size; begin += 50_000) {
		const end = Math.min(size, begin + 50_000);
		expect(await transfer.source.read(begin, end)).toEqual(source.slice(begin, end));
		await transfer.source.release!(end);
		const held = (await disk.values('parts')).filter(({ bytes }) => bytes);
		most = Math.max(
			most,
			held.reduce((sum, { size }) => sum + size, 0),
		);
	}
	expect((await transfer.finished).sha256).toBe(file.sha256);
	// Window, what lies below it in a part, the lanes, and the first part.
	expect(most).toBeLessThan(SMALL.windowBytes + 50_000 + 2 * SMALL.pieceBytes);
	const left = (await disk.values('parts')).filter(({ bytes }) => bytes);
	expect(left.map(({ index }) => index)).toEqual([0]);
	await expect(transfer.source.read(0, 10)).rejects.toThrow(RangeError);
});

test('output goes on after the last committed step, and becomes a pack in one go', async () => {
	const a = pseudoRandomBytes(1, 70_000);
	const b = pseudoRandomBytes(2, 1000);
	let output = await store.output('tiny', 'plan 1');
	await output.commit(0, [{ file: 'unet.weights', offset: 0, bytes: a.subarray(0, 30_000) }]);
	await expect(
		output.commit(1, [{ file: 'unet.weights', offset: 29_999, bytes: a }]),
	).rejects.toThrow(RangeError);

	store = openPackStore(disk, { ...SMALL, hubs });
	output = await store.output('tiny', 'plan 1');
	expect(output.committed).toBe(1);
	await output.commit(1, [
		{ file: 'unet.weights', offset: 30_000, bytes: a.subarray(30_000, 50_000) },
		{ file: 'unet.onnx', offset: 0, bytes: b },
		{ file: 'unet.weights', offset: 50_000, bytes: a.subarray(50_000) },
	]);
	const weights = { path: 'unet.weights', ...(await output.digest('unet.weights')) };
	const graph = { path: 'unet.onnx', ...(await output.digest('unet.onnx')) };
	expect(weights).toMatchObject({ bytes: 70_000, sha256: await digestOf(a) });

	await store.finish(manifestOf('tiny', [weights, graph]));
	expect(await bytesOf(await store.file('tiny', 'unet.weights'))).toEqual(a);
	expect(await bytesOf(await store.file('tiny', 'unet.onnx'))).toEqual(b);
	expect(await disk.keys('outputs')).toEqual([]);
	expect((await store.installed()).map(({ id, bytes, damaged }) => [id, bytes, damaged])).toEqual([
		['tiny', 71_000, []],
	]);
});

test('another plan starts anew and leaves nothing behind', async () => {
	const first = await store.output('tiny', 'plan 1');
	await first.commit(0, [{ file: 'a', offset: 0, bytes: pseudoRandomBytes(1, 1000) }]);
	const second = await store.output('tiny', 'plan 2');
	expect(second.committed).toBe(0);
	expect(await disk.keys('parts')).toEqual([]);
});

test('what was made of wrong bytes is forgotten, and nothing more is made of them', async () => {
	const file = await put(100_000);
	await hub.send({ faults: [{ kind: 'wrong-byte', at: 50_000, on: 'file' }] });
	await store.record({
		pack: 'spoilt',
		files: [{ component: 'unet', file }],
		status: 'running',
		problem: null,
		startedAt: 1,
	});
	const output = await store.output('spoilt', 'plan');
	await output.commit(0, [{ file: 'w', offset: 0, bytes: pseudoRandomBytes(1, 1000) }]);
	const transfer = await store.transfer(file, 'stream', {}, never);
	await transfer.source.release!(100_000);
	await expect(transfer.finished).rejects.toMatchObject({ kind: 'corrupt' });
	await expect(output.commit(1, [])).rejects.toMatchObject({ kind: 'corrupt' });
	expect((await store.output('spoilt', 'plan')).committed).toBe(0);
	expect(await disk.keys('parts')).toEqual([]);

	await hub.send({ faults: [] });
	const again = await store.transfer(file, 'stream', {}, never);
	expect(await again.source.read(0, 60_000)).toEqual(
		pseudoRandomBytes(7, 100_000).slice(0, 60_000),
	);
	await again.source.release!(100_000);
	expect((await again.finished).sha256).toBe(file.sha256);
});

test('packs share what is the same, and removing one leaves the other whole', async () => {
	const shared = {
		path: 'base.weights',
		bytes: 5000,
		blob: new Blob([pseudoRandomBytes(3, 5000)]),
	};
	const own = { path: 'own.weights', bytes: 400, blob: new Blob([pseudoRandomBytes(4, 400)]) };
	const entry = async ({ path, bytes, blob }: typeof shared) => ({
		path,
		bytes,
		sha256: await digestOf(await bytesOf(blob)),
	});
	const one = manifestOf('one', [await entry(shared), await entry(own)]);
	const two = manifestOf('two', [await entry(shared)]);
	const blobs = new Map([shared, own].map(({ path, blob }) => [path, blob]));
	await store.adopt(one, blobs, () => {}, never);
	await store.adopt(two, new Map(), () => {}, never);
	expect(await disk.keys('packFiles')).toHaveLength(2);

	await store.remove('one');
	expect(await disk.keys('parts')).toHaveLength(1);
	expect((await store.file('two', 'base.weights')).size).toBe(5000);
	await store.remove('two');
	expect(await disk.keys('parts')).toEqual([]);
	expect(await disk.keys('packFiles')).toEqual([]);
});

test('adopts nothing that is not what its manifest says', async () => {
	const blob = new Blob([pseudoRandomBytes(3, 5000)]);
	const sha256 = await digestOf(pseudoRandomBytes(5, 5000));
	const wrong = manifestOf('wrong', [{ path: 'a', bytes: 5000, sha256 }]);
	const adopt = (manifest: PackManifest) =>
		store.adopt(manifest, new Map([['a', blob]]), () => {}, never);
	await expect(adopt(wrong)).rejects.toMatchObject({ kind: 'corrupt' });
	const path = '../escape';
	await expect(adopt(manifestOf('wrong', [{ path, bytes: 1, sha256 }]))).rejects.toMatchObject({
		kind: 'unsafe',
	});
	expect(await disk.keys('parts')).toEqual([]);
	expect(await store.installed()).toEqual([]);
});

test('verification finds a damaged file, and a new transfer fetches only what is wrong', async () => {
	const file = await put(300_000);
	await (
		await store.transfer(file, 'keep', {}, never)
	).finished;
	const manifest = manifestOf('pre', [
		{ path: 'unet.safetensors', bytes: file.bytes, sha256: file.sha256! },
	]);
	await store.finish(manifest);
	expect(await store.verify('pre', () => {}, never)).toEqual([]);

	const key = (await disk.keys('parts'))[3];
	const part = (await disk.get('parts', key))!;
	const spoilt = await bytesOf(part.bytes);
	spoilt[17] ^= 1;
	await disk.write([{ store: 'parts', key, value: { ...part, bytes: new Blob([spoilt]) } }]);
	expect(await store.verify('pre', () => {}, never)).toEqual(['unet.safetensors']);
	await expect(store.file('pre', 'unet.safetensors')).rejects.toMatchObject({ kind: 'corrupt' });
	expect((await store.installed())[0].damaged).toEqual(['unet.safetensors']);

	await hub.send({ clearLog: true });
	await (
		await store.transfer(file, 'keep', {}, never)
	).finished;
	const { log } = await hub.send({});
	const served = log.reduce((sum, { served }) => sum + served, 0);
	expect(served).toBe(part.size);
	await store.finish(manifest);
	expect(await store.verify('pre', () => {}, never)).toEqual([]);
});

test('a part that the browser has lost is told, and a pack without it is not served', async () => {
	const blob = new Blob([pseudoRandomBytes(3, 5000)]);
	const sha256 = await digestOf(await bytesOf(blob));
	const manifest = manifestOf('lost', [{ path: 'a', bytes: 5000, sha256 }]);
	await store.adopt(manifest, new Map([['a', blob]]), () => {}, never);
	await disk.write([{ store: 'parts', key: (await disk.keys('parts'))[0] }]);
	expect((await store.installed())[0].damaged).toEqual(['a']);
	await expect(store.file('lost', 'a')).rejects.toMatchObject({ kind: 'corrupt' });
	expect(await store.open(sha256)).toBeNull();
});

test('discarding an install forgets what only it needed', async () => {
	const file = await put(1_000_000);
	await store.record({
		pack: 'begun',
		files: [{ component: 'unet', file }],
		status: 'running',
		problem: null,
		startedAt: 1,
	});
	const pause = new AbortController();
	// A stream waits for its reader, so it cannot be done before it is paused.
	const transfer = await store.transfer(file, 'stream', {}, pause.signal);
	await transfer.source.read(0, 100_000);
	pause.abort();
	await expect(transfer.finished).rejects.toBe(pause.signal.reason);
	await store.remove('something else');
	expect(await store.present(file)).toBeGreaterThan(0);
	expect((await store.installs()).map(({ pack }) => pack)).toEqual(['begun']);
	await store.discard('begun');
	expect(await store.present(file)).toBe(0);
	expect(await disk.keys('parts')).toEqual([]);
	expect(await disk.keys('downloads')).toEqual([]);
});

test('says so where the browser keeps nothing', async () => {
	const nowhere = openPackStore(new MemoryStore('unavailable'));
	expect(await nowhere.installed()).toEqual([]);
	const file = await put(10);
	await expect(nowhere.transfer(file, 'keep', {}, never)).rejects.toMatchObject({
		kind: 'no-storage',
	});
	await expect(nowhere.output('a', 'b')).rejects.toMatchObject({ kind: 'no-storage' });
});
