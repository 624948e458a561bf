import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { CpuPlane } from '$lib/compute/kernel';
import { hatching } from './engrave';
import { outline } from './outline';
import { scatterDrops } from './wet-backdrop';

const executor = createCpuExecutor();
const filled = (side: number, value: number): CpuPlane => ({
	width: side,
	height: side,
	channels: 1,
	data: new Float32Array(side * side).fill(value),
});
const mean = (data: Float32Array) => data.reduce((a, b) => a + b, 0) / data.length;

test('hatching prints as much ink as the tone asks for, even with lines finer than pixels', async () => {
	for (const cell of [0.7, 2, 6]) {
		const inputs = [filled(120, 0.3), filled(120, 0), filled(120, 1)];
		const ink = executor.run(hatching, inputs, { x: 60, y: 60, cell, cos: 1, sin: 0 });
		// The first family alone covers 1.12 x tone at this tone; the others begin later.
		expect(mean((await executor.download(ink)).data)).toBeCloseTo(1.12 * 0.3, 2);
	}
});

test('an outline is as wide as asked all around', async () => {
	const shape = filled(41, 0);
	for (let y = 15; y <= 25; y++) shape.data.fill(1, y * 41 + 15, y * 41 + 26);
	const { data: band } = await executor.download(outline(executor, shape, 5));
	const at = (x: number, y: number) => band[y * 41 + x];
	expect([at(20, 20), at(15, 15), at(11, 20), at(20, 29)]).toEqual([1, 1, 1, 1]);
	expect([at(10, 20), at(20, 30)]).toEqual([0.5, 0.5]);
	expect([at(9, 20), at(10, 10)]).toEqual([0, 0]);
});

test('drops lie on a ring around the face, most of them small', () => {
	const place = { x: 100, y: 120, side: 200, scale: 1 };
	const { data } = scatterDrops(400, 3, place);
	const radii = [];
	for (let i = 0; i < data.length; i += 3) {
		const distance = Math.hypot(data[i] - 100, data[i + 1] - 120) / 200;
		expect(distance).toBeGreaterThan(0.399);
		expect(distance).toBeLessThan(0.561);
		radii.push(data[i + 2]);
	}
	expect(radii.filter((r) => r < 4.3).length / 400).toBeGreaterThan(0.55);
	expect(scatterDrops(400, 3, place).data).toEqual(data);
});
