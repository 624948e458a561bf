import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { gaussian } from './gaussian';

test('an impulse spreads as exp(-r^2 / 2 sigma^2) and keeps its sum', async () => {
	const executor = createCpuExecutor();
	const data = new Float32Array(33 * 33);
	data[16 * 33 + 16] = 1;
	const blurred = await executor.download(
		gaussian(executor, executor.upload({ width: 33, height: 33, channels: 1, data }), 2),
	);
	const at = (x: number, y: number) => blurred.data[y * 33 + x];
	expect(blurred.data.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
	expect(at(18, 16) / at(16, 16)).toBeCloseTo(Math.exp(-4 / 8), 5);
	expect(at(16, 19) / at(16, 16)).toBeCloseTo(Math.exp(-9 / 8), 5);
});

test('the border is repeated', async () => {
	const executor = createCpuExecutor();
	const data = new Float32Array(8 * 8).fill(0.5);
	const blurred = await executor.download(
		gaussian(executor, executor.upload({ width: 8, height: 8, channels: 1, data }), 5),
	);
	for (const value of blurred.data) expect(value).toBeCloseTo(0.5, 5);
});
