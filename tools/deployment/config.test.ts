import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readDeployment } from './config.ts';
import { buildFolders } from './folders.js';

const HUB = { id: 'mine', kind: 'huggingface', name: 'Mine', origin: 'https://models.example.org' };

function fileOf(content: unknown): string {
	const file = path.join(mkdtempSync(path.join(tmpdir(), 'likeness-')), 'config.json');
	writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
	return file;
}

test('without a file nothing is added', () => {
	expect(readDeployment('')).toEqual({
		hubs: [],
		withoutHubs: [],
		catalogue: { version: 1, licences: [], components: [], packs: [] },
	});
});

test('hubs and packs are read', () => {
	const { hubs, withoutHubs } = readDeployment(
		fileOf({
			hubs: [{ ...HUB, fileHosts: ['https://*.example.org'] }],
			withoutHubs: ['modelscope'],
		}),
	);
	expect(hubs).toEqual([{ ...HUB, fileHosts: ['https://*.example.org'] }]);
	expect(withoutHubs).toEqual(['modelscope']);
});

test.each([
	[
		'a path in the origin',
		{ hubs: [{ ...HUB, origin: 'https://example.org/x' }] },
		/hubs\.0\.origin: is no origin/,
	],
	['plain http', { hubs: [{ ...HUB, origin: 'http://example.org' }] }, /hubs\.0\.origin/],
	['a whole scheme', { hubs: [{ ...HUB, fileHosts: ['https:'] }] }, /hubs\.0\.fileHosts\.0/],
	[
		'a star for everything',
		{ hubs: [{ ...HUB, fileHosts: ['https://*'] }] },
		/fileHosts\.0: is no source/,
	],
	[
		'a star for a top-level domain',
		{ hubs: [{ ...HUB, fileHosts: ['https://*.com'] }] },
		/fileHosts\.0/,
	],
	[
		'another directive',
		{ hubs: [{ ...HUB, origin: "https://a.org; script-src 'unsafe-eval'" }] },
		/origin/,
	],
	['two hubs of one id', { hubs: [HUB, HUB] }, /hubs: two hubs of one id/],
	['a misspelt field', { hub: [HUB] }, /hub: /],
	['an unknown hub to leave out', { withoutHubs: ['nowhere'] }, /withoutHubs\.0/],
	[
		'a pack of the wrong shape',
		{ catalogue: { version: 1, licences: [], components: [], packs: [{}] } },
		/catalogue\.packs\.0\.id/,
	],
	['no JSON', '{', /config\.json: /],
])('%s is refused with its place', (_, content, message) => {
	expect(() => readDeployment(fileOf(content))).toThrow(message);
});

const PACK = {
	id: 'mine',
	name: { en: '', 'zh-CN': '' },
	description: { en: '', 'zh-CN': '' },
	components: ['mine', 'taesd'],
	identity: 'none',
	precision: 'small',
	sampling: { scheduler: 'lcm', steps: 4, guidance: 1 },
	bytes: 1,
	needs: { f16: false, bindingBytes: 0, memoryBytes: 0 },
	tier: 'deployer',
};
const PART = {
	id: 'mine',
	role: 'unet',
	origins: [{ hub: 'mine', repo: 'a/b', revision: 'main' }],
	files: ['x.safetensors'],
	licence: 'mit',
	attribution: 'me',
	purpose: { en: '', 'zh-CN': '' },
	bytes: 1,
};
const additions = (catalogue: object) => ({
	version: 1,
	licences: [],
	components: [],
	packs: [],
	...catalogue,
});

test('a pack may use built-in components and licences, and nothing that is nowhere', () => {
	const read = (hubs: object[], components: object[]) =>
		readDeployment(fileOf({ hubs, catalogue: additions({ components, packs: [PACK] }) }));
	expect(read([HUB], [PART]).catalogue.packs[0].components).toEqual(['mine', 'taesd']);
	expect(() => read([HUB], [])).toThrow(/pack mine: no component mine/);
	expect(() => read([HUB], [{ ...PART, licence: 'none' }])).toThrow(
		/component mine: no licence none/,
	);
	expect(() => read([], [PART])).toThrow(/component mine: no hub mine/);
});

test('a file that is not there is named', () => {
	expect(() => readDeployment('/nowhere/config.json')).toThrow(/nowhere\/config\.json/);
});

test('a second edition goes into folders of its own', () => {
	expect(buildFolders({})).toEqual({ kit: '.svelte-kit', site: 'build' });
	expect(buildFolders({ LIKENESS_BUILD: 'out/e2e' })).toEqual({
		kit: 'out/e2e.kit',
		site: 'out/e2e',
	});
});
