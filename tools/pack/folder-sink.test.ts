import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import * as v from 'valibot';
import { compilePack, planPack } from '../../src/lib/compiler/compile/compile';
import { CatalogueSchema } from '../../src/lib/domain/pack-catalogue';
import { readFixture } from '../../tests/support/golden';
import { TINY_BASE, tinyInput } from '../../tests/unit/compiler/tiny-pack';
import { FolderSink } from './folder-sink';
import { listPack } from './index-file';
import { readRecipe } from './recipe';

let folder: string;
beforeEach(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'likeness-pack-'));
});
afterEach(() => rm(folder, { recursive: true }));

const bytes = (...values: number[]) => Uint8Array.from(values);
const contents = async (file: string) => [...(await readFile(path.join(folder, file)))];

test('goes on after the last step that was complete, whatever a crash left behind', async () => {
	const first = await FolderSink.open(folder, 'plan');
	await first.commit(0, [{ file: 'a.bin', offset: 0, bytes: bytes(1, 2) }]);
	await first.commit(1, [
		{ file: 'a.bin', offset: 2, bytes: bytes(3) },
		{ file: 'b.bin', offset: 0, bytes: bytes(9) },
	]);
	await first.close(false);
	// A step whose bytes were written, and half of its line.
	await appendFile(path.join(folder, 'a.bin'), bytes(7, 7, 7));
	await appendFile(path.join(folder, '.compiling'), '{"a.bin":6');

	const second = await FolderSink.open(folder, 'plan');
	expect(second.committed).toBe(2);
	await second.commit(2, [{ file: 'a.bin', offset: 3, bytes: bytes(4) }]);
	await second.close(false);
	const third = await FolderSink.open(folder, 'plan');
	expect(third.committed).toBe(3);
	expect(await third.digest('a.bin')).toMatchObject({ bytes: 4 });
	await third.close(true);
	expect(await contents('a.bin')).toEqual([1, 2, 3, 4]);
	expect(await readdir(folder)).toEqual(['a.bin', 'b.bin']);
});

test('what another plan wrote is thrown away', async () => {
	const first = await FolderSink.open(folder, 'plan');
	await first.commit(0, [{ file: 'old.bin', offset: 0, bytes: bytes(1) }]);
	await first.close(false);
	const second = await FolderSink.open(folder, 'another');
	expect(second.committed).toBe(0);
	await second.close(true);
	expect(await readdir(folder)).toEqual([]);
});

test('refuses steps and offsets that do not follow', async () => {
	const sink = await FolderSink.open(folder, 'plan');
	await expect(sink.commit(1, [])).rejects.toThrow('step 1 comes after 0 steps');
	const gap = [{ file: 'a.bin', offset: 5, bytes: bytes(1) }];
	await expect(sink.commit(0, gap)).rejects.toThrow('ends at 0, not at 5');
	await sink.close(false);
});

test('a compiled pack is listed beside others, in the schema that the app reads', async () => {
	const input = await tinyInput(TINY_BASE, readFixture);
	const { key } = await planPack(input);
	const sink = await FolderSink.open(path.join(folder, 'tiny'), key);
	const manifest = await compilePack(input, sink, () => {});
	await sink.close(true);
	const components = input.files
		.filter(({ path: file }) => !file.endsWith('.json'))
		.map(({ component }) => ({ component, folder: null }));
	const mit = {
		id: 'mit',
		name: 'MIT',
		url: 'https://opensource.org/license/mit',
		commercial: 'yes',
	} as const;
	for (const id of ['tiny', 'second']) {
		const pack = { ...input.pack, id };
		await listPack(folder, { pack, licences: [mit], components }, manifest, 'a'.repeat(64));
	}
	const index = v.parse(
		CatalogueSchema,
		JSON.parse(await readFile(path.join(folder, 'index.json'), 'utf8')),
	);
	expect(index.packs.map(({ id }) => id)).toEqual(['second', 'tiny']);
	const prebuilt = index.components.find(({ id }) => id === 'tiny-prebuilt')!;
	expect(prebuilt).toMatchObject({
		role: 'prebuilt',
		origins: [{ hub: 'same-origin', repo: 'tiny', revision: 'a'.repeat(64) }],
		contains: ['base', 'text', 'taesd'],
	});
});

test('a recipe that breaks the rules is refused with the place', async () => {
	const file = path.join(folder, 'recipe.json');
	await writeFile(file, '{"pack": {}, "licences": [], "components": []}');
	await expect(readRecipe(file)).rejects.toThrow(/is no recipe:\n {2}pack\.id/);
	await writeFile(file, '{');
	await expect(readRecipe(file)).rejects.toThrow(/recipe\.json: /);
});
