import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadCatalogue } from '../../src/lib/runtime/catalogue';
import { type BuildResult, buildModels } from './build';

const ROOT = path.resolve(import.meta.dirname, '../..');
let folder: string;
let first: BuildResult;

beforeAll(async () => {
	folder = await mkdtemp(path.join(tmpdir(), 'models-'));
	first = await buildModels(ROOT, folder);
}, 120_000);
afterAll(() => rm(folder, { recursive: true }));

const read = (file: string) => readFile(path.join(folder, file));
const build = () => buildModels(ROOT, folder);
const times = async () =>
	Promise.all(
		(await readdir(folder)).map(async (file) => (await stat(path.join(folder, file))).mtimeMs),
	);

test('writes a catalogue that tells the truth about the files', async () => {
	expect(first.rebuilt).toBe(true);
	const catalogue = await loadCatalogue(async () => JSON.parse(`${await read('builtin.json')}`));
	expect([...catalogue.values()]).toEqual(first.models);
	for (const model of first.models) {
		const bytes = await read(model.file);
		expect(bytes.length).toBe(model.bytes);
		expect(createHash('sha256').update(bytes).digest('hex')).toBe(model.sha256);
		expect(model.file).toContain(model.sha256.slice(0, 8));
		const session = await InferenceSession.create(bytes);
		const ports = (list: readonly { name: string }[]) => list.map((port) => port.name);
		expect(ports(model.inputs)).toEqual(session.inputNames);
		expect(ports(model.outputs)).toEqual(session.outputNames);
	}
});

test('stays below what a first visit may download', () => {
	const bytes = first.models.reduce((sum, model) => sum + model.bytes, 0);
	expect(bytes).toBeLessThan(15e6);
});

test('does nothing when everything is up to date', async () => {
	const before = await times();
	expect(await build()).toEqual({ models: first.models, rebuilt: false });
	expect(await times()).toEqual(before);
});

test('writes the same bytes again after a file was damaged', async () => {
	const [model] = first.models;
	await writeFile(path.join(folder, model.file), 'damaged');
	expect(await build()).toEqual({ models: first.models, rebuilt: true });
});

test('builds anew for other importers or sources, and removes what an earlier build left', async () => {
	const catalogue = JSON.parse(`${await read('builtin.json')}`);
	const old = JSON.stringify({ ...catalogue, builtFrom: 'other importers' });
	await writeFile(path.join(folder, 'builtin.json'), old);
	await writeFile(path.join(folder, 'iris.00000000.onnx'), 'old');
	await writeFile(path.join(folder, 'catalog.json'), 'of packs: not ours');
	expect(await build()).toEqual({ models: first.models, rebuilt: true });
	const files = first.models.map((model) => model.file);
	expect((await readdir(folder)).sort()).toEqual(['builtin.json', 'catalog.json', ...files].sort());
});
