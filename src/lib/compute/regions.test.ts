import { expect, test } from 'vitest';
import { connectedComponents } from './components';
import { distanceTransform } from './distance';
import { noisePlane } from './parity';
import { median, percentile, sortedWhere } from './statistics';

test('the distance to the nearest outside pixel, as by brute force', () => {
	const [width, height] = [23, 17];
	const mask = Uint8Array.from(noisePlane(width, height, 1, 7).data, (v) => (v > 0.06 ? 1 : 0));
	const distance = distanceTransform(mask, width, height);
	for (let p = 0; p < mask.length; p++) {
		let nearest = Infinity;
		for (let q = 0; q < mask.length; q++) {
			if (mask[q] !== 0) continue;
			const dx = (p % width) - (q % width);
			const dy = Math.floor(p / width) - Math.floor(q / width);
			nearest = Math.min(nearest, Math.hypot(dx, dy));
		}
		expect(distance[p]).toBeCloseTo(nearest, 4);
	}
});

test('without any outside the distance is infinite', () => {
	expect(distanceTransform(new Uint8Array(6).fill(1), 3, 2)).toEqual(
		new Float32Array(6).fill(Infinity),
	);
});

test('components are 4-connected, labelled in scan order, with their areas', () => {
	const mask = Uint8Array.from([1, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0, 0]);
	const { labels, count, areas } = connectedComponents(mask, 4, 3);
	expect(Array.from(labels)).toEqual([1, 1, 0, 2, 0, 0, 3, 0, 4, 4, 0, 0]);
	expect(count).toBe(4);
	expect(areas).toEqual([6, 2, 1, 1, 2]);
});

test('percentiles of one channel where a mask is set', () => {
	const values = Float32Array.from([9, 1, 9, 3, 9, 2, 9, 100]);
	const sorted = sortedWhere(values, 2, 1, Uint8Array.from([1, 1, 1, 0]), 1);
	expect(Array.from(sorted)).toEqual([1, 2, 3]);
	expect(median(sorted)).toBe(2);
	expect(percentile(sorted, 25)).toBeCloseTo(1.5, 6);
	expect(percentile(sorted, 100)).toBe(3);
	expect(() => percentile(new Float32Array(), 50)).toThrow(RangeError);
});
