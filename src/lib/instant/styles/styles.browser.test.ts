import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { createGpuExecutor, type GpuExecutor } from '$lib/compute/gpu-executor';
import type { Executor } from '$lib/compute/kernel';
import { STYLE_IDS, type StyleId } from '$lib/domain/recipe';
import { drawnPortrait } from '../drawn-portrait';
import { createStudio } from '../studio';

let gpu: GpuExecutor;
beforeAll(async () => {
	const adapter = await navigator.gpu.requestAdapter();
	gpu = createGpuExecutor(await adapter!.requestDevice());
});
afterAll(() => gpu.dispose());

const portrait = drawnPortrait(128);

/** From portrait to picture: what a rounding decides (a threshold, a tap) may differ, the picture may not. */
test.each(STYLE_IDS)('%s is the same picture on CPU and GPU', async (style) => {
	const expected = await draw(createCpuExecutor(), style);
	const actual = await draw(gpu, style);
	const off = expected.map((v, i) => Math.abs(v - actual[i]));
	expect(off.reduce((a, b) => a + b, 0) / off.length).toBeLessThan(0.002);
	expect(off.filter((d) => d > 0.05).length / off.length).toBeLessThan(0.005);
});

async function draw(executor: Executor, style: StyleId): Promise<Float32Array> {
	const studio = createStudio(executor);
	studio.open(portrait);
	const { picture } = await studio.render({ version: 1, style, seed: 1 }, 96);
	studio.dispose();
	return picture.data;
}
