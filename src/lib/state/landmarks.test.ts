import { expect, test } from 'vitest';
import { moveLandmarks } from './landmarks';

test('landmarks follow the crop and keep their proportions', () => {
	const moved = moveLandmarks(new Float32Array([10, 20, 4, 0, 0, -2]), [0.5, 0, -1, 0, 0.5, 3]);
	expect([...moved]).toEqual([4, 13, 2, -1, 3, -1]);
});

test('a mirrored picture mirrors x and leaves depth positive', () => {
	const moved = moveLandmarks(new Float32Array([10, 20, 4]), [-1, 0, 100, 0, 1, 0]);
	expect([...moved]).toEqual([90, 20, 4]);
});
