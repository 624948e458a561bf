import { expect, test } from 'vitest';
import { figureOf, structureOf } from './generate-pixels';

const side = 64;
/** Red grows to the right, green downwards. */
const square = {
	width: side,
	height: side,
	data: Uint8ClampedArray.from({ length: side * side * 4 }, (_, i) => {
		const pixel = i >> 2;
		return [4 * (pixel % side), 4 * Math.floor(pixel / side), 0, 255][i & 3];
	}),
};

test('an upright picture takes the middle of the width and all of the height', () => {
	const size = { width: 24, height: 48 };
	const data = structureOf(square, size);
	expect(data.length).toBe(24 * 48 * 4);
	const at = (x: number, y: number) => data[4 * (y * size.width + x)];
	expect(at(0, 24) / 4).toBeCloseTo(16, -1);
	expect(at(23, 24) / 4).toBeCloseTo(47, -1);
	expect(data[4 * 12 + 1]).toBeLessThan(12);
	expect(data[4 * (47 * 24 + 12) + 1]).toBeGreaterThan(240);
});

test('the figure lies where the crop lies in the picture', () => {
	const mask = { width: 2, height: 1, data: Float32Array.of(1, 0) };
	// The crop of 10 is the picture's middle, twice as large there.
	const figure = figureOf(
		{ mask, side: 10, toPhoto: [2, 0, 10, 0, 2, 10] },
		{ width: 40, height: 40 },
	);
	expect(figure[20 * 40 + 5]).toBe(255);
	expect(figure[20 * 40 + 20]).toBeGreaterThan(100);
	expect(figure[20 * 40 + 20]).toBeLessThan(150);
	expect(figure[20 * 40 + 35]).toBe(0);
});
