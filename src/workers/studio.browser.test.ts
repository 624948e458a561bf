import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { createGpuExecutor, type GpuExecutor } from '$lib/compute/gpu-executor';
import { STYLE_IDS } from '$lib/domain/recipe';
import { drawnPortrait } from '$lib/instant/drawn-portrait';
import { createStudio, type Studio } from '$lib/instant/studio';

const SIDE = 96;
/** Half a step of an 8-bit channel would be invisible; styles decide by thresholds, which a last bit may flip. */
const TOLERANCE = 2 / 255;
const OUTLIERS = 0.01;

let gpu: GpuExecutor;
let onGpu: Studio;
let onCpu: Studio;
beforeAll(async () => {
	const adapter = await navigator.gpu.requestAdapter();
	gpu = createGpuExecutor(await adapter!.requestDevice());
	onGpu = createStudio(gpu);
	onCpu = createStudio(createCpuExecutor());
	for (const studio of [onGpu, onCpu]) studio.open(drawnPortrait(128));
});
afterAll(() => gpu.dispose());

test.each(STYLE_IDS)('%s: the GPU draws what the CPU draws, all passes together', async (style) => {
	const recipe = { version: 1, style, seed: 0 } as const;
	const [actual, expected] = [await onGpu.render(recipe, SIDE), await onCpu.render(recipe, SIDE)];
	for (const plane of ['picture', 'cutout'] as const) {
		const reference = expected[plane].data;
		const far = actual[plane].data.filter((v, i) => !(Math.abs(v - reference[i]) <= TOLERANCE));
		expect(far.length / reference.length, plane).toBeLessThanOrEqual(OUTLIERS);
	}
});

test('drawing again and again takes no more memory of the GPU', async () => {
	const round = async () => {
		for (const style of STYLE_IDS) await onGpu.render({ version: 1, style, seed: 1 }, SIDE);
		return gpu.bytes;
	};
	const once = await round();
	expect(await round()).toBe(once);
});
