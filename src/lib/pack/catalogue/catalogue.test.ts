import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { findMissing, mergeCatalogues, offered } from '$lib/domain/catalogue-merge';
import { BUILT_IN_HUBS } from '$lib/domain/hubs';
import type { Catalogue, PackEntry } from '$lib/domain/pack-catalogue';
import { loadCatalogue } from './load';
import { parseCatalogue } from './parse';

const catalogue: Catalogue = parseCatalogue(
	JSON.parse(readFileSync(path.resolve('static/models/catalog.json'), 'utf8')),
	'catalog.json',
);
const partsOf = ({ components }: PackEntry) =>
	components.map((id) => catalogue.components.find((component) => component.id === id)!);
const rolesOf = (pack: PackEntry) => partsOf(pack).map(({ role }) => role);
const commercialUses = (pack: PackEntry) =>
	partsOf(pack).map(
		({ licence }) => catalogue.licences.find(({ id }) => id === licence)!.commercial,
	);

test('everything that is referred to is there, and every part of it is used', () => {
	expect(findMissing(catalogue)).toEqual([]);
	const used = new Set(catalogue.packs.flatMap(({ components }) => components));
	expect(catalogue.components.filter(({ id }) => !used.has(id))).toEqual([]);
	const terms = new Set(catalogue.components.map(({ licence }) => licence));
	expect(catalogue.licences.filter(({ id }) => !terms.has(id))).toEqual([]);
});

test('every component can be had from Hugging Face, and from no hub that we do not know', () => {
	const known = BUILT_IN_HUBS.map(({ id }) => id);
	for (const { id, origins } of catalogue.components) {
		expect(origins[0].hub, id).toBe('huggingface');
		for (const { hub } of origins) expect(known, id).toContain(hub);
	}
});

const drawing = catalogue.packs.filter(({ tier }) => tier !== 'matting');
test.each(drawing.map((pack) => [pack.id, pack] as const))(
	'%s has all that a picture needs, and sizes that can be',
	(_, pack) => {
		for (const role of ['unet', 'text-encoder', 'tokenizer', 'vae'] as const) {
			expect(rolesOf(pack).filter((one) => one === role)).toHaveLength(1);
		}
		expect(pack.sampling?.steps).toBeGreaterThan(0);
		expect(rolesOf(pack).includes('identity')).toBe(pack.identity !== 'none');
		const download = partsOf(pack).reduce((sum, { bytes }) => sum + bytes, 0);
		expect(download).toBeGreaterThan(1.5e9);
		expect(download).toBeLessThan(6e9);
		// Compiled, it is smaller: about 0.73 GB of UNet, the others at half precision.
		expect(pack.bytes).toBeGreaterThan(0.9e9);
		expect(pack.bytes).toBeLessThan(download);
		expect(pack.needs.memoryBytes).toBeGreaterThan(pack.bytes);
	},
);

test('what only cuts out is one small network that may be used commercially', () => {
	const [matting, ...others] = catalogue.packs.filter(({ tier }) => tier === 'matting');
	expect(others).toEqual([]);
	expect(rolesOf(matting)).toEqual(['matting']);
	expect(commercialUses(matting)).toEqual(['yes']);
	expect(matting.bytes).toBeLessThan(20e6);
});

test('the clean pack is clean, the research pack is not, and Studio says that it is unclear', () => {
	const uses = (tier: PackEntry['tier']) =>
		new Set(commercialUses(catalogue.packs.find((pack) => pack.tier === tier)!));
	expect(uses('clean')).toEqual(new Set(['yes']));
	expect(uses('light')).toEqual(new Set(['yes']));
	expect(uses('research')).toContain('no');
	expect(uses('studio')).toEqual(new Set(['yes', 'unclear']));
});

test('terms that are not plain are explained', () => {
	for (const { id, commercial, note } of catalogue.licences) {
		if (commercial !== 'yes') expect(note, id).toBeDefined();
	}
});

