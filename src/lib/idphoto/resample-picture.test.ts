import { expect, test } from 'vitest';
import type { Affine } from '$lib/domain/geometry';
import { cubic } from '$lib/image/resize';
import { affineScale, invertAffine, type Pixels } from '$lib/image/warp';
import { resamplePicture } from './resample-picture';

/** Waves that are longer than two pixels of every picture below. */
const photo = drawn(90, 120, (x, y) => 128 + 60 * Math.sin(x / 5) + 50 * Math.cos(y / 7 + x / 11));
const SIZE = { width: 70, height: 82 };
const RED = [255, 0, 0] as const;

function drawn(width: number, height: number, value: (x: number, y: number) => number): Pixels {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let i = 0; i < width * height; i++) {
		const here = value((i % width) + 0.5, Math.floor(i / width) + 0.5);
		data.set([here, 255 - here, here / 2, 255], 4 * i);
	}
	return { width, height, data };
}

/** Turned by `degrees` about the middles of photo and picture. */
function map(degrees: number, scale: number): Affine {
	const [c, s] = [Math.cos, Math.sin].map((of) => scale * of((degrees * Math.PI) / 180));
	const [mx, my] = [photo.width / 2, photo.height / 2];
	return [c, s, SIZE.width / 2 - c * mx - s * my, -s, c, SIZE.height / 2 + s * mx - c * my];
}

/** The kernel over both axes at once, as it is defined: a product along rows and columns of the photo. */
function directly(toPicture: Affine): number[] {
	const [a, b, c, d, e, f] = invertAffine(toPicture);
	const stretch = Math.max(affineScale([a, b, c, d, e, f]), 1);
	const within = (i: number, length: number) => Math.min(Math.max(i, 0), length - 1);
	const greens: number[] = [];
	for (let row = 0; row < SIZE.height; row++)
		for (let column = 0; column < SIZE.width; column++) {
			const x = a * (column + 0.5) + b * (row + 0.5) + c;
			const y = d * (column + 0.5) + e * (row + 0.5) + f;
			if (x < 0 || y < 0 || x > photo.width || y > photo.height) {
				greens.push(RED[1]);
				continue;
			}
			let [sum, weight] = [0, 0];
			for (let j = Math.floor(y - 2 * stretch); j <= y + 2 * stretch; j++)
				for (let i = Math.floor(x - 2 * stretch); i <= x + 2 * stretch; i++) {
					const w = cubic((i + 0.5 - x) / stretch) * cubic((j + 0.5 - y) / stretch);
					const p = within(j, photo.height) * photo.width + within(i, photo.width);
					sum += w * photo.data[4 * p + 1];
					weight += w;
				}
			greens.push(sum / weight);
		}
	return greens;
}

test.each([
	[0, 0.9],
	[0, 1.7],
	[3, 0.6],
	[-14, 0.8],
	[90, 0.7],
	[-90, 1.2],
	[180, 0.5],
	[93, 0.9],
	[-176, 1.1],
])('turned by %d degrees and scaled by %d it is the kernel over both axes', (degrees, scale) => {
	const toPicture = map(degrees, scale);
	const rgba = resamplePicture(photo, toPicture, SIZE, RED);
	const wanted = directly(toPicture);
	const off = wanted.map((value, i) => Math.abs(rgba[4 * i + 1] - value));
	// The two passes are the same kernel for quarter turns, and differ by less than can be seen for small ones.
	expect(off.reduce((sum, value) => sum + value, 0) / off.length).toBeLessThan(0.6);
	expect(Math.max(...off)).toBeLessThan(degrees % 90 === 0 ? 1 : 6);
});

test('a shift by whole pixels is a copy', () => {
	const rgba = resamplePicture(photo, [1, 0, -7, 0, 1, -9], SIZE, RED);
	for (let row = 0; row < SIZE.height; row++) {
		const from = 4 * ((row + 9) * photo.width + 7);
		const line = rgba.subarray(4 * row * SIZE.width, 4 * (row + 1) * SIZE.width);
		expect([...line]).toEqual([...photo.data.subarray(from, from + 4 * SIZE.width)]);
	}
});

test('a small picture of a large photo keeps its means', () => {
	const rgba = resamplePicture(photo, [0.1, 0, 0, 0, 0.1, 0], { width: 9, height: 12 }, RED);
	const mean = (data: ArrayLike<number>) => {
		let sum = 0;
		for (let i = 0; i < data.length; i += 4) sum += data[i];
		return sum / (data.length / 4);
	};
	expect(Math.abs(mean(rgba) - mean(photo.data))).toBeLessThan(1.5);
});
