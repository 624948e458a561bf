/** The clients against a real server on loopback, with faults. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startHub, type FakeHub } from '../../../../tests/hub/server';
import { parseCatalogue } from '../catalogue/parse';
import { hubClients } from './clients';
import { probeHubs } from './probe';

let hub: FakeHub;
beforeAll(async () => {
	hub = await startHub();
});
afterAll(() => hub.close());
beforeEach(() => hub.reset());

const clients = () => hubClients('http://localhost/', hub.hubs);

function fill(): void {
	const repository = hub.repository('a/model');
	for (let i = 0; i < 7; i++)
		repository.put(`unet/part ${i}.safetensors`, new Uint8Array(2000 + i));
	repository.put('config.json', new TextEncoder().encode('{}'));
}

test('every page is read, commits and hashes are pinned, addresses serve the bytes', async () => {
	fill();
	const files = await clients()[0].list('a/model', 'main');
	expect(files).toHaveLength(8);
	for (const file of files) {
		expect(file.commit).toBe(hub.repository('a/model').head);
		const bytes = await (await fetch(file.url)).arrayBuffer();
		expect(bytes.byteLength).toBe(file.bytes);
	}
	expect(files.filter(({ sha256 }) => sha256 === null).map(({ path }) => path)).toEqual([
		'config.json',
	]);
});

test('the commit stays when the branch moves', async () => {
	fill();
	const [before] = await clients()[0].list('a/model', 'main');
	hub.repository('a/model').put('more.bin', new Uint8Array(10));
	const later = await clients()[0].list('a/model', before.commit);
	expect(later).toHaveLength(8);
	expect(await clients()[0].list('a/model', 'main')).toHaveLength(9);
});

test('ModelScope gives a hash for every file', async () => {
	fill();
	const files = await clients()[1].list('a/model', 'master');
	expect(files).toHaveLength(8);
	expect(files.every(({ sha256 }) => sha256?.length === 64)).toBe(true);
});

test.each([
	[404, 'not-found'],
	[403, 'refused'],
	[429, 'hub-busy'],
	[500, 'hub-busy'],
	[503, 'hub-busy'],
])('a listing that fails with %i is %s', async (status, kind) => {
	fill();
	hub.faults.set([{ kind: 'status', status, on: 'api' }]);
	for (const client of clients()) {
		await expect(client.list('a/model', 'main')).rejects.toMatchObject({ name: 'PackError', kind });
	}
});

test('a repository that is not there is named', async () => {
	await expect(clients()[0].list('a/nothing', 'main')).rejects.toMatchObject({
		kind: 'not-found',
		message: expect.stringContaining('a/nothing at main') as string,
	});
});

test('the probe measures hubs that answer, and says which do not', async () => {
	hub.repository('a/model').put('weights.bin', new Uint8Array(2_000_000));
	const gone = { ...hub.hubs[0], id: 'gone', origin: 'http://127.0.0.1:1' };
	const origins = ['fake', 'gone'].map((id) => ({ hub: id, repo: 'a/model', revision: 'main' }));
	const catalogue = parseCatalogue(
		{
			version: 1,
			licences: [],
			components: [
				{
					id: 'x',
					role: 'unet',
					origins,
					files: ['weights.bin'],
					licence: 'x',
					attribution: '',
					purpose: { en: '', 'zh-CN': '' },
					bytes: 5e6,
				},
			],
			packs: [],
		},
		'test',
	);
	const measured = await probeHubs(hubClients('http://localhost/', [gone, ...hub.hubs]), catalogue);
	expect(measured.map(({ hub: id, reachable }) => [id, reachable])).toEqual([
		['fake', true],
		['gone', false],
	]);
	expect(measured[0].bytesPerSecond).toBeGreaterThan(0);
	expect(measured[1]).toMatchObject({ milliseconds: null, bytesPerSecond: null });
	// No more than a piece of the file was asked for.
	expect(hub.log.filter(({ kind }) => kind === 'file').map(({ range }) => range)).toEqual([
		[0, 524_288],
	]);
});
