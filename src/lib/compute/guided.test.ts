import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { guidedColour, guidedGrey } from './guided';
import type { CpuPlane } from './kernel';
import { noisePlane } from './parity';

const SIZE = 13;
const RADIUS = 2;
const EPSILON = 0.01;

test('grey: q = mean(a) I + mean(b) with a and b fitted in every window', () => {
	const guide = noisePlane(SIZE, SIZE, 1, 1);
	const source = noisePlane(SIZE, SIZE, 1, 2);
	const q = guidedGrey(createCpuExecutor(), guide, source, RADIUS, EPSILON) as CpuPlane;
	expectClose(q, directly(guide, source));
});

test('colour: the same with a vector a', () => {
	const guide = noisePlane(SIZE, SIZE, 3, 3);
	const source = noisePlane(SIZE, SIZE, 1, 4);
	const q = guidedColour(createCpuExecutor(), guide, source, RADIUS, EPSILON) as CpuPlane;
	expectClose(q, directly(guide, source));
});

test('a mask that follows the guide keeps its edge', () => {
	const edge = Float32Array.from({ length: SIZE * SIZE }, (_, i) => (i % SIZE < 6 ? 0 : 1));
	const plane: CpuPlane = { width: SIZE, height: SIZE, channels: 1, data: edge };
	const q = guidedGrey(createCpuExecutor(), plane, plane, 3, 1e-6) as CpuPlane;
	expectClose(q, edge, 4);
});

function expectClose(plane: CpuPlane, expected: ArrayLike<number>, digits = 4): void {
	plane.data.forEach((value, i) => expect(value).toBeCloseTo(expected[i], digits));
}

/** The definition, window by window: ridge regression by Gaussian elimination, then the mean of the fits. */
function directly(guide: CpuPlane, source: CpuPlane): number[] {
	const n = guide.channels;
	const pixel = (i: number) => Array.from(guide.data.subarray(i * n, i * n + n));
	const fits = Array.from({ length: SIZE * SIZE }, (_, k) => {
		const window = neighbours(k);
		const mean = (of: (i: number) => number) =>
			window.reduce((sum, i) => sum + of(i), 0) / window.length;
		const mu = Array.from({ length: n }, (_, c) => mean((i) => pixel(i)[c]));
		const p = mean((i) => source.data[i]);
		const rows = mu.map((_, r) => [
			...mu.map(
				(_, c) =>
					mean((i) => (pixel(i)[r] - mu[r]) * (pixel(i)[c] - mu[c])) + (r === c ? EPSILON : 0),
			),
			mean((i) => (pixel(i)[r] - mu[r]) * (source.data[i] - p)),
		]);
		const a = solve(rows);
		return [...a, p - a.reduce((sum, value, c) => sum + value * mu[c], 0)];
	});
	return fits.map((_, k) => {
		const window = neighbours(k);
		const mean = fits[0].map(
			(_, c) => window.reduce((sum, i) => sum + fits[i][c], 0) / window.length,
		);
		return pixel(k).reduce((sum, value, c) => sum + value * mean[c], mean[n]);
	});
}

function neighbours(k: number): number[] {
	const found = [];
	for (let i = 0; i < SIZE * SIZE; i++) {
		const dx = Math.abs((i % SIZE) - (k % SIZE));
		const dy = Math.abs(Math.floor(i / SIZE) - Math.floor(k / SIZE));
		if (Math.max(dx, dy) <= RADIUS) found.push(i);
	}
	return found;
}

function solve(rows: number[][]): number[] {
	const n = rows.length;
	for (let i = 0; i < n; i++) {
		for (let r = 0; r < n; r++) {
			if (r === i) continue;
			const factor = rows[r][i] / rows[i][i];
			rows[r] = rows[r].map((value, c) => value - factor * rows[i][c]);
		}
	}
	return rows.map((row, i) => row[n] / row[i]);
}
