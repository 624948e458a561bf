import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { flowPlane } from './flow-planes';
import type { CpuPlane } from './kernel';
import { kuwahara } from './kuwahara';
import { noisePlane } from './parity';

const executor = createCpuExecutor();
const SIDE = 32;
const filter = (data: Float32Array, radius: number) => {
	const source: CpuPlane = { width: SIDE, height: SIDE, channels: 3, data };
	const radii: CpuPlane = {
		width: SIDE,
		height: SIDE,
		channels: 1,
		data: new Float32Array(SIDE * SIDE).fill(radius),
	};
	return executor.download(
		kuwahara(
			executor,
			source,
			flowPlane(SIDE, SIDE, () => Math.PI / 2),
			radii,
		),
	);
};

test('a blurred step becomes steep', async () => {
	const data = new Float32Array(SIDE * SIDE * 3);
	for (let i = 0; i < SIDE * SIDE; i++) {
		data.fill(1 / (1 + Math.exp(-((i % SIDE) - 15.5) / 1.5)), 3 * i, 3 * i + 3);
	}
	const { data: sharp } = await filter(data, 5);
	const step = (plane: Float32Array) => plane[3 * (16 * SIDE + 17)] - plane[3 * (16 * SIDE + 14)];
	expect(step(sharp)).toBeGreaterThan(step(data) * 1.2);
});

test('noise is calmed and the mean kept', async () => {
	const noise = noisePlane(SIDE, SIDE, 3, 2, 0.4, 0.6).data;
	const { data } = await filter(noise, 5);
	const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;
	const variance = (values: Float32Array) =>
		values.reduce((a, b) => a + (b - mean(values)) ** 2, 0) / values.length;
	expect(mean(data)).toBeCloseTo(mean(noise), 1);
	expect(variance(data.slice(0, 600))).toBeLessThan(0.5 * variance(noise.slice(0, 600)));
});

test('radius 0 changes nothing', async () => {
	const noise = noisePlane(SIDE, SIDE, 3, 5).data;
	const { data } = await filter(noise, 0);
	data.forEach((v, i) => expect(v).toBeCloseTo(noise[i], 5));
});
