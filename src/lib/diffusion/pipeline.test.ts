/** The real stages over tiny packs in Node, against what diffusers and UniPortrait recorded. */
import { beforeAll, describe, expect, test } from 'vitest';
import { goldenTensors, maxDifference } from '../../../tests/golden/fixture';
import { readFixture } from '../../../tests/support/golden';
import {
	NEGATIVE,
	PROMPT,
	recordedNoise,
	UNIPORTRAIT_PROMPT,
} from '../../../tests/support/tiny-generation';
import {
	drawRequest,
	greyFace,
	openTiny,
	readLatents,
	type Tiny,
} from '../../../tests/support/tiny-pipeline';
import type { GeneratedRecipe } from '$lib/domain/generated';

const noiseOf = (file: string, names: readonly string[]) => recordedNoise(readFixture, file, names);

describe('a tiny pack with FaceID', () => {
	let tiny: Tiny;
	let key: string;
	beforeAll(async () => {
		tiny = await openTiny('faceid');
		key = await tiny.pipeline.identify([greyFace(100)]);
	});

	test.each([
		['lcm4_nocfg_faceid', { steps: 4, guidance: 1 }, 3],
		['lcm4_cfg1.5_faceid', { steps: 4, guidance: 1.5 }, 3],
		['lcm2_nocfg_faceid', { steps: 2, guidance: 1 }, 1],
	] as const)('%s as diffusers recorded it', async (run, changes, draws) => {
		const names = Array.from({ length: draws }, (_, i) => `${run}.step_noise${i}`);
		const noise = await noiseOf('pipeline/io.safetensors', ['in.initial_latents', ...names]);
		const recipe = { ...tiny.recipe, ...changes, width: 128, height: 128 };
		const steps: number[] = [];
		const latents = await tiny.pipeline.denoise(
			drawRequest(recipe, { identity: key, noise }),
			(step, total) => void steps.push(step, total),
		);
		const recorded = await goldenTensors('pipeline/io.safetensors', readFixture);
		const expected = await recorded(`${run}.out.latents`);
		expect(maxDifference(await readLatents(latents), expected)).toBeLessThan(1e-3);
		const count = changes.steps;
		expect(steps).toEqual(Array.from({ length: count }, (_, i) => [i + 1, count]).flat());
	});

	test('image-to-image as diffusers recorded it, from the pixels', async () => {
		const recorded = await goldenTensors('pipeline/io.safetensors', readFixture);
		const { data } = await recorded('in.init_image_0_1');
		const structure = new Uint8ClampedArray(128 * 128 * 4);
		for (let i = 0; i < 128 * 128; i++) {
			for (let c = 0; c < 3; c++) structure[4 * i + c] = data[c * 128 * 128 + i] * 255;
		}
		const run = 'lcm4_img2img0.5_nocfg_faceid';
		const noise = await noiseOf('pipeline/io.safetensors', [
			'in.initial_latents',
			`${run}.step_noise0`,
		]);
		const recipe = { ...tiny.recipe, strength: 0.5, width: 128, height: 128 };
		const latents = await tiny.pipeline.denoise(
			drawRequest(recipe, { identity: key, structure, noise }),
			() => {},
		);
		const expected = await recorded(`${run}.out.latents`);
		// The recorded picture was never rounded to bytes.
		expect(maxDifference(await readLatents(latents), expected)).toBeLessThan(2e-2);
	});

	test('one seed gives one picture, another face or seed another', async () => {
		const draw = async (changes: Partial<GeneratedRecipe>, identity: string | null = key) =>
			tiny.pipeline.draw(drawRequest({ ...tiny.recipe, ...changes }, { identity }), () => {});
		const first = await draw({});
		expect([first.width, first.height]).toEqual([256, 256]);
		expect((await draw({})).rgba).toEqual(first.rgba);
		expect((await draw({ seed: 8 })).rgba).not.toEqual(first.rgba);
		expect((await draw({}, null)).rgba).not.toEqual(first.rgba);
		expect((await draw({ identityScale: 0.2 })).rgba).not.toEqual(first.rgba);
		expect(first.timing.steps).toBe(4);
		expect(first.timing.runMilliseconds).toBeGreaterThan(0);
		expect(first.timing.milliseconds).toBeGreaterThan(first.timing.runMilliseconds);
	});

	test.each(['tcd', 'euler-leading', 'euler-linspace', 'ddim', 'dpmpp-2m'] as const)(
		'%s draws, with guidance and a look at every step',
		async (sampler) => {
			const previews: number[] = [];
			const drawn = await tiny.pipeline.draw(
				drawRequest({ ...tiny.recipe, sampler, steps: 3, guidance: 2 }, { previewEvery: 1 }),
				({ step, preview }) => {
					if (preview) previews.push(step, preview.width);
				},
			);
			expect(drawn.rgba).toHaveLength(256 * 256 * 4);
			expect(previews).toEqual([1, 256, 2, 256]);
		},
	);

	test('a cancel stops before the next step, and leaves nothing on the device', async () => {
		const before = tiny.runtime.usage().tensors;
		const controller = new AbortController();
		const steps: number[] = [];
		const drawing = tiny.pipeline.draw(
			drawRequest(tiny.recipe, { identity: key, previewEvery: 1 }),
			({ step }) => {
				steps.push(step);
				if (step === 2) controller.abort(new Error('enough'));
			},
			controller.signal,
		);
		await expect(drawing).rejects.toThrow('enough');
		expect(steps).toEqual([1, 2]);
		expect(tiny.runtime.usage().tensors).toBe(before);
	});

	test('what was drawn leaves no tensor behind but the keys and values of prompt and face', async () => {
		const before = tiny.runtime.usage().tensors;
		await tiny.pipeline.draw(
			drawRequest(tiny.recipe, { identity: key, previewEvery: 2 }),
			() => {},
		);
		expect(tiny.runtime.usage().tensors).toBe(before);
		for (let i = 0; i < 5; i++) {
			const identity = await tiny.pipeline.identify([greyFace(i)]);
			const recipe = { ...tiny.recipe, steps: 1, prompt: `horse ${i}` };
			await tiny.pipeline.draw(drawRequest(recipe, { identity }), () => {});
		}
		// 16 layers, keys and values, 4 prompts and 4 faces.
		expect(tiny.runtime.usage().tensors).toBe(16 * 2 * (4 + 4));
	});

	test('the text encoder runs for new text only, and what is kept outlives it', async () => {
		const other = await openTiny('faceid');
		const runs = () => other.runtime.runs.get('text-encoder')?.length ?? 0;
		const draw = (prompt: string, keepPrompt: boolean) =>
			other.pipeline.draw(
				drawRequest({ ...other.recipe, steps: 1, prompt }, { keepPrompt }),
				() => {},
			);
		await draw(PROMPT, true);
		expect(runs()).toBe(1);
		await draw(PROMPT, true);
		await draw(NEGATIVE, false);
		expect(runs()).toBe(2);
		expect([...other.stored.keys()]).toEqual([PROMPT]);
		await other.pipeline.dispose();
		expect(other.runtime.usage().tensors).toBe(0);
	});

	test.each([
		[{ width: 250 }, 'side of 250'],
		[{ height: 1024 }, 'side of 1024'],
		[{ steps: 0 }, '0 steps'],
		[{ strength: 0.5 }, 'without a picture'],
		[{ identityScale: 2 }, 'identity scale of 2'],
		[{ guidance: NaN }, 'guidance of NaN'],
		[{ seed: -1 }, 'no seed'],
	])('%j is refused', async (changes, message) => {
		const recipe = { ...tiny.recipe, ...changes };
		await expect(tiny.pipeline.draw(drawRequest(recipe), () => {})).rejects.toThrow(message);
	});

	test('nobody is drawn by a key that nobody has', async () => {
		const drawing = tiny.pipeline.draw(drawRequest(tiny.recipe, { identity: 'x' }), () => {});
		await expect(drawing).rejects.toThrow('nobody was identified');
	});
});

