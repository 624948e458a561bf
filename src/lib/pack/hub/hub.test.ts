import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { BUILT_IN_HUBS, type Hub } from '$lib/domain/hubs';
import type { PackProblem } from '$lib/domain/pack';
import { hubClients } from './clients';

const [HUGGING_FACE, MODEL_SCOPE, SAME_ORIGIN] = BUILT_IN_HUBS;
const BASE = 'https://app.example/likeness/';
const COMMIT = 'c0ffee'.padEnd(40, '0');
const HASH = 'ab'.repeat(32);

type Answer = Response | Error | ((url: URL, init?: RequestInit) => Response | Promise<Response>);

/** Answers addresses that begin with a key, and keeps what was asked. */
function network(answers: Record<string, Answer>) {
	const asked: string[] = [];
	const ask: typeof fetch = async (input, init) => {
		const url = new URL(String(input));
		asked.push(url.href);
		init?.signal?.throwIfAborted();
		const [, answer] = Object.entries(answers).find(([begin]) => url.href.startsWith(begin)) ?? [];
		if (!answer) return new Response('', { status: 404 });
		if (answer instanceof Error) throw answer;
		return answer instanceof Response ? answer.clone() : answer(url, init);
	};
	return { ask, asked };
}

const client = (hub: Hub, ask: typeof fetch, patience = 5000) =>
	hubClients(BASE, [hub], { fetch: ask, patience })[0];
const json = (value: unknown, headers = {}) =>
	Response.json(value, { headers: { 'content-type': 'application/json', ...headers } });
const API = 'https://huggingface.co/api/models/a/b';
const revision = json({ _id: '1', id: 'a/b', sha: COMMIT });
const entry = (path: string, size = 10, lfs?: { oid: string }) => ({
	type: 'file',
	path,
	size,
	lfs,
});

async function failure(promise: Promise<unknown>): Promise<{ kind: PackProblem; message: string }> {
	const error = await promise.then(
		() => expect.unreachable('it did not fail'),
		(thrown: unknown) => thrown,
	);
	expect(error).toMatchObject({ name: 'PackError' });
	return error as { kind: PackProblem; message: string };
}

describe('Hugging Face', () => {
	test('pins the commit and the hashes, follows the pages, leaves folders out', async () => {
		const { ask, asked } = network({
			[`${API}/revision/main`]: revision,
			[`${API}/tree/${COMMIT}?cursor=2`]: json([entry('config.json', 3)]),
			[`${API}/tree/${COMMIT}`]: json(
				[
					{ type: 'directory', path: 'unet', size: 0 },
					entry('unet/a b.safetensors', 99, { oid: HASH }),
				],
				{ link: `<${API}/tree/${COMMIT}?cursor=2>; rel="next"` },
			),
		});
		const files = await client(HUGGING_FACE, ask).list('a/b', 'main');
		const common = { hub: 'huggingface', repo: 'a/b', commit: COMMIT };
		expect(files).toEqual([
			{
				...common,
				path: 'unet/a b.safetensors',
				bytes: 99,
				sha256: HASH,
				url: `https://huggingface.co/a/b/resolve/${COMMIT}/unet/a%20b.safetensors`,
			},
			{
				...common,
				path: 'config.json',
				bytes: 3,
				sha256: null,
				url: `https://huggingface.co/a/b/resolve/${COMMIT}/config.json`,
			},
		]);
		expect(asked).toHaveLength(3);
	});

	test('a commit is not looked up again', async () => {
		const { ask, asked } = network({ [`${API}/tree/${COMMIT}`]: json([entry('x')]) });
		expect(await client(HUGGING_FACE, ask).list('a/b', COMMIT)).toHaveLength(1);
		expect(asked).toHaveLength(1);
	});

	test.each<[string, Answer, PackProblem, RegExp]>([
		['no repository', new Response('', { status: 404 }), 'not-found', /a\/b at main/],
		['a private one', new Response('', { status: 401 }), 'refused', /private/],
		['a gated one', new Response('', { status: 403 }), 'refused', /consent/],
		['a busy hub', new Response('', { status: 429 }), 'hub-busy', /429/],
		['a broken hub', new Response('', { status: 503 }), 'hub-busy', /503/],
		['no network', new TypeError('Failed to fetch'), 'hub-unreachable', /Failed to fetch/],
		['a page instead of JSON', new Response('<html>'), 'hub-unreachable', /not what this hub/],
		['JSON of another kind', json(null), 'hub-unreachable', /not what this hub/],
		['no commit', json({ id: 'a/b' }), 'hub-unreachable', /no commit/],
		['a commit that is an address', json({ sha: '../../evil' }), 'hub-unreachable', /no commit/],
	])('%s', async (_, answer, kind, message) => {
		const { ask } = network({ [`${API}/revision/main`]: answer });
		expect(await failure(client(HUGGING_FACE, ask).list('a/b', 'main'))).toMatchObject({
			kind,
			message: expect.stringMatching(message) as string,
		});
	});

	test.each<[string, Answer, PackProblem]>([
		['no list', json({ error: 'x' }), 'hub-unreachable'],
		['a list of nothing', json([null]), 'hub-unreachable'],
		['a negative size', json([entry('x', -1)]), 'unsafe'],
		['a size that is text', json([{ ...entry('x'), size: '10' }]), 'unsafe'],
		['a hash that is none', json([entry('x', 1, { oid: 'zz' })]), 'unsafe'],
		['a file twice', json([entry('x'), entry('x')]), 'unsafe'],
		[
			'pages without end',
			(url) => json([], { link: `<${url.origin}${url.pathname}?n=1>; rel="next"` }),
			'unsafe',
		],
		['a page elsewhere', json([], { link: '<https://evil.example/x>; rel="next"' }), 'unsafe'],
		['an endless answer', () => new Response(endless()), 'unsafe'],
	])('%s is refused', async (_, answer, kind) => {
		const { ask, asked } = network({ [`${API}/revision/main`]: revision, [`${API}/tree`]: answer });
		expect((await failure(client(HUGGING_FACE, ask).list('a/b', 'main'))).kind).toBe(kind);
		expect(asked.every((url) => url.startsWith('https://huggingface.co/'))).toBe(true);
	});

	test('names that climb or hide are left out', async () => {
		const { ask } = network({
			[`${API}/revision/main`]: revision,
			[`${API}/tree`]: json(
				['../x', '/x', 'a\\x', 'a/../x', 'a//x', '', 'ok'].map((path) => entry(path)),
			),
		});
		const files = await client(HUGGING_FACE, ask).list('a/b', 'main');
		expect(files.map(({ path }) => path)).toEqual(['ok']);
	});

	test('an answer from a host that is not of the hub is not read', async () => {
		const { ask } = network({
			[`${API}/revision/main`]: () =>
				Object.defineProperty(json({ sha: COMMIT }), 'url', { value: 'https://evil.example/' }),
		});
		expect((await failure(client(HUGGING_FACE, ask).list('a/b', 'main'))).kind).toBe('unsafe');
	});

	test('a hub that never answers is given up; a person who stops is heard at once', async () => {
		const never: Answer = (_, init) =>
			new Promise((_resolve, reject) => {
				init!.signal!.addEventListener('abort', () => reject(init!.signal!.reason as Error));
			});
		const { ask } = network({ [API]: never });
		const slow = await failure(client(HUGGING_FACE, ask, 20).list('a/b', 'main'));
		expect(slow).toMatchObject({ kind: 'hub-unreachable' });
		const stop = new AbortController();
		const listing = client(HUGGING_FACE, ask).list('a/b', 'main', stop.signal);
		stop.abort(new DOMException('enough', 'AbortError'));
		await expect(listing).rejects.toMatchObject({ name: 'AbortError' });
	});
});