test('what is added later takes the place of what has the same id', () => {
	const own = { ...catalogue.packs[0], bytes: 7 };
	const merged = mergeCatalogues([
		catalogue,
		{ version: 1, licences: [], components: [], packs: [own, { ...own, id: 'mine' }] },
	]);
	expect(merged.packs.map(({ id }) => id)).toEqual([
		...catalogue.packs.map(({ id }) => id),
		'mine',
	]);
	expect(merged.packs[0].bytes).toBe(7);
	expect(merged.components).toEqual(catalogue.components);
});

test.each([
	['a misspelt field', { ...catalogue, pack: [] }, /pack: /],
	['another version', { ...catalogue, version: 2 }, /version/],
	[
		'two packs of one id',
		{ ...catalogue, packs: [catalogue.packs[0], catalogue.packs[0]] },
		/studio is there twice/,
	],
	['a path that climbs', withFile('../secret'), /components\.0\.files\.0/],
	['an absolute path', withFile('/etc/passwd'), /files\.0/],
	['a path with a backslash', withFile('a\\b'), /files\.0/],
	[
		'a link that runs',
		{ ...catalogue, licences: [{ ...catalogue.licences[0], url: 'javascript:alert(1)' }] },
		/licences\.0\.url/,
	],
	['a repository that climbs', withRepo('../..'), /origins\.0\.repo/],
])('%s is refused', (_, value, message) => {
	expect(() => parseCatalogue(value, 'x')).toThrow(message);
});

test('what is missing is said in words', () => {
	const missing = findMissing({ ...catalogue, components: catalogue.components.slice(1) });
	expect(missing).toContain('pack studio: no component dreamshaper-8-unet');
});

function withFile(name: string) {
	const [first, ...rest] = catalogue.components;
	return { ...catalogue, components: [{ ...first, files: [name] }, ...rest] };
}

function withRepo(repo: string) {
	const [first, ...rest] = catalogue.components;
	return {
		...catalogue,
		components: [{ ...first, origins: [{ ...first.origins[0], repo }] }, ...rest],
	};
}

test('an edition offers the packs that its hubs have', () => {
	const without = (...ids: string[]) => BUILT_IN_HUBS.filter(({ id }) => !ids.includes(id));
	const names = (hubs: typeof BUILT_IN_HUBS) => offered(catalogue, hubs).packs.map(({ id }) => id);
	expect(names(BUILT_IN_HUBS)).toEqual(catalogue.packs.map(({ id }) => id));
	expect(names(without('modelscope'))).toEqual(catalogue.packs.map(({ id }) => id));
	expect(names(without('huggingface'))).toEqual([]);
});

const BASE = 'https://app.example/likeness/';
const INDEX = `${BASE}packs/index.json`;
const site =
	(files: Record<string, () => Response>): typeof fetch =>
	async (input) =>
		files[String(input)]?.() ?? new Response('<html>', { status: 404 });
const own = { [`${BASE}models/catalog.json`]: () => Response.json(catalogue) };

test('the catalogue is loaded from below the app, with the packs that lie there', async () => {
	expect(await loadCatalogue(BASE, site(own))).toEqual(catalogue);
	const prebuilt = { ...catalogue.packs[0], id: 'prebuilt', bytes: 5 };
	const index = { version: 1, licences: [], components: [], packs: [prebuilt] };
	const merged = await loadCatalogue(BASE, site({ ...own, [INDEX]: () => Response.json(index) }));
	expect(merged.packs).toEqual([...catalogue.packs, prebuilt]);
});

test('a page in the place of the index is no index; a broken index is said to be one', async () => {
	const load = (index: () => Response) => loadCatalogue(BASE, site({ ...own, [INDEX]: index }));
	expect(await load(() => new Response('<html>'))).toEqual(catalogue);
	await expect(load(() => Response.json({ version: 3 }))).rejects.toThrow(/packs\/index\.json: /);
	await expect(loadCatalogue(BASE, site({}))).rejects.toMatchObject({ kind: 'hub-unreachable' });
});
