import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { gaussian, plainGaussian } from './gaussian';
import type { CpuPlane } from './kernel';
import { noisePlane } from './parity';

const executor = createCpuExecutor();

/** A picture of a kind: soft shapes with edges, of odd size. */
function shapes(width: number, height: number): CpuPlane {
	const data = Float32Array.from({ length: width * height }, (_, i) => {
		const x = i % width;
		const y = Math.floor(i / width);
		const disk = Math.hypot(x - 0.4 * width, y - 0.6 * height) < 0.25 * width ? 0.6 : 0.1;
		return disk + 0.2 * Math.sin(0.13 * x) + (x > 0.8 * width ? 0.2 : 0);
	});
	return { width, height, channels: 1, data };
}

async function furthest(source: CpuPlane, sigma: number, border = 0): Promise<number> {
	const exact = await executor.download(plainGaussian(executor, source, sigma));
	const quick = await executor.download(gaussian(executor, source, sigma));
	let worst = 0;
	for (let i = 0; i < exact.data.length; i++) {
		const x = i % source.width;
		const y = Math.floor(i / source.width);
		const margin = Math.min(x, y, source.width - 1 - x, source.height - 1 - y);
		if (margin >= border) worst = Math.max(worst, Math.abs(quick.data[i] - exact.data[i]));
	}
	return worst;
}

test.each([3, 3.7, 5.3, 7.3, 13, 24.5])('sigma %f: the Gaussian that it saves', async (sigma) => {
	expect(await furthest(shapes(211, 166), sigma, 2 * sigma)).toBeLessThan(0.006);
	// White noise is the worst: what blocks cannot hold comes back as something coarser.
	expect(await furthest(noisePlane(211, 166, 1, 3), sigma, 2 * sigma)).toBeLessThan(0.018);
	// At the border the mean of the first block goes on, not the first pixel.
	expect(await furthest(shapes(211, 166), sigma)).toBeLessThan(Math.max(0.002 * sigma, 0.015));
});

test('an impulse keeps its place, its sum and its width', async () => {
	const data = new Float32Array(97 * 97);
	data[47 * 97 + 50] = 1;
	const source: CpuPlane = { width: 97, height: 97, channels: 1, data };
	const blurred = await executor.download(gaussian(executor, source, 7));
	let [sum, x, y, xx] = [0, 0, 0, 0];
	blurred.data.forEach((value, i) => {
		sum += value;
		x += value * (i % 97);
		y += value * Math.floor(i / 97);
		xx += value * (i % 97) ** 2;
	});
	expect(sum).toBeCloseTo(1, 3);
	// Within half a block.
	expect(Math.abs(x / sum - 50)).toBeLessThan(0.51);
	expect(Math.abs(y / sum - 47)).toBeLessThan(0.51);
	// The plain kernel ends at 3 sigma, which leaves 6.95 of 7.
	expect(Math.sqrt(xx / sum - (x / sum) ** 2)).toBeCloseTo(6.95, 1);
});

test('a flat plane stays flat, several channels keep apart', async () => {
	const data = new Float32Array(50 * 31 * 3);
	for (let i = 0; i < data.length; i++) data[i] = [0.2, 0.5, 0.9][i % 3];
	const source: CpuPlane = { width: 50, height: 31, channels: 3, data };
	const blurred = await executor.download(gaussian(executor, source, 9));
	blurred.data.forEach((value, i) => expect(value).toBeCloseTo([0.2, 0.5, 0.9][i % 3], 5));
});
