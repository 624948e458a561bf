/** The real stages on WebGPU, strict: nothing runs beside the device, and everything stays there between steps. */
import { expect, test } from 'vitest';
import { goldenTensors, maxDifference } from '../../../tests/golden/fixture';
import { recordedNoise, tinyGeneration, tinyRecipe } from '../../../tests/support/tiny-generation';
import { MemorySink } from '../../../tests/unit/compiler/memory-sink';
import { compilePack } from '$lib/compiler/compile/compile';
import { ALIGNED_SIDE } from '$lib/domain/person';
import { createRuntime } from '$lib/runtime/create-runtime';
import { attentionForm } from '$lib/runtime/self-test';
import { Pipeline } from './pipeline';

async function readFixture(file: string): Promise<Uint8Array<ArrayBuffer>> {
	const response = await fetch(`/tests/fixtures/golden/${file}`);
	if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
}

test(
	'two steps with a face as diffusers recorded them, twice the same, and nothing left behind',
	{ timeout: 600_000 },
	async () => {
		const runtime = await createRuntime({
			choice: 'webgpu',
			strict: true,
			models: (name) => {
				throw new Error(name);
			},
		});
		expect(runtime.status.backend).toBe('webgpu');
		const sink = new MemorySink();
		const manifest = await compilePack(await tinyGeneration('faceid', readFixture), sink, () => {});
		const pipeline = new Pipeline({
			runtime,
			manifest,
			readFile: async (path) => new Blob([sink.files.get(path)!]),
			attention: attentionForm(runtime.status),
			saveMemory: true,
			embeddings: { get: async () => undefined, set: async () => {} },
			clipPixels: () => {
				throw new Error('nothing here looks through CLIP');
			},
		});
		const identity = await pipeline.identify([new Uint8Array(ALIGNED_SIDE ** 2 * 3).fill(99)]);
		const file = 'pipeline/io.safetensors';
		const run = 'lcm2_nocfg_faceid';
		const recipe = {
			...tinyRecipe({ id: manifest.id, hash: '' }),
			steps: 2,
			width: 128,
			height: 128,
		};
		const draw = async () => {
			const names = ['in.initial_latents', `${run}.step_noise0`];
			const latents = await pipeline.denoise(
				{
					recipe,
					identity,
					structure: null,
					previewEvery: 0,
					keepPrompt: false,
					noise: await recordedNoise(readFixture, file, names),
				},
				() => {},
			);
			if ('data' in latents) throw new Error('no step was made');
			const data = await latents.read();
			latents.dispose();
			return { dims: latents.dims, data };
		};
		const latents = await draw();
		const expected = await (await goldenTensors(file, readFixture))(`${run}.out.latents`);
		expect(maxDifference(latents, expected)).toBeLessThan(2e-3);
		// Keys and values of 16 layers, for the prompt and for the face.
		expect(runtime.usage().tensors).toBe(16 * 2 * 2);
		expect((await draw()).data).toEqual(latents.data);
		expect(runtime.usage().tensors).toBe(16 * 2 * 2);
		await pipeline.dispose();
		expect(runtime.usage().tensors).toBe(0);
	},
);
