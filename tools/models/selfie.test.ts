import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeModel } from '../onnx/encode';
import { MediapipeMask } from '../testing/mediapipe-mask';
import { drawnPerson, toPlanes } from '../testing/picture';
import { BUILTIN_SOURCES, importBuiltin } from './builtin';

const ROOT = path.resolve(import.meta.dirname, '../..');
const PORTRAITS = path.resolve(ROOT, '../shared/photos/portraits');
const SIDE = 256;

let original: MediapipeMask;
let session: InferenceSession;

beforeAll(async () => {
	const source = BUILTIN_SOURCES.find(({ name }) => name === 'selfie')!;
	const file = path.join(ROOT, 'node_modules', source.package, source.file);
	session = await InferenceSession.create(encodeModel(await importBuiltin(source, file)));
	original = await MediapipeMask.launch();
}, 120_000);
afterAll(() => original.close());

async function segment(bytes: Uint8Array): Promise<Float32Array> {
	const planes = toPlanes({ side: SIDE, rgb: Float32Array.from(bytes, (value) => value / 255) });
	const { mask } = await session.run({ image: new Tensor('float32', planes, [1, 3, SIDE, SIDE]) });
	return mask.data as Float32Array;
}

/** Pixels in both masks over pixels in either, at 1/2. */
function overlap(a: Float32Array, b: Float32Array): number {
	let both = 0;
	let either = 0;
	a.forEach((value, i) => {
		both += Number(value > 0.5 && b[i] > 0.5);
		either += Number(value > 0.5 || b[i] > 0.5);
	});
	return both / either;
}

async function compare(rgb: Uint8Array): Promise<void> {
	const actual = await segment(rgb);
	const expected = await original.segment(rgb, SIDE);
	// A picture without a person would agree about nothing.
	expect(expected.filter((value) => value > 0.5).length).toBeGreaterThan(0.1 * SIDE * SIDE);
	expect(overlap(actual, expected)).toBeGreaterThanOrEqual(0.99);
	// Not only the outline: MediaPipe computes in half precision and rounds the mask to 8 bits.
	const differences = actual.map((value, i) => Math.abs(value - expected[i]));
	expect(differences.reduce((a, b) => a + b) / actual.length).toBeLessThan(2e-3);
}

test.each([1, 2, 3])('masks drawn person %d as MediaPipe does', async (seed) => {
	await compare(Uint8Array.from(drawnPerson(SIDE, seed).rgb, (value) => Math.round(value * 255)));
});

describe.skipIf(!existsSync(PORTRAITS))('with the portraits of ../shared/photos', async () => {
	const files = existsSync(PORTRAITS) ? (await readdir(PORTRAITS)).sort() : [];

	test.each(files.filter((_, i) => i % 4 === 0))('masks %s as MediaPipe does', async (file) => {
		const photo = sharp(path.join(PORTRAITS, file)).resize(SIDE, SIDE, { fit: 'fill' });
		await compare(await photo.removeAlpha().toColourspace('srgb').raw().toBuffer());
	});
});
