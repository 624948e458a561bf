import { describe, expect, test } from 'vitest';
import { distanceTo } from './distance';
import { drawSticker } from './sticker';

describe('distanceTo', () => {
	test('agrees with brute force', () => {
		const [width, height] = [23, 17];
		const set = new Uint8Array(width * height);
		let state = 7;
		for (let i = 0; i < set.length; i++) {
			state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
			set[i] = state >>> 24 < 8 ? 1 : 0;
		}
		const points = [...set.keys()].filter((i) => set[i]);
		expect(points.length).toBeGreaterThan(3);
		const distance = distanceTo(set, width, height);
		for (let i = 0; i < set.length; i++) {
			const to = (p: number) =>
				Math.hypot((p % width) - (i % width), Math.floor(p / width) - Math.floor(i / width));
			expect(distance[i]).toBeCloseTo(Math.min(...points.map(to)), 4);
		}
	});

	test('nothing set is infinitely far', () => {
		expect([...distanceTo(new Uint8Array(6), 3, 2)]).toEqual(Array(6).fill(Infinity));
	});
});

describe('drawSticker', () => {
	const SIDE = 100;
	/** A red picture with a figure: a bust of 40 x 60 that touches the lower edge. */
	const fill = (value: (x: number, y: number) => readonly number[]) => {
		const data = new Uint8ClampedArray(4 * SIDE * SIDE);
		for (let i = 0; i < SIDE * SIDE; i++) data.set(value(i % SIDE, Math.floor(i / SIDE)), 4 * i);
		return { width: SIDE, height: SIDE, data };
	};
	const picture = fill(() => [255, 0, 0, 255]);
	const cutout = fill((x, y) => {
		const grey = x >= 30 && x < 70 && y >= 40 ? 255 : 0;
		return [grey, grey, grey, 255];
	});
	const side = 400;
	const sticker = drawSticker(picture, cutout, side);
	const at = (x: number, y: number) => [...sticker.subarray(4 * (y * side + x)).subarray(0, 4)];

	test('the figure fills the square up to rim and margin, in the middle', () => {
		// 60 picture pixels take 94% of 400: 376 high, 250.7 wide, from (74.7, 12) on.
		expect(at(200, 200)).toEqual([255, 0, 0, 255]);
		expect(at(200, 18)).toEqual([255, 0, 0, 255]);
		expect(at(82, 200)).toEqual([255, 0, 0, 255]);
	});

	test('a white rim goes around it, also where the picture cut the figure off', () => {
		for (const [x, y] of [
			[200, 7],
			[69, 200],
			[331, 200],
			[200, 393],
		]) {
			expect(at(x, y), `${x}, ${y}`).toEqual([255, 255, 255, 255]);
		}
	});

	test('outside is transparent, and the rim is round at the corners', () => {
		expect(at(200, 1)[3]).toBe(0);
		expect(at(60, 200)[3]).toBe(0);
		expect(at(200, 398)[3]).toBe(0);
		// The corner of the figure is at (74.7, 12): 7 px diagonally off it lies beyond the rim of 8 px.
		expect(at(68, 5)[3]).toBeLessThan(4);
		expect(at(70, 8)[3]).toBe(255);
	});

	test('crumbs in the backdrop are neither framed nor drawn', () => {
		const crumbs = fill((x, y) => {
			const crumb = x < 3 && y < 3;
			const grey = crumb ? 255 : cutout.data[4 * (y * SIDE + x)];
			return [grey, grey, grey, 255];
		});
		const drawn = drawSticker(picture, crumbs, side);
		expect(drawn.every((value, i) => value === sticker[i])).toBe(true);
	});

	test('a faint veil beyond the rim is not drawn', () => {
		const veiled = fill((x, y) => {
			const grey = Math.max(40, cutout.data[4 * (y * SIDE + x)]);
			return [grey, grey, grey, 255];
		});
		const drawn = drawSticker(picture, veiled, side);
		expect(drawn[4 * (200 * side + 40) + 3]).toBe(0);
	});

	test('without a figure nothing is drawn', () => {
		const none = fill(() => [0, 0, 0, 255]);
		expect(drawSticker(picture, none, 256).every((value) => value === 0)).toBe(true);
	});
});
