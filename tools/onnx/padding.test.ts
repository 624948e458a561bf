import { expect, test } from 'vitest';
import { pads } from './padding';

// [padding, length, window, stride] -> [before, after, length], from TensorFlow's formulas.
test.each([
	['SAME', 8, 3, 1, 1, 1, 8],
	['SAME', 8, 3, 2, 0, 1, 4], // the odd row goes after: a symmetric 1, 1 would shift every window
	['SAME', 7, 3, 2, 1, 1, 4],
	['SAME', 8, 5, 2, 1, 2, 4],
	['SAME', 8, 2, 1, 0, 1, 8],
	['SAME', 8, 2, 2, 0, 0, 4],
	['SAME', 7, 2, 2, 0, 1, 4],
	['SAME', 8, 1, 2, 0, 0, 4], // a window smaller than the stride never pads
	['VALID', 8, 3, 1, 0, 0, 6],
	['VALID', 8, 3, 2, 0, 0, 3],
	['VALID', 3, 3, 3, 0, 0, 1],
] as const)('%s of %d by %d every %d', (padding, size, window, stride, before, after, length) => {
	expect(pads(padding, size, window, stride)).toEqual({ before, after, length });
});
