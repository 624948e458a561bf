import { expect, test } from 'vitest';
import { BUILT_IN_HUBS } from '$lib/domain/hubs';
import { PackError, type PackManifest, type RemoteFile } from '$lib/domain/pack';
import type { Component } from '$lib/domain/pack-catalogue';
import { parseCatalogue } from './catalogue/parse';
import type { HubClient } from './contract';
import { resolvePlan, type PlanRequest } from './plan';

const NOTHING = { en: '', 'zh-CN': '' };
const HF = { hub: 'huggingface', revision: 'main' };
const component = (id: string, role: Component['role'], files: string[], more: object = {}) => ({
	id,
	role,
	files,
	origins: [{ ...HF, repo: 'a/base' }],
	licence: 'free',
	attribution: 'A',
	purpose: NOTHING,
	bytes: 1,
	...more,
});
const licence = (id: string, commercial: 'yes' | 'no') => ({
	id,
	name: id,
	url: 'https://x.org',
	commercial,
});
const CATALOGUE = parseCatalogue(
	{
		version: 1,
		licences: [licence('free', 'yes'), licence('strict', 'no')],
		components: [
			component('unet', 'unet', ['unet/fp16.safetensors', 'unet/model.safetensors'], {
				configs: ['unet/config.json', 'unet/absent.json'],
			}),
			component('words', 'tokenizer', ['vocab.json'], { requires: ['merges.txt'] }),
			component('face', 'identity', ['face.bin'], {
				origins: [
					{ ...HF, repo: 'a/face' },
					{ hub: 'modelscope', repo: 'mirror/face', revision: 'master' },
				],
				licence: 'strict',
			}),
			component('matte', 'matting', ['matte.onnx'], { origins: [{ ...HF, repo: 'a/matte' }] }),
		],
		packs: [
			{
				id: 'small',
				name: NOTHING,
				description: NOTHING,
				components: ['unet', 'words', 'face'],
				identity: 'faceid',
				precision: 'small',
				sampling: { scheduler: 'lcm', steps: 4, guidance: 1 },
				bytes: 500,
				needs: { f16: false, bindingBytes: 0, memoryBytes: 0 },
				tier: 'studio',
			},
			{
				id: 'cut-out',
				name: NOTHING,
				description: NOTHING,
				components: ['matte'],
				identity: 'none',
				precision: 'float16',
				bytes: 9,
				needs: { f16: false, bindingBytes: 0, memoryBytes: 0 },
				tier: 'matting',
			},
		],
	},
	'test',
);

type Repositories = Record<string, Record<string, number | [bytes: number, sha256: string]>>;
const HASH = 'ab'.repeat(32);

/** Hubs that have these repositories, and what was asked of them. */
function hubs(repositories: Record<string, Repositories>) {
	const listed: string[] = [];
	const clients = BUILT_IN_HUBS.map((hub): HubClient => ({
		hub,
		address: (repo, revision, path) => `${hub.origin}/${repo}/${revision}/${path}`,
		async list(repo, revision) {
			listed.push(`${hub.id} ${repo}`);
			const files = repositories[hub.id]?.[repo];
			if (!files) throw new PackError('not-found', `${hub.name} has no ${repo}`);
			return Object.entries(files).map(([path, size]): RemoteFile => {
				const [bytes, sha256] = typeof size === 'number' ? [size, null] : size;
				const url = this.address(repo, revision, path);
				return { hub: hub.id, repo, commit: 'c', path, bytes, sha256, url };
			});
		},
	}));
	return { clients, listed };
}

const BASE = {
	'unet/model.safetensors': [100_000_000, HASH] as [number, string],
	'unet/config.json': 10,
	'vocab.json': 20,
	'merges.txt': 30,
	'README.md': 5,
};
const without = (path: string) =>
	Object.fromEntries(Object.entries(BASE).filter(([name]) => name !== path));
const WHOLE = { huggingface: { 'a/base': BASE, 'a/face': { 'face.bin': 1000 } } };
const plan = (clients: readonly HubClient[], more: Partial<PlanRequest> = {}) =>
	resolvePlan({
		catalogue: CATALOGUE,
		pack: 'small',
		choice: 'fastest',
		clients,
		present: async () => 0,
		...more,
	});

test('the first name that is there is taken, with what it needs and the configurations that are there', async () => {
	const { clients, listed } = hubs(WHOLE);
	const { parts, downloadBytes, keepBytes, peakBytes, bytesPerSecond } = await plan(clients);
	expect(parts.map(({ component: { id }, files }) => [id, files.map(({ path }) => path)])).toEqual([
		['unet', ['unet/model.safetensors', 'unet/config.json']],
		['words', ['vocab.json', 'merges.txt']],
		['face', ['face.bin']],
	]);
	expect(parts.map((part) => part.licence.commercial)).toEqual(['yes', 'yes', 'no']);
	expect(downloadBytes).toBe(100_001_060);
	expect(keepBytes).toBe(500);
	// The base is compiled while it arrives: only a window of it is on the device at once.
	expect(peakBytes).toBe(500 + 1060 + 64 * 2 ** 20);
	expect(bytesPerSecond).toBeNull();
	expect(listed).toEqual(['huggingface a/base', 'huggingface a/face']);
});

