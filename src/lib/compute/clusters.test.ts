import { expect, test } from 'vitest';
import { clusters, nearestCentre } from './clusters';
import { noisePlane } from './parity';

test('finds heaps where they are, darkest first, and the same again', () => {
	const heaps = [
		[0.8, 0.1, 0],
		[0.2, 0, 0.1],
		[0.5, -0.2, 0],
	];
	const noise = noisePlane(90, 1, 3, 4, -0.02, 0.02).data;
	const points = noise.map((v, i) => v + heaps[Math.floor(i / 3) % 3][i % 3]);
	const weights = new Float32Array(90).fill(1);
	const centres = clusters(points, weights, 3);
	for (const [i, heap] of [heaps[1], heaps[2], heaps[0]].entries()) {
		for (let c = 0; c < 3; c++) expect(Math.abs(centres[i][c] - heap[c])).toBeLessThan(0.01);
	}
	expect(clusters(points, weights, 3)).toEqual(centres);
	expect(nearestCentre(centres, 0.55, -0.1, 0)).toBe(1);
});

test('weights pull, and there are no more clusters than points', () => {
	const points = Float32Array.from([0, 0, 0, 1, 0, 0]);
	const [mean] = clusters(points, Float32Array.from([3, 1]), 1);
	expect(mean[0]).toBeCloseTo(0.25);
	expect(clusters(points, Float32Array.from([3, 1]), 8)).toHaveLength(2);
	expect(() => clusters(new Float32Array(0), new Float32Array(0), 2)).toThrow(RangeError);
});
