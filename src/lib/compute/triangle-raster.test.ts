import { expect, test } from 'vitest';
import { noisePlane } from './parity';
import { rasterTriangles } from './triangle-raster';

test('a fan around any point covers a square once, without gaps or overlaps', () => {
	for (const [x, y] of [
		[0.5, 0.5],
		[0.31, 0.77],
		[0.25, 0.5],
	]) {
		const points = Float64Array.from([0, 0, 1, 0, 1, 1, 0, 1, x, y]);
		const triangles = Uint32Array.from([0, 1, 4, 1, 2, 4, 2, 3, 4, 3, 0, 4]);
		const colours = new Float32Array(4).fill(1);
		const out = rasterTriangles({ points, triangles, colours, channels: 1 }, 20);
		expect([...new Set(out)]).toEqual([1]);
	}
});

test('a strip of slanted triangles covers once as well', () => {
	const xs = [0, ...noisePlane(9, 1, 1, 3).data.map((v, i) => (i + v) / 10), 1];
	const points = Float64Array.from(xs.flatMap((x) => [x, 0, x, 1]));
	const triangles: number[] = [];
	for (let i = 0; i + 1 < xs.length; i++) {
		triangles.push(2 * i, 2 * i + 1, 2 * i + 2, 2 * i + 1, 2 * i + 2, 2 * i + 3);
	}
	const colours = new Float32Array(triangles.length / 3).fill(1);
	const out = rasterTriangles(
		{ points, triangles: Uint32Array.from(triangles), colours, channels: 1 },
		33,
	);
	expect([...new Set(out)]).toEqual([1]);
});

test('edges are smooth, colours are those of the triangles', () => {
	const points = Float64Array.from([0, 0, 1, 0, 1, 1, 0, 1]);
	const triangles = Uint32Array.from([0, 1, 2, 0, 2, 3]);
	const colours = Float32Array.from([1, 0, 0, 1]);
	const out = rasterTriangles({ points, triangles, colours, channels: 2 }, 8);
	expect([...out.subarray(2 * 7, 2 * 8)]).toEqual([1, 0]);
	expect([...out.subarray(2 * 56, 2 * 57)]).toEqual([0, 1]);
	expect(out[2 * 9]).toBeCloseTo(0.5);
});
