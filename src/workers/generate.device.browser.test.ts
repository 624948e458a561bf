/**
 * The generating worker against diffusers: a tiny pack in the store, recorded noise, the latents before they are
 * decoded; and the picture of one recipe twice. In wasm in every run, on WebGPU with VITE_GOLDEN=all: minutes where the
 * processor plays the GPU.
 */
import { proxy, wrap, type Remote } from 'comlink';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { goldenTensors, maxDifference } from '../../tests/golden/fixture';
import { tinyRecipe } from '../../tests/support/tiny-generation';
import { fetchFixture, installTiny, ofSide } from '../../tests/support/tiny-install';
import { ALIGNED_SIDE } from '$lib/domain/person';
import type { OpenedPack } from './api';
import type { TestingApi } from './generate/testing-worker';

const RUN = 'lcm2_nocfg_faceid';
const BACKENDS =
	import.meta.env.VITE_GOLDEN === 'all' ? (['wasm', 'webgpu'] as const) : (['wasm'] as const);

const ignore = () => {};

let pack: string;
beforeAll(async () => {
	({ id: pack } = await installTiny(ofSide(128)));
}, 300_000);

describe.each(BACKENDS)('on %s', (choice) => {
	const worker = new Worker(new URL('./generate/testing-worker.ts', import.meta.url), {
		type: 'module',
		name: 'generate',
	});
	const api: Remote<TestingApi> = wrap<TestingApi>(worker);
	afterAll(() => worker.terminate());
	let opened: OpenedPack;
	let identity: string;
	let jobs = 0;
	beforeAll(async () => {
		opened = await api.open(++jobs, pack, { choice, lowMemory: false }, proxy(ignore));
		expect(opened.backend).toBe(choice);
		identity = await api.identify(++jobs, [new Uint8Array(ALIGNED_SIDE ** 2 * 3).fill(99)]);
	}, 1_200_000);

	const request = () => ({
		recipe: {
			...tinyRecipe({ id: opened.pack, hash: opened.hash }),
			steps: 2,
			width: 128,
			height: 128,
		},
		identity,
		structure: null,
		previewEvery: 0,
		keepPrompt: false,
	});

	test(
		'two steps with a face as diffusers recorded them',
		{ timeout: 1_800_000 },
		async ({ annotate }) => {
			const recorded = await goldenTensors('pipeline/io.safetensors', fetchFixture);
			const noise = await Promise.all(
				['in.initial_latents', `${RUN}.step_noise0`].map(
					async (name) => (await recorded(name)).data,
				),
			);
			const latents = await api.latents(request(), noise);
			const expected = await recorded(`${RUN}.out.latents`);
			const difference = maxDifference(latents, expected);
			await annotate(`${choice}: latents differ by ${difference.toExponential(2)} at most`);
			expect(difference).toBeLessThan(2e-3);
		},
	);

	test('one recipe gives one picture, to the pixel', { timeout: 1_800_000 }, async () => {
		const draw = async () => {
			const { picture } = await api.generate(++jobs, request(), proxy(ignore));
			const canvas = new OffscreenCanvas(picture.width, picture.height);
			const context = canvas.getContext('2d', { willReadFrequently: true })!;
			context.drawImage(picture, 0, 0);
			picture.close();
			return context.getImageData(0, 0, canvas.width, canvas.height).data;
		};
		const first = await draw();
		expect(new Set(first).size).toBeGreaterThan(20);
		const tensors = await api.tensors();
		expect(await draw()).toEqual(first);
		expect(await api.tensors()).toBe(tensors);
	});
});
