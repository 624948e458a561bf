/**
 * Packs of every way to know a face through the whole pipeline: against diffusers where it recorded a run, else against
 * the same networks one by one, which the golden cases hold to their authors.
 */
import { expect, test } from 'vitest';
import type { Array32, GoldenContext } from '../../../tests/golden/case';
import {
	goldenCheckpoint,
	goldenJson,
	goldenTensors,
	maxDifference,
} from '../../../tests/golden/fixture';
import { compileIdentityUnet } from '../../../tests/golden/identity';
import { nodeContext, readFixture } from '../../../tests/support/golden';
import {
	EYE_SIDE,
	FACEID_PLUS,
	FACEID_PLUS_HEADS,
	PLUS_FACE,
	narrowProjection,
	withAdapters,
} from '../../../tests/support/tiny-adapters';
import { recordedNoise, UNIPORTRAIT_PROMPT } from '../../../tests/support/tiny-generation';
import {
	drawRequest,
	facePixels,
	openTiny,
	readLatents,
	shadedFace,
} from '../../../tests/support/tiny-pipeline';
import type { Network } from '$lib/compiler/graph/network';
import { clipVision, readClipVisionConfig } from '$lib/compiler/models/clip-vision';
import { plusProjection } from '$lib/compiler/models/plus-projection';
import { resampler } from '$lib/compiler/models/resampler';
import { uniPortraitProjection } from '$lib/compiler/models/uniportrait-projection';
import { lcm } from './schedulers/lcm';

const RUNS = 'pipeline/io.safetensors';
const recorded = (file: string) => goldenTensors(file, readFixture);
const number = (value: number): Array32 => ({ dims: [1], data: Float32Array.of(value) });

test.each([
	[
		'plain',
		{
			turbo1: [{ sampler: 'euler-trailing', steps: 1 }, 0],
			turbo2: [{ sampler: 'euler-trailing', steps: 2 }, 0],
		},
	],
	['guided', { lcmunet4_w8: [{ sampler: 'lcm', steps: 4, guidance: 8 }, 3] }],
] as const)('%s: without a face, as diffusers recorded it', async (kind, runs) => {
	const { pipeline, runtime, recipe } = await openTiny(kind);
	const golden = await recorded(RUNS);
	for (const [run, [changes, draws]] of Object.entries(runs)) {
		const names = Array.from({ length: draws }, (_, i) => `${run}.step_noise${i}`);
		const noise = await recordedNoise(readFixture, RUNS, ['in.initial_latents', ...names]);
		const small = { ...recipe, ...changes, identityScale: 0, width: 128, height: 128 };
		const latents = await readLatents(
			await pipeline.denoise(drawRequest(small, { noise }), () => {}),
		);
		expect(maxDifference(latents, await golden(`${run}.out.latents`)), run).toBeLessThan(1e-3);
	}
	await pipeline.dispose();
	expect(runtime.usage().tensors).toBe(0);
});

/** Two steps of LCM with networks that were compiled one by one. */
async function twoSteps(
	context: GoldenContext,
	adapter: string,
	text: Array32,
	identity: Array32,
	noise: readonly Array32[],
): Promise<Array32> {
	const unet = await compileIdentityUnet(context, adapter);
	const sampler = lcm(2);
	const [first, ...later] = noise;
	const { dims } = first;
	let latents = sampler.start(first.data);
	for (const [step, timestep] of sampler.timesteps.entries()) {
		const sample = { dims, data: sampler.modelInput(latents, step) };
		const run = { sample, timestep: number(timestep), text, identity, scale: 0.7 };
		const { data } = await unet.predict(run);
		latents = sampler.next(latents, data, step, later[step]?.data);
	}
	return { dims, data: latents };
}

async function runNet(context: GoldenContext, net: Network, feeds: Record<string, Array32>) {
	const run = await context.compile(net.graph.build('net'), net.weights, (name, rows) =>
		net.checkpoint.read(name, rows),
	);
	return (await run(feeds)).tokens;
}

async function see(context: GoldenContext, folder: string, pixels: Array32): Promise<Array32> {
	const weights = await goldenCheckpoint(`${folder}/model.fp16.safetensors`, context.read);
	const config = readClipVisionConfig(await goldenJson(`${folder}/config.json`, context.read));
	return runNet(context, clipVision(weights, context.options, config), { pixels });
}

const unit = ({ dims, data }: Array32): Array32 => {
	const length = Math.hypot(...data);
	return { dims, data: data.map((value) => value / length) };
};

const PICTURE = shadedFace(0.3);
const NOISE = ['in.initial_latents', 'lcm2_nocfg_faceid.step_noise0'] as const;