describe('ModelScope', () => {
	const FILES =
		'https://www.modelscope.cn/api/v1/models/a/b/repo/files?Revision=master&Recursive=true';

	test('lists files with their hashes', async () => {
		const { ask } = network({
			[FILES]: json({
				Code: 200,
				Data: {
					Files: [
						{ Path: 'unet', Type: 'tree', Size: 0, Sha256: '' },
						{ Path: 'unet/x.bin', Type: 'blob', Size: 5, Sha256: HASH, Name: 'x.bin' },
					],
				},
			}),
		});
		expect(await client(MODEL_SCOPE, ask).list('a/b', 'master')).toEqual([
			{
				hub: 'modelscope',
				repo: 'a/b',
				commit: '',
				path: 'unet/x.bin',
				bytes: 5,
				sha256: HASH,
				url: 'https://www.modelscope.cn/models/a/b/resolve/master/unet/x.bin',
			},
		]);
	});

	test.each<[string, Answer, PackProblem]>([
		['no repository', new Response('', { status: 404 }), 'not-found'],
		['another answer', json({ Code: 10010 }), 'hub-unreachable'],
		['a page', new Response('<html>'), 'hub-unreachable'],
		[
			'a size that cannot be',
			json({ Data: { Files: [{ Path: 'x', Type: 'blob', Size: 1e99 }] } }),
			'unsafe',
		],
	])('%s', async (_, answer, kind) => {
		const { ask } = network({ [FILES]: answer });
		expect((await failure(client(MODEL_SCOPE, ask).list('a/b', 'master'))).kind).toBe(kind);
	});
});

describe('the app itself', () => {
	const manifest = {
		format: 1,
		id: 'mine',
		compiler: 'x',
		sources: [],
		files: [{ path: 'unet/model.onnx', bytes: 4, sha256: HASH }],
		models: { unet: { graph: 'unet/model.onnx', shards: [] } },
		settings: {},
	};
	const text = JSON.stringify(manifest);
	const hash = createHash('sha256').update(text).digest('hex');
	const { ask } = network({ [`${BASE}packs/mine/pack.json`]: new Response(text) });

	test('lists what the manifest names, below its own folder', async () => {
		const files = await client(SAME_ORIGIN, ask).list('mine', hash);
		expect(files.map(({ path, bytes, sha256, url }) => [path, bytes, sha256, url])).toEqual([
			['pack.json', text.length, hash, `${BASE}packs/mine/pack.json`],
			['unet/model.onnx', 4, HASH, `${BASE}packs/mine/unet/model.onnx`],
		]);
	});

	test('notices another manifest than the catalogue lists, or the one of another pack', async () => {
		expect((await failure(client(SAME_ORIGIN, ask).list('mine', 'ff'.repeat(32)))).kind).toBe(
			'changed',
		);
		const other = network({ [`${BASE}packs/yours/pack.json`]: new Response(text) });
		expect((await failure(client(SAME_ORIGIN, other.ask).list('yours', 'main'))).kind).toBe(
			'unsafe',
		);
		expect((await failure(client(SAME_ORIGIN, ask).list('nobody', 'main'))).kind).toBe('not-found');
	});
});

function endless(): ReadableStream<Uint8Array> {
	return new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(2 ** 20)) });
}
