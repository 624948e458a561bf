import { createHash } from 'node:crypto';
import { makeZip } from 'client-zip';
import { expect, test } from 'vitest';
import type { PackManifest, PackProblem } from '$lib/domain/pack';
import { identifyFiles } from './identify';
import { checkManifest, parseManifest } from './manifest';
import { readPackArchive } from './read';
import { encodeManifest, packArchiveBlob } from './write';

const CONTENTS: Record<string, Uint8Array<ArrayBuffer>> = {
	'unet/model.onnx': Uint8Array.from({ length: 3000 }, (_, i) => i * 7),
	'unet/weights 0.bin': new Uint8Array(70_000).fill(3),
	'vocab.json': new Uint8Array(),
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const MANIFEST: PackManifest = {
	format: 1,
	id: 'mine',
	compiler: 'likeness 1',
	sources: [],
	files: Object.entries(CONTENTS).map(([path, bytes]) => ({
		path,
		bytes: bytes.length,
		sha256: sha256(bytes),
	})),
	models: { unet: { graph: 'unet/model.onnx', shards: ['unet/weights 0.bin'] } },
	settings: { steps: 4 },
};
const open = async (path: string) => new Blob([CONTENTS[path]]);
const zip = async (files: Record<string, Uint8Array<ArrayBuffer> | string>) =>
	new Response(makeZip(Object.entries(files).map(([name, input]) => ({ name, input })))).blob();
const textOf = (manifest: unknown) => JSON.stringify(manifest);

async function refusal(work: Promise<unknown>): Promise<{ kind: PackProblem; message: string }> {
	const error = await work.then(
		() => null,
		(thrown: unknown) => thrown,
	);
	expect(error).toMatchObject({ name: 'PackError' });
	return error as { kind: PackProblem; message: string };
}

test('an exported pack comes back whole', async () => {
	const archive = await packArchiveBlob(MANIFEST, open);
	const { manifest, files } = await readPackArchive(archive, 'mine.zip');
	expect(manifest).toEqual(MANIFEST);
	expect([...files.keys()]).toEqual(Object.keys(CONTENTS));
	for (const [path, blob] of files) {
		expect(new Uint8Array(await blob.arrayBuffer())).toEqual(CONTENTS[path]);
	}
});

test('the same pack gives the same bytes, with the manifest in front', async () => {
	const [one, two] = await Promise.all([1, 2].map(() => packArchiveBlob(MANIFEST, open)));
	const bytes = Buffer.from(await one.arrayBuffer());
	expect(bytes.equals(Buffer.from(await two.arrayBuffer()))).toBe(true);
	const head = bytes.subarray(0, 60 + encodeManifest(MANIFEST).length).toString('latin1');
	expect(head).toContain('pack.json');
	expect(head).toContain('"compiler": "likeness 1"');
});

test('a file that is gone stops the export; so does the person', async () => {
	const gone = packArchiveBlob(MANIFEST, () => Promise.reject(new Error('evicted')));
	await expect(gone).rejects.toThrow('evicted');
	const stop = AbortSignal.abort(new DOMException('enough', 'AbortError'));
	await expect(packArchiveBlob(MANIFEST, open, stop)).rejects.toMatchObject({ name: 'AbortError' });
	const archive = await packArchiveBlob(MANIFEST, open);
	await expect(readPackArchive(archive, 'x', stop)).rejects.toMatchObject({ name: 'AbortError' });
});

test.each<[string, () => Promise<Blob>, RegExp]>([
	['no zip', async () => new Blob(['hello, this is a text']), /x: (too short|no end of a zip)/],
	['no manifest', () => zip({ a: 'b' }), /no pack\.json: this is no exported pack/],
	['a manifest that is no JSON', () => zip({ 'pack.json': '{' }), /pack\.json: no JSON/],
	[
		'a manifest of another version',
		() => zip({ 'pack.json': textOf({ ...MANIFEST, format: 2 }) }),
		/format/,
	],
	[
		'a file that is missing',
		() => zip({ 'pack.json': textOf(MANIFEST) }),
		/lacks unet\/model\.onnx/,
	],
	[
		'a file of another size',
		() => zip({ ...CONTENTS, 'vocab.json': 'x', 'pack.json': textOf(MANIFEST) }),
		/vocab\.json has 1 bytes, not 0/,
	],
	[
		'a file that is not listed',
		() => zip({ ...CONTENTS, '../evil.js': 'x', 'pack.json': textOf(MANIFEST) }),
		/holds "\.\.\/evil\.js", which its manifest does not list/,
	],
	['a huge manifest', () => zip({ 'pack.json': ' '.repeat(5e6) }), /pack\.json has 5000000 bytes/],
	[
		'an archive that is cut off',
		async () => (await packArchiveBlob(MANIFEST, open)).slice(0, 70_000),
		/cut off or no zip/,
	],
])('%s is refused', async (_, archive, message) => {
	const error = await refusal(readPackArchive(await archive(), 'x'));
	expect(error.kind).toBe('unsafe');
	expect(error.message).toMatch(message);
});

const [FIRST, ...REST] = MANIFEST.files;
test.each<[string, object, RegExp]>([
	['a path that climbs', { files: [{ ...FIRST, path: '../x' }, ...REST] }, /files\.0\.path/],
	['an absolute path', { files: [{ ...FIRST, path: '/x' }, ...REST] }, /files\.0\.path/],
	['a path of a drive', { files: [{ ...FIRST, path: 'C:\\x' }, ...REST] }, /files\.0\.path/],
	[
		'a path that hides a climb',
		{ files: [{ ...FIRST, path: 'a/../../x' }, ...REST] },
		/files\.0\.path/,
	],
	['a file twice', { files: [FIRST, ...REST, FIRST] }, /listed twice/],
	[
		'names that differ in case alone',
		{ files: [...MANIFEST.files, { ...FIRST, path: 'UNET/model.onnx' }] },
		/listed twice/,
	],
	['itself', { files: [...MANIFEST.files, { ...FIRST, path: 'pack.json' }] }, /lists itself/],
	['a negative size', { files: [{ ...FIRST, bytes: -1 }, ...REST] }, /files\.0\.bytes/],
	[
		'a size that is no number',
		{ files: [{ ...FIRST, bytes: '3000' }, ...REST] },
		/files\.0\.bytes/,
	],
	[
		'sizes beyond all disks',
		{ files: MANIFEST.files.map((file) => ({ ...file, bytes: 60e9 })) },
		/no pack/,
	],
	['a hash that is none', { files: [{ ...FIRST, sha256: 'x' }, ...REST] }, /files\.0\.sha256/],
	[
		'a graph that is not there',
		{ models: { unet: { graph: 'x.onnx', shards: [] } } },
		/needs x\.onnx/,
	],
	[
		'a shard that is not there',
		{ models: { unet: { graph: FIRST.path, shards: ['x'] } } },
		/needs x/,
	],
	['an id that is a path', { id: '../x' }, /id/],
	[
		'files without number',
		{ files: Array.from({ length: 300 }, (_, i) => ({ ...FIRST, path: `f${i}` })) },
		/files/,
	],
])('a manifest with %s is refused', (_, change, message) => {
	expect(() => checkManifest({ ...MANIFEST, ...change }, 'x')).toThrow(message);
});

test('a manifest survives writing and reading', () => {
	expect(parseManifest(encodeManifest(MANIFEST), 'x')).toEqual(MANIFEST);
});

const fileOf = (name: string, ...parts: BlobPart[]) => new File(parts, name);
const safetensors = (name: string) => {
	const header = new TextEncoder().encode('{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
	const length = new Uint8Array(8);
	new DataView(length.buffer).setBigUint64(0, BigInt(header.length), true);
	return fileOf(name, length, header, new Uint8Array(4));
};

test('local files are told apart by their bytes', async () => {
	const archive = fileOf('anything.bin', await packArchiveBlob(MANIFEST, open));
	expect((await identifyFiles([archive])).kind).toBe('pack');
	const torch = fileOf('x.ckpt', await zip({ 'archive/data.pkl': 'x' }));
	const config = fileOf('config.json', '{}');
	expect(await identifyFiles([safetensors('my.zip'), torch, config])).toMatchObject({
		kind: 'weights',
		weights: [{ format: 'safetensors' }, { format: 'torch' }],
		configs: [config],
	});
});

test('the folder of a prebuilt pack is taken as it is', async () => {
	const inFolder = (path: string, ...parts: BlobPart[]) =>
		Object.defineProperty(fileOf(path.split('/').at(-1)!, ...parts), 'webkitRelativePath', {
			value: `packs/mine/${path}`,
		});
	const files = [
		inFolder('pack.json', encodeManifest(MANIFEST)),
		...Object.entries(CONTENTS).map(([path, bytes]) => inFolder(path, bytes)),
	];
	const found = await identifyFiles(files);
	expect(found.kind === 'pack' && [...found.pack.files.keys()]).toEqual(Object.keys(CONTENTS));
	expect((await refusal(identifyFiles(files.slice(0, 2)))).kind).toBe('not-found');
});

test.each<[string, () => File[], PackProblem]>([
	[
		'a picture',
		() => [fileOf('x.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0]))],
		'unsupported',
	],
	['nothing', () => [], 'unsupported'],
	['an empty file', () => [fileOf('x.safetensors')], 'unsupported'],
	[
		'a header beyond the file',
		() => [fileOf('x.safetensors', new Uint8Array([255, 255, 0, 0, 0, 0, 0, 0, 0x7b]))],
		'unsupported',
	],
	['a broken zip', () => [fileOf('x.zip', 'PK\u0003\u0004 and then nothing')], 'unsafe'],
])('%s is refused', async (_, files, kind) => {
	expect((await refusal(identifyFiles(files()))).kind).toBe(kind);
});
