import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import { noiseSeed, randomStream, valueNoise } from './noise';

const executor = createCpuExecutor();
const draw = (side: number, cell: number, octaves: number, seed: number) =>
	executor.download(valueNoise(executor, { width: side, height: side }, { cell, octaves, seed }));

test('the numbers are the same for ever', async () => {
	const { data } = await draw(4, 2, 2, 42);
	expect([...data.slice(0, 4)].map((v) => Number(v.toFixed(6)))).toEqual([
		0.616336, 0.421459, 0.397112, 0.559055,
	]);
	expect(noiseSeed(7, 3)).toBe(2246412);
	const random = randomStream(9);
	expect([random(), random()].map((v) => Number(v.toFixed(6)))).toEqual([0.816064, 0.584241]);
});

test('lies in 0..1 around 1/2', async () => {
	const { data } = await draw(256, 4, 3, 5);
	const mean = data.reduce((a, b) => a + b, 0) / data.length;
	expect(mean).toBeCloseTo(0.5, 1);
	expect(Math.min(...data.slice(0, 4096))).toBeGreaterThanOrEqual(0);
	expect(Math.max(...data.slice(0, 4096))).toBeLessThanOrEqual(1);
	const deviation = Math.sqrt(data.reduce((a, b) => a + (b - mean) ** 2, 0) / data.length);
	expect(deviation).toBeGreaterThan(0.1);
});

test('a picture of twice the size shows the same noise', async () => {
	const small = await draw(64, 8, 1, 5);
	const large = await draw(128, 16, 1, 5);
	for (let y = 0; y < 64; y++) {
		for (let x = 0; x < 64; x++) {
			const at = (u: number, v: number) => large.data[(2 * y + v) * 128 + 2 * x + u];
			const mean = (at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4;
			expect(Math.abs(mean - small.data[y * 64 + x])).toBeLessThan(0.02);
		}
	}
});

test('another seed, octave or use gives other noise', async () => {
	const [a, b] = [await draw(32, 4, 1, 5), await draw(32, 4, 1, 6)];
	const correlation = a.data.reduce((sum, v, i) => sum + (v - 0.5) * (b.data[i] - 0.5), 0);
	const power = a.data.reduce((sum, v) => sum + (v - 0.5) ** 2, 0);
	expect(Math.abs(correlation / power)).toBeLessThan(0.4);
	expect(noiseSeed(1, 2)).not.toBe(noiseSeed(2, 1));
});
