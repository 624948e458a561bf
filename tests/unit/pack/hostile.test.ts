/**
 * 2,000 seeded attacks on everything that comes from outside: manifests, catalogues, listings with their headers,
 * archives, files that a person picks. Each is refused with a PackError that names what is wrong, or gives
 * something that keeps every rule; no request leaves the hub's hosts.
 */
import { makeZip } from 'client-zip';
import { beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { parseManifest } from '../../../src/lib/pack/archive/manifest';
import { identifyFiles } from '../../../src/lib/pack/archive/identify';
import { readPackArchive } from '../../../src/lib/pack/archive/read';
import { findMissing } from '../../../src/lib/domain/catalogue-merge';
import { parseCatalogue } from '../../../src/lib/pack/catalogue/parse';
import { hubClients } from '../../../src/lib/pack/hub/clients';
import { BUILT_IN_HUBS } from '../../../src/lib/domain/hubs';
import { PackError, type PackManifest, type RemoteFile } from '../../../src/lib/domain/pack';
import { hostileBytes, hostileJson, Random } from './hostile';

const HASH = 'ab'.repeat(32);
const MANIFEST: PackManifest = {
	format: 1,
	id: 'mine',
	compiler: 'likeness 1',
	sources: [
		{
			component: 'unet',
			repo: 'a/b',
			commit: 'c',
			path: 'x.bin',
			bytes: 9,
			sha256: HASH,
			licence: 'mit',
		},
	],
	files: [
		{ path: 'unet/model.onnx', bytes: 5, sha256: HASH },
		{ path: 'unet/weights.bin', bytes: 300, sha256: HASH },
	],
	models: { unet: { graph: 'unet/model.onnx', shards: ['unet/weights.bin'] } },
	settings: { sampling: { steps: 4, sizes: [256, 512] } },
};
const CATALOGUE: unknown = JSON.parse(readFileSync('static/models/catalog.json', 'utf8'));
const encode = (value: string) => new TextEncoder().encode(value);

/** What happened: a PackError's kind, or 'fine'. Anything else that is thrown fails the test. */
async function outcome(attack: () => unknown, seed: number): Promise<string> {
	try {
		await attack();
		return 'fine';
	} catch (error) {
		if (!(error instanceof PackError)) {
			throw new Error(`seed ${seed}: ${String(error)}`, { cause: error });
		}
		// Something that a person can act on: short, and it says where.
		expect(error.message.length, `seed ${seed}`).toBeGreaterThan(10);
		expect(error.message.length, `seed ${seed}`).toBeLessThan(1500);
		return error.kind;
	}
}

/** Runs attacks with seeds of their own; returns how often each outcome came. */
async function attack(
	first: number,
	count: number,
	one: (random: Random) => unknown,
): Promise<Record<string, number>> {
	const outcomes: Record<string, number> = {};
	for (let seed = first; seed < first + count; seed++) {
		const random = new Random(seed);
		const name = await outcome(() => one(random), seed);
		outcomes[name] = (outcomes[name] ?? 0) + 1;
	}
	return outcomes;
}

function expectSafePath(path: string): void {
	expect(path.length).toBeLessThanOrEqual(512);
	expect(new URL(path, 'https://x.org/root/').href).toMatch(/^https:\/\/x\.org\/root\/./);
	expect(path.split('/').every((part) => part !== '' && part !== '.' && part !== '..')).toBe(true);
	expect(path).not.toContain('\\');
}

function expectSafeManifest(manifest: PackManifest): void {
	for (const { path, bytes, sha256 } of manifest.files) {
		expectSafePath(path);
		expect(Number.isSafeInteger(bytes) && bytes >= 0).toBe(true);
		expect(sha256).toMatch(/^[0-9a-f]{64}$/);
	}
	expect(manifest.id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
	expect(Object.getPrototypeOf(manifest)).toBe(Object.prototype);
	expect(({} as Record<string, unknown>).polluted).toBeUndefined();
	structuredClone(JSON.parse(JSON.stringify(manifest)));
}

describe('2,000 hostile inputs', { timeout: 60_000 }, () => {
	test('600 manifests', async () => {
		const outcomes = await attack(0, 600, (random) => {
			const json = hostileJson(MANIFEST, random);
			const bytes = random.chance(0.3) ? hostileBytes(encode(json), random) : encode(json);
			expectSafeManifest(parseManifest(bytes, 'the pack'));
		});
		expect(outcomes.unsafe).toBeGreaterThan(300);
		expect(Object.keys(outcomes).sort()).toEqual(['fine', 'unsafe']);
	});

	test('300 catalogues', async () => {
		const outcomes = await attack(10_000, 300, (random) => {
			const json = hostileJson(CATALOGUE, random);
			const catalogue = parseCatalogue(JSON.parse(json), 'the catalogue');
			for (const { files, requires, configs } of catalogue.components) {
				[...files, ...requires, ...configs].forEach(expectSafePath);
			}
			for (const { url } of catalogue.licences) expect(new URL(url).protocol).toBe('https:');
			findMissing(catalogue);
		});
		expect(outcomes.unsafe).toBeGreaterThan(100);
	});

	test('500 listings', async () => {
		const [huggingFace, modelScope, sameOrigin] = BUILT_IN_HUBS;
		const asked = new Set<string>();
		const listings = [
			{ hub: huggingFace, good: [{ type: 'file', path: 'x.bin', size: 3, lfs: { oid: HASH } }] },
			{
				hub: modelScope,
				good: {
					Code: 200,
					Data: { Files: [{ Path: 'x.bin', Type: 'blob', Size: 3, Sha256: HASH }] },
				},
			},
			{ hub: sameOrigin, good: MANIFEST },
		];
		const links = [
			'https://evil.example/',
			'http://huggingface.co/',
			'//evil.example/x',
			'file:///etc/passwd',
			'x',
		];
		const outcomes = await attack(20_000, 500, async (random) => {
			const { hub, good } = random.pick(listings);
			const ask: typeof fetch = async (input) => {
				asked.add(new URL(String(input)).origin);
				if (random.chance(0.05)) throw new TypeError('Failed to fetch');
				const isModel = String(input).includes('/revision/');
				const body = isModel
					? hostileJson({ sha: 'c'.repeat(40), id: 'a/b' }, random)
					: hostileJson(good, random);
				return new Response(random.chance(0.3) ? hostileBytes(encode(body), random) : body, {
					status: random.chance(0.1)
						? random.pick([206, 301, 304, 400, 403, 404, 416, 429, 503])
						: 200,
					headers: random.chance(0.3) ? { link: `<${random.pick(links)}>; rel="next"` } : {},
				});
			};
			const [client] = hubClients('https://app.example/', [hub], { fetch: ask, patience: 5000 });
			const files = await client.list(hub === sameOrigin ? 'mine' : 'a/b', 'main');
			files.forEach((file) => expectSafeFile(file, client.hub.origin || 'https://app.example'));
		});
		expect([...asked].sort()).toEqual([
			'https://app.example',
			'https://huggingface.co',
			'https://www.modelscope.cn',
		]);
		expect(outcomes.fine).toBeGreaterThan(0);
		expect(outcomes.unsafe).toBeGreaterThan(0);
	});

	describe('archives', () => {
		const CONTENTS = { 'unet/model.onnx': 'graph', 'unet/weights.bin': 'w'.repeat(300) };
		let archive: Uint8Array<ArrayBuffer>;
		beforeAll(async () => {
			archive = await zipOf({ 'pack.json': JSON.stringify(MANIFEST), ...CONTENTS });
		});

		test('300 whose bytes are changed', async () => {
			const outcomes = await attack(30_000, 300, (random) =>
				open(hostileBytes(archive, random, random.chance(0.5) ? archive.length - 300 : 0)),
			);
			expect(outcomes.unsafe).toBeGreaterThan(100);
		});

		test('200 whose manifest or names are', async () => {
			const names = [
				'../x',
				'/x',
				'C:\\x',
				'a/../../x',
				'pack.json',
				'UNET/model.onnx',
				'x\u0000',
				'',
				'\u202e',
			];
			const outcomes = await attack(40_000, 200, async (random) => {
				const manifest = hostileJson(MANIFEST, random);
				const extra = random.chance(0.5) ? { [random.pick(names) || 'x']: 'evil' } : {};
				await open(await zipOf({ 'pack.json': manifest, ...CONTENTS, ...extra }));
			});
			expect(outcomes.unsafe).toBeGreaterThan(100);
		});

		async function open(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
			const { manifest, files } = await readPackArchive(new Blob([bytes]), 'the archive');
			expectSafeManifest(manifest);
			expect([...files.keys()]).toEqual(manifest.files.map(({ path }) => path));
			for (const { path, bytes: size } of manifest.files) expect(files.get(path)!.size).toBe(size);
		}
	});

	test('100 files that a person picks', async () => {
		const heads = [
			'PK\u0003\u0004',
			'\u0008\u0000\u0000\u0000\u0000\u0000\u0000\u0000{',
			'\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f{',
			'{',
			'',
		];
		const names = ['pack.json', 'x.zip', 'x.safetensors', 'x.ckpt', 'config.json', '../x.bin'];
		const outcomes = await attack(50_000, 100, async (random) => {
			const files = Array.from({ length: random.below(4) }, () => {
				const head = Uint8Array.from(random.pick(heads), (c) => c.charCodeAt(0));
				return new File([head, hostileBytes(new Uint8Array(200), random)], random.pick(names));
			});
			await identifyFiles(files);
		});
		expect((outcomes.unsupported ?? 0) + (outcomes.unsafe ?? 0)).toBeGreaterThan(50);
	});
});

function expectSafeFile(file: RemoteFile, origin: string): void {
	expectSafePath(file.path);
	expect(new URL(file.url).origin).toBe(origin);
	expect(Number.isSafeInteger(file.bytes) && file.bytes >= 0 && file.bytes <= 64e9).toBe(true);
	if (file.sha256 !== null) expect(file.sha256).toMatch(/^[0-9a-f]{64}$/);
}

async function zipOf(files: Record<string, string>): Promise<Uint8Array<ArrayBuffer>> {
	const entries = Object.entries(files).map(([name, input]) => ({ name, input }));
	return new Uint8Array(await new Response(makeZip(entries)).arrayBuffer());
}
