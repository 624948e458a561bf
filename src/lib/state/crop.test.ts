import { expect, test } from 'vitest';
import { moveCrop, resizeCrop } from './crop';

const outer = { width: 100, height: 80 };
const box = { x: 10, y: 10, width: 40, height: 30 };

test('a crop moves and stops at the edge', () => {
	expect(moveCrop(box, { x: 5, y: -3 }, outer)).toEqual({ ...box, x: 15, y: 7 });
	expect(moveCrop(box, { x: 500, y: -500 }, outer)).toEqual({ ...box, x: 60, y: 0 });
});

test('a corner moves and the opposite one stays', () => {
	expect(resizeCrop(box, 'top-left', { x: 4, y: 6 }, outer, 8)).toEqual({
		x: 14,
		y: 16,
		width: 36,
		height: 24,
	});
	expect(resizeCrop(box, 'bottom-right', { x: 999, y: 999 }, outer, 8)).toEqual({
		x: 10,
		y: 10,
		width: 90,
		height: 70,
	});
});

test('a crop never gets smaller than the least side or turns inside out', () => {
	const small = resizeCrop(box, 'bottom-left', { x: 999, y: -999 }, outer, 8);
	expect(small).toEqual({ x: 42, y: 10, width: 8, height: 8 });
});
