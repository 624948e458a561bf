import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { pseudoRandomBytes } from '../../hub/random';
import { startHub, type FakeHub } from '../../hub/server';

const REPO = 'author/model';
const BYTES = pseudoRandomBytes(1, 300_000);
let hub: FakeHub;

beforeEach(async () => {
	hub = await startHub();
	hub.repository(REPO).put('unet/model.safetensors', BYTES);
	for (const name of ['a', 'b', 'c']) hub.repository(REPO).put(`${name}.json`, Buffer.from('{}'));
});
afterEach(() => hub.close());

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = async (response: Response) => new Uint8Array(await response.arrayBuffer());
const ask = (range?: string) =>
	fetch(hub.remote(REPO, 'unet/model.safetensors').url, { headers: range ? { range } : {} });

test('lists a repository in pages, with the sha256 of LFS files', async () => {
	let url: string | undefined = `${hub.origin}/api/models/${REPO}/tree/main?recursive=true`;
	const entries: { path: string; lfs?: { oid: string } }[] = [];
	let pages = 0;
	while (url) {
		const response: Response = await fetch(url);
		entries.push(...(await response.json()));
		url = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
		pages++;
	}
	expect(pages).toBe(2);
	expect(entries.map(({ path }) => path)).toEqual([
		'a.json',
		'b.json',
		'c.json',
		'unet/model.safetensors',
	]);
	expect(entries[3].lfs?.oid).toBe(sha256(BYTES));
	expect(entries[0].lfs).toBeUndefined();
});

test('keeps old commits when a branch moves on', async () => {
	const before = hub.remote(REPO, 'unet/model.safetensors');
	hub.repository(REPO).put('unet/model.safetensors', pseudoRandomBytes(2, 5000));
	const { sha } = await (await fetch(`${hub.origin}/api/models/${REPO}/revision/main`)).json();
	expect(sha).not.toBe(before.commit);
	expect(sha256(await bytesOf(await fetch(before.url)))).toBe(before.sha256);
	expect(hub.remote(REPO, 'unet/model.safetensors').bytes).toBe(5000);
});

test('serves ranges behind a redirect to a signed URL that expires', async () => {
	const response = await ask('bytes=100000-100009');
	expect(response.status).toBe(206);
	expect(response.url).toMatch(new RegExp(`^${hub.fileOrigin}/`));
	expect(response.headers.get('content-range')).toBe('bytes 100000-100009/300000');
	expect(await bytesOf(response)).toEqual(BYTES.slice(100000, 100010));
	expect((await fetch(response.url)).status).toBe(200);
	hub.expireSignedUrls();
	expect((await fetch(response.url)).status).toBe(403);
	expect((await ask('bytes=300000-')).status).toBe(416);
});

test('lists and serves as ModelScope does', async () => {
	const list = await fetch(
		`${hub.origin}/api/v1/models/${REPO}/repo/files?Revision=master&Recursive=true`,
	);
	const { Data } = await list.json();
	const file = Data.Files.find(({ Path }: { Path: string }) => Path === 'unet/model.safetensors');
	expect(file).toMatchObject({ Type: 'blob', Size: BYTES.length, Sha256: sha256(BYTES) });
	const resolved = `${hub.origin}/models/${REPO}/resolve/master/unet/model.safetensors`;
	expect(sha256(await bytesOf(await fetch(resolved)))).toBe(sha256(BYTES));
	const missing = await fetch(`${hub.origin}/api/v1/models/no/such/repo/files`);
	expect(missing.status).toBe(404);
});

test('injects each fault where and as often as it is told', async () => {
	hub.faults.add({ kind: 'cut', at: 70_000, times: 1, on: 'file' });
	await expect(ask().then(bytesOf)).rejects.toThrow();
	expect(hub.log.at(-1)).toMatchObject({ served: 70_000, fault: 'cut' });

	hub.faults.add({ kind: 'wrong-byte', at: 150_000, times: 1, on: 'file' });
	const wrong = await bytesOf(await ask('bytes=100000-199999'));
	expect([...wrong.keys()].filter((i) => wrong[i] !== BYTES[100_000 + i])).toEqual([50_000]);

	hub.faults.add({ kind: 'truncate', at: 10, times: 1, on: 'file' });
	expect((await bytesOf(await ask('bytes=0-99'))).length).toBe(10);

	hub.faults.add({ kind: 'no-ranges', times: 1, on: 'file' });
	const whole = await ask('bytes=5-9');
	expect([whole.status, (await bytesOf(whole)).length]).toEqual([200, BYTES.length]);

	hub.faults.add({ kind: 'status', status: 429, retryAfter: 7, times: 1 });
	const busy = await ask();
	expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '7']);

	hub.faults.add({ kind: 'stall', at: 3000, times: 1, on: 'file' });
	const stalled = await ask();
	const reader = stalled.body!.getReader();
	expect((await reader.read()).value!.length).toBe(3000);
	const next = reader.read().then(() => 'more');
	const nothing = new Promise((resolve) => setTimeout(resolve, 100, 'nothing'));
	expect(await Promise.race([next.catch(() => 'more'), nothing])).toBe('nothing');
	await reader.cancel();

	hub.faults.add({ kind: 'expired', times: 1 });
	expect((await ask()).status).toBe(403);
	expect(sha256(await bytesOf(await ask()))).toBe(sha256(BYTES));
});

test('takes orders from a page', async () => {
	const send = async (command: object) => {
		const response = await fetch(`${hub.origin}/__control`, {
			method: 'POST',
			body: JSON.stringify(command),
		});
		return response.json();
	};
	const { remote } = await send({
		reset: true,
		put: [{ repo: 'x/y', path: 'w.bin', random: { seed: 3, bytes: 2000 } }],
		faults: [{ kind: 'status', status: 503, times: 1 }],
		remote: [{ repo: 'x/y', path: 'w.bin' }],
	});
	expect((await fetch(remote[0].url)).status).toBe(503);
	expect(await bytesOf(await fetch(remote[0].url))).toEqual(pseudoRandomBytes(3, 2000));
	expect((await send({})).log).toHaveLength(3);
});
