import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { createGpuExecutor } from '$lib/compute/gpu-executor';
import type { Executor } from '$lib/compute/kernel';
import { drawnPortrait } from '../drawn-portrait';
import { prepare } from './prepare';

const SIDE = 64;

test('the GPU prepares what the CPU prepares', async () => {
	const portrait = drawnPortrait(128);
	const planesOn = async (executor: Executor) => {
		const { planes, skin } = await prepare(executor, portrait, [-0.5, 0, SIDE, 0, 0.5, 0], SIDE);
		const data = new Map<string, Float32Array>();
		for (const [name, plane] of Object.entries(planes)) {
			data.set(name, (await executor.download(plane)).data);
		}
		return { data, skin };
	};
	const adapter = await navigator.gpu.requestAdapter();
	const gpu = createGpuExecutor(await adapter!.requestDevice());
	const expected = await planesOn(createCpuExecutor());
	const actual = await planesOn(gpu);
	gpu.dispose();
	for (const [name, values] of expected.data) {
		// Masks that decide may flip single pixels; elsewhere rounding is all that differs.
		const differences = values.map((value, i) => Math.abs(value - actual.data.get(name)![i]));
		const far = differences.filter((difference) => !(difference < 0.01)).length;
		expect(far / values.length, name).toBeLessThan(0.002);
	}
	expect(actual.skin.target).toBeCloseTo(expected.skin.target, 3);
});
