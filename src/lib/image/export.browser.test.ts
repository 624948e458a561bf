import type { Candidate } from '$lib/domain/recipe';
import { describe, expect, test } from 'vitest';
import { encodePixels, readPixels } from './encode';
import { exportPicture } from './export';
import { readRecipe } from './metadata/embed';
import { buildXmp } from './metadata/xmp';

const SIDE = 512;

/** A blue picture with a red disk in the middle, which is the figure. */
async function candidate(): Promise<Candidate> {
	const picture = new Uint8ClampedArray(4 * SIDE * SIDE);
	const cutout = new Uint8ClampedArray(4 * SIDE * SIDE);
	for (let i = 0; i < SIDE * SIDE; i++) {
		const figure = Math.hypot((i % SIDE) - 256, Math.floor(i / SIDE) - 256) < 150;
		picture.set(figure ? [255, 0, 0, 255] : [0, 0, 255, 255], 4 * i);
		cutout.set(figure ? [255, 255, 255, 255] : [0, 0, 0, 255], 4 * i);
	}
	const file = (data: Uint8ClampedArray) =>
		encodePixels({ width: SIDE, height: SIDE, data }, 'png');
	return {
		id: 'a',
		recipe: { version: 1, style: 'watercolour', seed: 3 },
		picture: await file(picture),
		cutout: await file(cutout),
		width: SIDE,
		height: SIDE,
		likeness: null,
		createdAt: 1,
	};
}

async function look(file: Blob, x: number, y: number): Promise<number[]> {
	const { width, data } = await readPixels(file);
	return [...data.subarray(4 * (y * width + x)).subarray(0, 4)];
}

const RED = [255, 0, 0, 255];
const BLUE = [0, 0, 255, 255];
const WHITE = [255, 255, 255, 255];

function expectNear(actual: number[], expected: number[]) {
	const error = Math.max(...actual.map((v, i) => Math.abs(v - expected[i])));
	expect(error, `${actual} for ${expected}`).toBeLessThanOrEqual(12);
}

describe.each(['png', 'jpeg', 'webp'] as const)('%s', (format) => {
	test.each([256, 512, 1024])('square of %i', async (side) => {
		const options = { format, shape: 'square', side, recipe: true } as const;
		const file = await exportPicture(await candidate(), options);
		expect(file.type).toBe(`image/${format}`);
		const bitmap = await createImageBitmap(file);
		expect([bitmap.width, bitmap.height]).toEqual([side, side]);
		expectNear(await look(file, side / 2, side / 2), RED);
		expectNear(await look(file, 2, 2), BLUE);
		expect(await readRecipe(file)).toEqual({ version: 1, style: 'watercolour', seed: 3 });
	});

	test('circle', async () => {
		const options = { format, shape: 'circle', side: 256, recipe: true } as const;
		const file = await exportPicture(await candidate(), options);
		expectNear(await look(file, 128, 128), RED);
		expectNear(await look(file, 128, 4), BLUE);
		const corner = await look(file, 10, 10);
		if (format === 'jpeg') expectNear(corner, WHITE);
		else expect(corner[3]).toBe(0);
	});

	test('sticker', async () => {
		const options = { format, shape: 'sticker', side: 256, recipe: false } as const;
		const file = await exportPicture(await candidate(), options);
		expectNear(await look(file, 128, 16), RED);
		expectNear(await look(file, 128, 5), WHITE);
		const corner = await look(file, 10, 10);
		if (format === 'jpeg') expectNear(corner, WHITE);
		else expect(corner[3]).toBe(0);
		expect(await readRecipe(file)).toBeNull();
	});
});

test.each([255, 2049, 300.5, NaN])('a side of %d is refused', async (side) => {
	const options = { format: 'png', shape: 'square', side, recipe: true } as const;
	await expect(exportPicture(await candidate(), options)).rejects.toThrow(RangeError);
});

test('a file is made to fit, or refused', async () => {
	const noisy = new Uint8ClampedArray(4 * SIDE * SIDE);
	for (let i = 0; i < noisy.length; i++) noisy[i] = (Math.imul(i, 2654435761) >>> 13) & 255;
	for (let i = 3; i < noisy.length; i += 4) noisy[i] = 255;
	const picture = await encodePixels({ width: SIDE, height: SIDE, data: noisy }, 'png');
	const hard = { ...(await candidate()), picture };
	const options = { format: 'webp', shape: 'square', side: 512, recipe: true } as const;
	const free = await exportPicture(hard, options);
	const mostBytes = Math.round(0.7 * free.size);
	expect((await exportPicture(hard, { ...options, mostBytes })).size).toBeLessThan(mostBytes);
	await expect(exportPicture(hard, { ...options, mostBytes: 1000 })).rejects.toThrow(RangeError);
});

test('the XMP packet is well-formed', () => {
	const xml = buildXmp({ version: 1, style: 'poster', seed: 0 });
	const parsed = new DOMParser().parseFromString(xml, 'application/xml');
	expect(parsed.querySelector('parsererror')).toBeNull();
	const [recipe] = parsed.getElementsByTagNameNS('urn:x-likeness:xmp:1#', 'recipe');
	expect(JSON.parse(recipe.textContent!)).toEqual({ version: 1, style: 'poster', seed: 0 });
});