test('UniPortrait from the aligned face, as its authors draw', async () => {
	const tiny = await openTiny('uniportrait');
	const file = 'uniportrait/pipeline/io.safetensors';
	const recorded = await goldenTensors(file, readFixture);
	const aligned = Uint8Array.from((await recorded('in.aligned_rgb_u8_hwc_224')).data);
	const key = await tiny.pipeline.identify([aligned]);
	expect(await tiny.pipeline.identify([aligned])).toBe(key);
	expect(tiny.runtime.runs.get('face-backbone')).toHaveLength(1);
	const noise = await noiseOf(file, ['in.initial_latents', 'step_noise0', 'step_noise1']);
	const recipe = {
		...tiny.recipe,
		prompt: UNIPORTRAIT_PROMPT,
		steps: 3,
		width: 128,
		height: 128,
	};
	const latents = await tiny.pipeline.denoise(
		drawRequest(recipe, { identity: key, noise }),
		() => {},
	);
	expect(maxDifference(await readLatents(latents), await recorded('out.latents'))).toBeLessThan(
		1e-3,
	);

	// Two photos are another identity than one.
	const draw = async (identity: string) =>
		(
			await readLatents(
				await tiny.pipeline.denoise(drawRequest({ ...recipe, steps: 1 }, { identity }), () => {}),
			)
		).data;
	const both = await tiny.pipeline.identify([aligned, greyFace(90)]);
	expect(await draw(both)).not.toEqual(await draw(key));
	await tiny.pipeline.dispose();
	expect(tiny.runtime.usage().tensors).toBe(0);
});
