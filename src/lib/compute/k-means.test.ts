import { expect, test } from 'vitest';
import { kMeans, nearestCentre } from './k-means';
import { noisePlane } from './parity';

/** Points around three places. */
const PLACES = [
	[0.1, 0.2, 0.1],
	[0.5, -0.2, 0.3],
	[0.9, 0.1, -0.1],
];
const jitter = noisePlane(300, 1, 3, 4, -0.02, 0.02).data;
const points = jitter.map((v, i) => PLACES[Math.floor(i / 3) % 3][i % 3] + v);

test('finds the places around which points lie, darkest first', () => {
	for (const seed of [1, 2, 3]) {
		const centres = kMeans(points, null, 3, seed);
		PLACES.flat().forEach((v, i) => expect(centres[i]).toBeCloseTo(v, 2));
	}
});

test('gives the same centres again, also for points that differ in the last bits', () => {
	const centres = kMeans(points, null, 3, 7);
	expect(kMeans(points, null, 3, 7)).toEqual(centres);
	const nudged = kMeans(
		points.map((v) => v + 1e-7),
		null,
		3,
		7,
	);
	nudged.forEach((v, i) => expect(v).toBeCloseTo(centres[i], 3));
});

test('heavy points pull', () => {
	const line = Float32Array.from([0, 0, 0, 1, 0, 0]);
	expect(kMeans(line, Float32Array.from([1, 3]), 1, 0)[0]).toBeCloseTo(0.75, 5);
	expect(kMeans(line, null, 1, 0)[0]).toBeCloseTo(0.5, 5);
});

test('fewer points than groups are no harm, no points are an error', () => {
	const one = Float32Array.from([0.25, 0.5, 0.75]);
	expect([...kMeans(one, null, 3, 0)]).toEqual([...one, ...one, ...one]);
	expect(() => kMeans(new Float32Array(0), null, 2, 0)).toThrow('k-means: no points');
});

test('the nearest centre, the first of equals', () => {
	const centres = Float32Array.from([0, 0, 0, 1, 0, 0, 1, 0, 0]);
	expect(nearestCentre(centres, 0.9, 0, 0)).toBe(1);
	expect(nearestCentre(centres, 0.1, 0.1, 0)).toBe(0);
});
