import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { createGpuExecutor, type GpuExecutor } from '$lib/compute/gpu-executor';
import type { Executor } from '$lib/compute/kernel';
import type { Portrait } from '$lib/domain/face';
import { STYLE_IDS, type StyleId } from '$lib/domain/recipe';
import { structuralSimilarity } from '../../../../tests/support/structural-similarity';
import { drawnPortrait } from '../drawn-portrait';
import { createStudio } from '../studio';

/**
 * CPU against GPU, from portrait to picture: what a rounding decides (a threshold, a tap) may differ, the picture
 * may not. bench/styles-gpu.ts runs the same with a photo and larger sides.
 */
const side = Number(import.meta.env.VITE_STYLES_SIDE ?? 128);
const photo = import.meta.env.VITE_STYLES_PORTRAIT as string | undefined;

let gpu: GpuExecutor;
let portrait: Portrait;
beforeAll(async () => {
	const adapter = await navigator.gpu.requestAdapter();
	gpu = createGpuExecutor(await adapter!.requestDevice());
	portrait = photo ? await fetchPortrait(photo) : drawnPortrait(2 * side);
});
afterAll(() => gpu.dispose());

test.each(STYLE_IDS)('%s is the same picture on CPU and GPU', async (style) => {
	const expected = await draw(createCpuExecutor(), style);
	const actual = await draw(gpu, style);
	const mean =
		(255 * expected.reduce((sum, v, i) => sum + Math.abs(v - actual[i]), 0)) / expected.length;
	const similarity = structuralSimilarity(expected, actual, side, side);
	if (photo) console.warn(`| ${style} | ${side} | ${mean.toFixed(3)} | ${similarity.toFixed(4)} |`);
	expect(mean).toBeLessThanOrEqual(1.5);
	expect(similarity).toBeGreaterThanOrEqual(0.98);
});

async function draw(executor: Executor, style: StyleId): Promise<Float32Array> {
	const studio = createStudio(executor);
	studio.open(portrait);
	const { picture } = await studio.render({ version: 1, style, seed: 1 }, side);
	studio.dispose();
	return picture.data;
}

/** A portrait as bench/styles-gpu.ts writes it: JSON with arrays of numbers. */
async function fetchPortrait(url: string): Promise<Portrait> {
	const { rgba, landmarks, mask, ...rest } = (await (await fetch(url)).json()) as Omit<
		Portrait,
		'rgba' | 'landmarks' | 'mask'
	> & {
		rgba: number[];
		landmarks: number[];
		mask: { width: number; height: number; data: number[] };
	};
	return {
		...rest,
		rgba: Uint8ClampedArray.from(rgba),
		landmarks: Float32Array.from(landmarks),
		mask: { ...mask, data: Float32Array.from(mask.data) },
	};
}
