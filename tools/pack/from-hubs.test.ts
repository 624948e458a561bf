/** `npm run pack` for a pack of a catalogue: from a hub, over real HTTP, to what the app installs. */
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import * as v from 'valibot';
import { PackManifestSchema } from '../../src/lib/domain/pack';
import { CatalogueSchema } from '../../src/lib/domain/pack-catalogue';
import { loadCatalogue } from '../../src/lib/pack/catalogue/load';
import { hubClients } from '../../src/lib/pack/hub/clients';
import { pseudoRandomBytes } from '../../tests/hub/random';
import { startHub, type FakeHub } from '../../tests/hub/server';
import { readFixture } from '../../tests/support/golden';
import { catalogueRecipe } from './catalogue-recipe';
import { download, type DownloadOptions } from './download';
import type { Recipe } from './recipe';
import { withPlan, writePack } from './write-pack';

const UNET = 'unet/diffusion_pytorch_model.fp16.safetensors';
const BASE = 'tiny/base';
const TEXTS = { en: 'Tiny', 'zh-CN': 'Tiny' };

let hub: FakeHub;
let folder: string;
let lines: string[];
let downloads: DownloadOptions;
beforeAll(async () => {
	hub = await startHub();
});
afterAll(() => hub.close());
beforeEach(async () => {
	hub.reset();
	folder = await mkdtemp(path.join(tmpdir(), 'likeness-hubs-'));
	lines = [];
	const transfer = { hubs: hub.hubs, attempts: 3, firstDelayMs: 1, mostDelayMs: 2 };
	const log = (line: string) => void lines.push(line);
	downloads = { folder: path.join(folder, 'downloads'), log, transfer };
});
afterEach(() => rm(folder, { recursive: true }));

describe('a file', () => {
	const bytes = pseudoRandomBytes(1, 3_000_000);
	const fetched = async () => {
		const file = await download(hub.remote('a/b', 'model.bin'), downloads);
		return Buffer.compare(await readFile(file), bytes) === 0;
	};
	const served = () => hub.log.filter(({ kind, served: count }) => kind === 'file' && count > 0);
	beforeEach(() => void hub.repository('a/b').put('model.bin', bytes));

	test('goes on where the connection was cut', async () => {
		hub.faults.add({ kind: 'cut', at: 1_000_000, times: 2, on: 'file' });
		expect(await fetched()).toBe(true);
		const begins = hub.log.filter(({ kind }) => kind === 'file').map(({ range }) => range![0]);
		expect(begins).toHaveLength(3);
		expect(begins[0]).toBe(0);
		expect(begins[1]).toBeGreaterThan(0);
		expect(begins[2]).toBeGreaterThan(begins[1]);
	});

	test('goes on where an earlier run stopped, and is not fetched again', async () => {
		const { commit } = hub.remote('a/b', 'model.bin');
		const parts = path.join(downloads.folder, 'fake/a/b', commit);
		await mkdir(parts, { recursive: true });
		await writeFile(path.join(parts, 'model.bin.part'), bytes.subarray(0, 2_500_000));
		expect(await fetched()).toBe(true);
		expect(served().map(({ range }) => range)).toEqual([[2_500_000, 3_000_000]]);
		expect(await fetched()).toBe(true);
		expect(served()).toHaveLength(1);
		expect(await readdir(parts)).toEqual(['model.bin']);
	});

	test('begins again where the server knows no ranges', async () => {
		hub.faults.add(
			{ kind: 'cut', at: 1_000_000, times: 1, on: 'file' },
			{ kind: 'no-ranges', on: 'file' },
		);
		expect(await fetched()).toBe(true);
	});

	test('waits as long as the server asks', async () => {
		hub.faults.add({ kind: 'status', status: 429, retryAfter: 1, times: 1, on: 'file' });
		expect(await fetched()).toBe(true);
		expect(lines).toEqual(['model.bin: hub-busy; trying again in 1 s']);
	});

	test('is given up after a bounded number of tries that bring nothing', async () => {
		hub.faults.add({ kind: 'status', status: 503, on: 'file' });
		await expect(fetched()).rejects.toMatchObject({
			kind: 'hub-busy',
			message: 'model.bin of a/b (fake): status 503',
		});
		expect(hub.log.filter(({ kind }) => kind === 'file')).toHaveLength(3);
	});

	test('is fetched once more when its bytes are wrong, and then refused', async () => {
		hub.faults.add({ kind: 'wrong-byte', at: 5, times: 1, on: 'file' });
		expect(await fetched()).toBe(true);
		expect(lines).toEqual([expect.stringMatching(/not what the hub lists; fetching it once more/)]);
		await rm(downloads.folder, { recursive: true });
		hub.faults.add({ kind: 'wrong-byte', at: 5, on: 'file' });
		await expect(fetched()).rejects.toMatchObject({ kind: 'corrupt' });
	});

	test('is not taken from a host that is none of the hub', async () => {
		const other = await hub.fork();
		hub.faults.add({ kind: 'redirect', to: `${other.origin}/a/b/resolve/main/x`, on: 'resolve' });
		await expect(fetched()).rejects.toMatchObject({ kind: 'unsafe' });
	});

	test('stops at once when it is told to', async () => {
		const stop = new AbortController();
		hub.faults.add({ kind: 'stall', at: 1000, on: 'file' });
		const run = download(hub.remote('a/b', 'model.bin'), downloads, stop.signal);
		setTimeout(() => stop.abort(new Error('enough')), 100);
		await expect(run).rejects.toThrow('enough');
	});
});

