import { expect, test } from 'vitest';
import type { CpuPlane } from '$lib/compute/kernel';
import { sampledAlpha } from './sampled-alpha';

const SIDE = 96;
const HAIR = [0.15, 0.1, 0.08];
const FLAG = [0.75, 0.12, 0.16];
const WALL = [0.3, 0.45, 0.75];

/** Hair on the left of column 40, a wall on the right of it, and what `at` says between. */
function scene(at: (x: number, y: number) => number): { image: CpuPlane; truth: Float32Array } {
	const truth = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
		return at(i % SIDE, Math.floor(i / SIDE));
	});
	const data = new Float32Array(3 * truth.length);
	truth.forEach((alpha, i) => {
		const behind = Math.floor(i / SIDE) < SIDE / 2 ? FLAG : WALL;
		for (let c = 0; c < 3; c++) data[3 * i + c] = alpha * HAIR[c] + (1 - alpha) * behind[c];
	});
	return { image: { width: SIDE, height: SIDE, channels: 3, data }, truth };
}

/** A mask whose border lies at a column. */
const maskTo = (column: number): CpuPlane => ({
	width: SIDE,
	height: SIDE,
	channels: 1,
	data: Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
		Math.min(Math.max(column - (i % SIDE), 0), 1),
	),
});

/** Mean absolute error off the seam between flag and wall, where both are near. */
function errorOf(alpha: CpuPlane, truth: Float32Array): number {
	let [sum, count] = [0, 0];
	truth.forEach((value, i) => {
		const y = Math.floor(i / SIDE);
		if (Math.abs(y - SIDE / 2) < 12 || i % SIDE < 20 || i % SIDE > 70) return;
		sum += Math.abs(alpha.data[i] - value);
		count++;
	});
	return sum / count;
}

test('hairs that stand off the mask are found, each as much as covers its pixel', () => {
	const { image, truth } = scene((x, y) => {
		if (x < 40) return 1;
		return x < 47 && y % 6 === 0 ? 0.6 : 0;
	});
	const mask = maskTo(41);
	const found = sampledAlpha(image, mask, 1);
	expect(errorOf(found, truth)).toBeLessThan(0.2 * errorOf(mask, truth));
	expect(found.data[18 * SIDE + 44]).toBeCloseTo(0.6, 1);
});

test('a strip of flag that the mask took for hair goes, however sure the mask was', () => {
	const { image, truth } = scene((x) => (x < 40 ? 1 : 0));
	const mask = maskTo(48);
	expect(errorOf(sampledAlpha(image, mask, 1), truth)).toBeLessThan(0.1 * errorOf(mask, truth));
});

test('where person and background are alike the mask stays', () => {
	const grey: CpuPlane = {
		width: SIDE,
		height: SIDE,
		channels: 3,
		data: new Float32Array(3 * SIDE * SIDE).fill(0.2),
	};
	const mask = maskTo(48);
	expect(sampledAlpha(grey, mask, 1).data).toEqual(mask.data);
});

test('deep inside nothing is touched, whatever its colour', () => {
	const { image } = scene((x, y) => (x < 40 && !(x > 5 && x < 10 && y > 70) ? 1 : 0));
	const found = sampledAlpha(image, maskTo(40), 1);
	for (let y = 71; y < SIDE; y++) expect(found.data[y * SIDE + 7]).toBe(1);
});
