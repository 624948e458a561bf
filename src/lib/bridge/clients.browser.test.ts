import { afterAll, expect, test } from 'vitest';
import type { Portrait } from '$lib/domain/face';
import { PhotoError } from '$lib/domain/photo';
import { FaceClient } from './face-client';
import { StudioClient } from './studio-client';

const face = new FaceClient();
afterAll(() => face.terminate());

function drawing(width: number, height: number): Promise<Blob> {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d')!;
	context.fillStyle = 'rgb(200, 100, 50)';
	context.fillRect(0, 0, width, height);
	return canvas.convertToBlob({ type: 'image/png' });
}

test('a photo is decoded before anything is loaded, and its bitmap is ours', async () => {
	const photo = await face.decode(await drawing(64, 48), 'plain.png');
	expect(photo).toMatchObject({ width: 64, height: 48, name: 'plain.png' });
	expect(photo.bitmap).toBeInstanceOf(ImageBitmap);
	photo.bitmap.close();
});

test('what is no photo is a PhotoError on this side too', async () => {
	const failure = await face.decode(new Blob(['text']), 'x.txt').catch((error: unknown) => error);
	expect(failure).toBeInstanceOf(PhotoError);
	expect(failure).toMatchObject({ problem: 'not-an-image' });
});

test('the face worker starts, reports rising progress, and finds nobody in a plain picture', async (context) => {
	const catalogue = await fetch('/models/builtin.json');
	if (!catalogue.ok || !catalogue.headers.get('content-type')?.includes('json')) {
		context.skip('the built-in models were not built: npm run models');
	}
	const fractions: number[] = [];
	const onProgress = ({ fraction }: { fraction: number }) => void fractions.push(fraction);
	const status = await face.start('auto', { onProgress });
	expect(status).toMatchObject({ backend: 'wasm', reason: 'software-adapter' });
	expect(fractions.at(-1)).toBe(1);
	expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
	const bitmap = await createImageBitmap(await drawing(256, 256));
	expect(await face.findFaces(bitmap)).toEqual([]);
	expect(bitmap.width).toBe(256); // still ours
	bitmap.close();
});

const portrait: Portrait = {
	side: 1024,
	rgba: new Uint8ClampedArray(1024 * 1024 * 4).fill(128),
	landmarks: new Float32Array(478 * 3),
	mask: { width: 16, height: 16, data: new Float32Array(256).fill(1) },
	others: [],
	toPhoto: [1, 0, 0, 0, 1, 0],
};

test('the studio says what draws, and keeps the portrait ours', async () => {
	const studio = new StudioClient('cpu');
	await studio.open(portrait);
	expect(await studio.status()).toEqual({ executor: 'cpu', reason: 'chosen' });
	expect(portrait.rgba.length).toBe(1024 * 1024 * 4);
	studio.terminate();
});

test('nothing is drawn before a portrait is open', async () => {
	const studio = new StudioClient('cpu');
	const recipe = { version: 1, style: 'poster', seed: 0 } as const;
	await expect(studio.render(recipe, 128)).rejects.toThrow('no portrait');
	studio.terminate();
});

const spawnLossy = (spawned: Worker[]) => () => {
	const worker = new Worker(new URL('./lossy-worker.ts', import.meta.url), { type: 'module' });
	spawned.push(worker);
	return worker;
};

test('a face worker that loses its GPU twice in a row goes on in wasm, and says why', async () => {
	const spawned: Worker[] = [];
	const client = new FaceClient(spawnLossy(spawned));
	expect(await client.start('auto')).toMatchObject({ backend: 'webgpu', reason: 'webgpu-ok' });
	const picture = await createImageBitmap(new ImageData(2, 2));
	expect(await client.describe(picture, new Float32Array(3))).toEqual(Float32Array.of(1));
	expect(spawned).toHaveLength(3);
	expect(await client.start('auto')).toMatchObject({ backend: 'wasm', reason: 'device-lost' });
	expect(spawned).toHaveLength(3);
	// Another choice of the person is a new beginning.
	expect(await client.start('webgpu')).toMatchObject({ backend: 'webgpu' });
	expect(spawned).toHaveLength(4);
	client.terminate();
});

test.each([
	['is lost', 0],
	['has no memory', 1],
])('a studio whose GPU %s in the middle of a drawing draws it on the CPU', async (_, seed) => {
	const spawned: Worker[] = [];
	const studio = new StudioClient('auto', spawnLossy(spawned));
	await studio.open(portrait);
	const rendering = await studio.render({ version: 1, style: 'poster', seed }, 8);
	expect(rendering).toMatchObject({ executor: 'cpu', side: 8 });
	expect(rendering.picture.width).toBe(8);
	expect(spawned).toHaveLength(2);
	expect(await studio.status()).toEqual({ executor: 'cpu', reason: 'device-lost' });
	studio.terminate();
});