test('what is here already is not counted again', async () => {
	const { clients } = hubs(WHOLE);
	const { downloadBytes, parts } = await plan(clients, {
		present: async ({ path }) => (path.startsWith('unet/m') ? 60_000_000 : 0),
	});
	expect(downloadBytes).toBe(40_001_060);
	expect(parts.map(({ present }) => present)).toEqual([60_000_000, 0, 0]);
});

test('a network for cutting out is kept as it comes: as large as it is, and no larger on the way', async () => {
	const { clients } = hubs({ huggingface: { 'a/matte': { 'matte.onnx': 7 } } });
	const { parts, downloadBytes, keepBytes, peakBytes } = await plan(clients, { pack: 'cut-out' });
	expect(parts.map((part) => part.component.id)).toEqual(['matte']);
	expect([downloadBytes, keepBytes, peakBytes]).toEqual([7, 7, 7]);
});

test('a mirror is used where the first origin fails, where it is faster, and where it is chosen', async () => {
	const mirror = { modelscope: { 'mirror/face': { 'face.bin': 1000 } } };
	const hubOf = async (repositories: Record<string, Repositories>, more: Partial<PlanRequest>) =>
		(await plan(hubs(repositories).clients, more)).parts[2].origin.hub;
	const speed = (hub: string, bytesPerSecond: number, reachable = true) => ({
		hub,
		reachable,
		milliseconds: 1,
		bytesPerSecond,
	});
	const both = { ...WHOLE, ...mirror };
	expect(await hubOf(both, {})).toBe('huggingface');
	expect(await hubOf({ huggingface: { 'a/base': BASE }, ...mirror }, {})).toBe('modelscope');
	const speeds = [speed('huggingface', 10), speed('modelscope', 20)];
	expect(await hubOf(both, { speeds })).toBe('modelscope');
	expect(await hubOf(both, { speeds, choice: 'huggingface' })).toBe('huggingface');
	expect(await hubOf(both, { choice: 'modelscope' })).toBe('modelscope');
	const slow = await plan(hubs(both).clients, { speeds });
	expect(slow.bytesPerSecond).toBe(10);
});

test('a missing file is named, with what the repository has that is like it', async () => {
	const rest = without('unet/model.safetensors');
	const { clients } = hubs({
		huggingface: {
			'a/base': { ...rest, 'unet/fp32.safetensors': 1, 'vae/model.bin': 1 },
			'a/face': { 'face.bin': 1 },
		},
	});
	await expect(plan(clients)).rejects.toMatchObject({
		kind: 'not-found',
		message: expect.stringMatching(
			/^a\/base at main has no unet\/fp16\.safetensors and no unet\/model\.safetensors; it has unet\/fp32\.safetensors/,
		) as string,
	});
});

test('a tokenizer without its merges is missing, not half there', async () => {
	const { clients } = hubs({
		huggingface: { ...WHOLE.huggingface, 'a/base': without('merges.txt') },
	});
	await expect(plan(clients)).rejects.toThrow(/no merges\.txt/);
});

test('what changed since the last install is told', async () => {
	const source = (component: string, path: string, sha256: string) => ({
		component,
		path,
		sha256,
		repo: 'a/base',
		commit: 'b',
		bytes: 1,
		licence: 'free',
	});
	const previous = {
		sources: [
			source('unet', 'unet/model.safetensors', 'cd'.repeat(32)),
			source('face', 'face.bin', 'cd'.repeat(32)),
		],
	} as unknown as PackManifest;
	const { clients } = hubs(WHOLE);
	expect((await plan(clients, { previous })).changed).toEqual([
		{ path: 'unet/model.safetensors', before: 'cd'.repeat(32), now: HASH },
	]);
	previous.sources[0].sha256 = HASH;
	expect((await plan(clients, { previous })).changed).toEqual([]);
});

test('a prebuilt pack is fetched whole and shows the terms of all that went into it', async () => {
	const folder = component('folder', 'prebuilt', ['pack.json'], {
		origins: [{ hub: 'same-origin', repo: 'small', revision: HASH }],
		licence: 'strict',
		contains: ['unet', 'words', 'face'],
	});
	const index = {
		...CATALOGUE,
		components: [...CATALOGUE.components, folder],
		packs: [{ ...CATALOGUE.packs[0], components: ['folder'] }],
	};
	const catalogue = parseCatalogue(JSON.parse(JSON.stringify(index)), 'index.json');
	const { clients } = hubs({ 'same-origin': { small: { 'pack.json': 2, 'm.onnx': 40 } } });
	const { parts, downloadBytes, keepBytes, peakBytes } = await plan(clients, { catalogue });
	expect(parts.map((part) => [part.component.id, part.licence.id, part.files.length])).toEqual([
		['folder', 'strict', 2],
		['unet', 'free', 0],
		['words', 'free', 0],
		['face', 'strict', 0],
	]);
	expect([downloadBytes, keepBytes, peakBytes]).toEqual([42, 42, 42]);
});

test('an unknown pack and an unknown hub are said to be unknown', async () => {
	const { clients } = hubs(WHOLE);
	await expect(plan(clients, { pack: 'none' })).rejects.toThrow(/no pack none/);
	await expect(plan([])).rejects.toThrow(/no hub huggingface/);
});