describe('a pack of a catalogue', () => {
	const component = (id: string, role: string, files: string[], further = {}) => ({
		id,
		role,
		files,
		origins: [{ hub: 'fake', repo: BASE, revision: 'main' }],
		licence: 'mit',
		attribution: 'random numbers',
		purpose: TEXTS,
		bytes: 0,
		...further,
	});
	const catalogue = () => ({
		version: 1,
		licences: [
			{ id: 'mit', name: 'MIT', url: 'https://opensource.org/license/mit', commercial: 'yes' },
		],
		components: [
			component('base', 'unet', [UNET], { configs: ['unet/config.json'] }),
			component('taesd', 'vae', ['vae/model.safetensors']),
			component('words', 'tokenizer', ['tokenizer/vocab.json'], {
				requires: ['tokenizer/merges.txt'],
			}),
		],
		packs: [
			{
				id: 'tiny',
				name: TEXTS,
				description: TEXTS,
				components: ['base', 'taesd', 'words'],
				identity: 'none',
				precision: 'float16',
				sampling: { scheduler: 'lcm', steps: 4, guidance: 1 },
				bytes: 0,
				needs: { f16: true, bindingBytes: 0, memoryBytes: 0 },
				tier: 'light',
			},
		],
	});
	const recipe = async (edit: (made: ReturnType<typeof catalogue>) => void = () => {}) => {
		const made = catalogue();
		edit(made);
		const file = path.join(folder, 'catalog.json');
		await writeFile(file, JSON.stringify(v.parse(CatalogueSchema, made)));
		return catalogueRecipe('tiny', file);
	};
	const planned = (chosen: Recipe) => withPlan(chosen, downloads, ({ key }) => key);
	beforeEach(async () => {
		const base = hub.repository(BASE);
		base.put(UNET, await readFixture(`unet_g32/${UNET}`));
		base.put('unet/config.json', await readFixture('unet_g32/unet/config.json'));
		const taesd = await readFixture('taesd/vae/diffusion_pytorch_model.fp16.safetensors');
		base.put('vae/model.safetensors', taesd);
		base.put('tokenizer/vocab.json', new TextEncoder().encode('{"a": 0}'));
		base.put('tokenizer/merges.txt', new TextEncoder().encode('#version: 0.2\n'));
	});

	test('is fetched, compiled, listed, and taken by the app', async () => {
		hub.faults.add({ kind: 'cut', at: 300_000, times: 2, on: 'file', path: UNET });
		const chosen = await recipe();
		const out = path.join(folder, 'packs');
		const { key, manifest } = await withPlan(chosen, downloads, async (plan) => ({
			key: plan.key,
			manifest: await writePack(chosen, plan, out, () => {}),
		}));

		// 1. What lies there is what the manifest says.
		const written = JSON.parse(await readFile(path.join(out, 'tiny/pack.json'), 'utf8')) as unknown;
		expect(v.parse(PackManifestSchema, written)).toEqual(manifest);
		expect((await readdir(path.join(out, 'tiny'))).sort()).toEqual(
			['pack.json', ...manifest.files.map((file) => file.path)].sort(),
		);
		expect(manifest.sources).toContainEqual(
			expect.objectContaining({ repo: BASE, path: UNET, commit: hub.repository(BASE).head }),
		);
		// 2. The app finds the pack, and its client for prebuilt packs all files of it.
		const ask = fromDisk({ packs: out, models: path.resolve('static/models') });
		const app = await loadCatalogue('http://app/', ask);
		const pack = app.packs.find(({ id }) => id === 'tiny')!;
		expect(pack).toMatchObject({ tier: 'deployer', components: ['tiny-prebuilt'] });
		const { origins } = app.components.find(({ id }) => id === 'tiny-prebuilt')!;
		const client = hubClients('http://app/', undefined, { fetch: ask }).find(
			(one) => one.hub.id === origins[0].hub,
		)!;
		const files = await client.list(origins[0].repo, origins[0].revision);
		expect(
			files.slice(1).map(({ path: name, bytes, sha256 }) => ({ path: name, bytes, sha256 })),
		).toEqual(manifest.files);
		// 3. Nothing is fetched or compiled twice.
		hub.log.length = 0;
		expect(await planned(chosen)).toBe(key);
		expect(hub.log.filter(({ kind }) => kind !== 'api')).toEqual([]);
	});

	test('says which file is missing, and what there is instead', async () => {
		hub.repository(BASE).delete('tokenizer/merges.txt');
		await expect(planned(await recipe())).rejects.toThrow(
			/words cannot be had:\n {2}fake: tiny\/base at main has no tokenizer\/merges\.txt/,
		);
		const other = await recipe(({ components: [base] }) => {
			base.files = ['unet/diffusion_pytorch_model.safetensors'];
		});
		await expect(planned(other)).rejects.toThrow(
			`has no unet/diffusion_pytorch_model.safetensors; it has ${UNET}`,
		);
	});

	test('comes from the mirror where the first hub does not have it', async () => {
		const chosen = await recipe(({ components: [base] }) => {
			base.origins = [
				{ hub: 'fake', repo: 'tiny/gone', revision: 'main' },
				{ hub: 'fake-modelscope', repo: BASE, revision: 'master' },
			];
		});
		await planned(chosen);
		expect(lines).toContain(`base: ${UNET} from fake-modelscope`);
	});

	test('that the catalogue does not have is answered with those it has', async () => {
		await recipe();
		await expect(catalogueRecipe('other', path.join(folder, 'catalog.json'))).rejects.toThrow(
			'other is neither a file nor a pack of the catalogue (tiny)',
		);
	});
});

/** Answers as a web server with these folders does. */
function fromDisk(folders: Readonly<Record<string, string>>): typeof fetch {
	return async (input) => {
		const { pathname } = new URL(input instanceof Request ? input.url : input);
		const [, root, ...rest] = pathname.split('/');
		const bytes = await readFile(path.join(folders[root], ...rest));
		return new Response(Uint8Array.from(bytes), {
			headers: { 'content-type': 'application/json' },
		});
	};
}
