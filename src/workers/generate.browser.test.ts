/**
 * The whole chain in a browser: a tiny pack in the store, a face and a prompt, a picture. In wasm: pictures of the
 * smallest size take minutes on a GPU that the processor plays, so generate.device.browser.test.ts and
 * diffusion/pipeline.browser.test.ts run there.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tinyRecipe } from '../../tests/support/tiny-generation';
import { installTiny } from '../../tests/support/tiny-install';
import { GenerateClient, type OpenedPack } from '$lib/bridge/generate-client';
import type { GeneratedRecipe } from '$lib/domain/generated';
import { ALIGNED_SIDE } from '$lib/domain/person';

const PACK = 'tiny';

beforeAll(async () => {
	expect((await installTiny()).id).toBe(PACK);
}, 300_000);

const face = new Uint8Array(ALIGNED_SIDE ** 2 * 3).fill(120);

async function pixelsOf(picture: ImageBitmap): Promise<Uint8ClampedArray> {
	const canvas = new OffscreenCanvas(picture.width, picture.height);
	const context = canvas.getContext('2d', { willReadFrequently: true })!;
	context.drawImage(picture, 0, 0);
	picture.close();
	return context.getImageData(0, 0, canvas.width, canvas.height).data;
}

const choice = 'wasm';

describe('in wasm', () => {
	const client = new GenerateClient();
	let opened: OpenedPack;
	let recipe: GeneratedRecipe;
	let identity: string;
	afterAll(() => client.terminate());

	beforeAll(async () => {
		const fractions: number[] = [];
		opened = await client.open(
			PACK,
			{ choice, lowMemory: false },
			{ onProgress: ({ fraction }) => void fractions.push(fraction) },
		);
		expect(fractions.at(-1)).toBe(1);
		recipe = { ...tinyRecipe({ id: opened.pack, hash: opened.hash }), steps: 2 };
		identity = await client.identify([face]);
	}, 300_000);

	const draw = (changes: Partial<GeneratedRecipe> = {}) =>
		client.generate({
			recipe: { ...recipe, ...changes },
			identity,
			structure: null,
			previewEvery: 0,
		});

	test('the pack says what it can do', () => {
		expect(opened).toMatchObject({
			pack: PACK,
			backend: choice,
			lowMemory: false,
			defaults: { sampler: 'lcm', steps: 4, guidance: 1, identityScale: 0.7 },
			sizes: { least: 256, most: 768, step: 64 },
			identity: true,
			freeText: true,
		});
		expect(opened.hash).toMatch(/^[0-9a-f]{64}$/);
	});

	test('one recipe gives one picture, to the pixel, with a look at it on the way', async () => {
		const previews: number[] = [];
		const first = await client.generate(
			{ recipe, identity, structure: null, previewEvery: 1 },
			{
				onStep({ step, steps, preview }) {
					expect(steps).toBe(2);
					previews.push(step, preview?.width ?? 0);
					preview?.close();
				},
			},
		);
		expect(previews).toEqual([1, 256, 2, 0]);
		expect(first.timing.steps).toBe(2);
		expect(first.timing.runMilliseconds).toBeGreaterThan(0);
		expect(first.timing.milliseconds).toBeGreaterThan(first.timing.runMilliseconds);
		const pixels = await pixelsOf(first.picture);
		expect(new Set(pixels).size).toBeGreaterThan(20);
		const tensors = await client.tensors();
		expect(await pixelsOf((await draw()).picture)).toEqual(pixels);
		expect(await client.tensors()).toBe(tensors);
	});

	test('a cancel takes effect within one step, and the next picture is drawn', async () => {
		const controller = new AbortController();
		const steps: number[] = [];
		const tensors = await client.tensors();
		const drawing = client.generate(
			{ recipe: { ...recipe, steps: 8 }, identity, structure: null, previewEvery: 0 },
			{
				signal: controller.signal,
				onStep({ step }) {
					steps.push(step);
					if (step === 2) controller.abort(new Error('enough'));
				},
			},
		);
		await expect(drawing).rejects.toThrow('enough');
		const { picture } = await draw({ steps: 1 });
		expect(picture.width).toBe(256);
		picture.close();
		// The step that ran when it was cancelled may still be told, but none after it.
		expect(steps.at(-1)).toBeLessThanOrEqual(3);
		expect(await client.tensors()).toBe(tensors);
	});

	test('a recipe of another pack, and one that the pack cannot draw, are refused', async () => {
		await expect(draw({ packHash: '0'.repeat(64) })).rejects.toThrow('a recipe of pack');
		await expect(draw({ width: 100 })).rejects.toThrow(RangeError);
		await expect(client.open('nothing', { choice, lowMemory: false })).rejects.toMatchObject({
			name: 'PackError',
			kind: 'not-found',
		});
	});
});