test.each(['faceid-plus', 'faceid-plus-v2', 'plus-face'] as const)(
	'%s: a face and its picture through the pipeline, as its networks one by one',
	async (kind) => {
		const golden = await recorded(RUNS);
		const plusFace = kind === 'plus-face';
		// 1. One by one.
		const sessions = nodeContext('sliced');
		const context = { ...sessions, read: withAdapters(readFixture) };
		const eye = { dims: [1, 3, EYE_SIDE, EYE_SIDE], data: facePixels(PICTURE, EYE_SIDE) };
		const image = await see(context, 'clip_vision/image_encoder', eye);
		const projected = await recorded('ip_faceid_plus_proj/io.safetensors');
		const face = unit(await projected('in.id_embeds'));
		const shortcut = kind === 'faceid-plus-v2';
		const identity = plusFace
			? await runNet(
					context,
					resampler(await goldenCheckpoint(PLUS_FACE, context.read), context.options),
					{ image },
				)
			: await runNet(
					context,
					plusProjection(await narrowProjection(readFixture), context.options, {
						shortcut,
						headWidth: FACEID_PLUS_HEADS,
					}),
					{ face, image, ...(shortcut && { structure: { ...number(1), dims: [] } }) },
				);
		const expected = await twoSteps(
			context,
			plusFace ? PLUS_FACE : FACEID_PLUS,
			await golden('prompt_embeds'),
			identity,
			await Promise.all(NOISE.map(golden)),
		);
		await sessions.close();

		// 2. The pipeline.
		const { pipeline, runtime, recipe } = await openTiny(kind);
		const small = { ...recipe, steps: 2, width: 128, height: 128 };
		const denoise = async (key: string, changes = {}) =>
			readLatents(
				await pipeline.denoise(
					drawRequest(
						{ ...small, ...changes },
						{ identity: key, noise: await recordedNoise(readFixture, RUNS, NOISE) },
					),
					() => {},
				),
			);
		const key = await pipeline.identify([PICTURE]);
		const latents = await denoise(key);
		expect(maxDifference(latents, expected)).toBeLessThan(1e-3);

		// 3. Another picture is another face; so are two; guidance knows what nobody's face is.
		const other = await denoise(await pipeline.identify([shadedFace(2)]));
		expect(maxDifference(other, latents)).toBeGreaterThan(1e-3);
		const both = await denoise(await pipeline.identify([PICTURE, shadedFace(2)]));
		expect(maxDifference(both, latents)).toBeGreaterThan(5e-4);
		expect(maxDifference(both, other)).toBeGreaterThan(5e-4);
		const guided = await denoise(key, { guidance: 1.5 });
		expect(guided.data.every(Number.isFinite)).toBe(true);
		expect(maxDifference(guided, latents)).toBeGreaterThan(1e-3);
		await pipeline.dispose();
		expect(runtime.usage().tensors).toBe(0);
	},
);

test('UniPortrait that looks at the structure too, as its networks one by one', async () => {
	const seen = await recorded('uniportrait/backbone/io.safetensors');
	const projector = await recorded('uniportrait/faceid_proj/io.safetensors');
	const run = await recorded('uniportrait/pipeline/io.safetensors');
	const rgb = Uint8Array.from((await seen('in.aligned_rgb_u8_hwc_224')).data);

	// 1. From what UniPortrait recorded of this face; its authors apply the structure at 0.1.
	const context = nodeContext('sliced');
	const adapter = 'uniportrait/uniportrait-faceid_tiny.fp16.safetensors';
	const net = uniPortraitProjection(await goldenCheckpoint(adapter, readFixture), context.options, {
		structure: true,
		headWidth: 16,
	});
	const tokensAt = (scale: number) =>
		Promise.all([projector('in.intrinsic_tokens'), projector('in.structure_tokens')]).then(
			([faces, structure]) =>
				runNet(context, net, { faces, structure, structure_scale: { ...number(scale), dims: [] } }),
		);
	const identity = await tokensAt(0.1);
	expect(maxDifference(identity, await tokensAt(0))).toBeGreaterThan(1e-3);
	const noise = ['in.initial_latents', 'step_noise0'];
	const text = await run('prompt_embeds');
	const draws = await Promise.all(noise.map(run));
	const expected = await twoSteps(context, adapter, text, identity, draws);
	await context.close();

	// 2. The pipeline, from the pixels.
	const { pipeline, runtime, recipe } = await openTiny('uniportrait-structure', {
		clipPixels: (face) => facePixels(face, 224),
	});
	const key = await pipeline.identify([rgb]);
	const small = { ...recipe, prompt: UNIPORTRAIT_PROMPT, steps: 2, width: 128, height: 128 };
	const file = 'uniportrait/pipeline/io.safetensors';
	const latents = await readLatents(
		await pipeline.denoise(
			drawRequest(small, { identity: key, noise: await recordedNoise(readFixture, file, noise) }),
			() => {},
		),
	);
	expect(maxDifference(latents, expected)).toBeLessThan(1e-3);
	await pipeline.dispose();
	expect(runtime.usage().tensors).toBe(0);
});
