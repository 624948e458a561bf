/** Packs of the further kinds of checkpoints, against what the reference implementations recorded. */
import { expect, test } from 'vitest';
import { Network } from '../../../src/lib/compiler/graph/network';
import { plusProjection } from '../../../src/lib/compiler/models/plus-projection';
import { buildIdentityConditioning } from '../../../src/lib/compiler/models/unet/conditioning';
import { readUnetConfig } from '../../../src/lib/compiler/models/unet/config';
import { readIdentityAdapter } from '../../../src/lib/compiler/models/unet/identity-adapter';
import {
	GUIDANCE,
	IDENTITY,
	IDENTITY_SCALE,
	PREDICTION,
} from '../../../src/lib/compiler/models/unet/ports';
import type { ReadFixture } from '../../golden/case';
import { goldenCheckpoint, goldenJson, goldenTensors, maxDifference } from '../../golden/fixture';
import { compileText, compileUnet, openUnet, sampleFeeds, timestepFeed } from '../../golden/unet';
import { nodeContext, readFixture } from '../../support/golden';
import {
	adapterOf,
	EYE,
	FACEID_PLUS,
	FACEID_PLUS_HEADS,
	narrowProjection,
	PLUS_FACE,
	TINY_FACEID_PLUS,
	TINY_PLUS_FACE,
	withAdapters,
} from '../../support/tiny-adapters';
import { TINY_BASE, type TinyComponents } from './tiny-pack';
import { Pack } from './tiny-run';

const recorded = (file: string) => goldenTensors(file, readFixture);
const config = async (id: string) =>
	readUnetConfig(await goldenJson(`${id}/unet/config.json`, readFixture));

const readAdapters = withAdapters(readFixture);

test('plus-face: a picture becomes identity and changes the prediction', async () => {
	const { base } = TINY_BASE;
	const components: TinyComponents = { base, ...TINY_PLUS_FACE };
	const pack = await Pack.compile(components, readAdapters, { identity: 'plus-face' });
	expect(pack.manifest.settings.identity).toMatchObject({ tokens: 16, layers: 16, scale: 0.7 });

	// 1. Each step as it was recorded.
	const seen = await recorded('clip_vision/io.safetensors');
	const picture = await pack.run('image-encoder', { pixels: await seen('mid.pixel_values') });
	const hidden = await seen('out.hidden_states_minus2');
	expect(maxDifference(picture.tokens, hidden)).toBeLessThan(1e-4);
	const projected = await recorded('ip_plus_face_proj/io.safetensors');
	const image = await projected('in.clip_hidden_states_penultimate');
	const { tokens } = await pack.run('identity', { image });
	expect(maxDifference(tokens, await projected('out.tokens'))).toBeLessThan(1e-4);

	// 2. The whole, from pixels, as the same networks without a pack.
	const golden = await recorded('ip_faceid/io.safetensors');
	const [sample, text] = [await golden('in.sample'), await golden('in.encoder_hidden_states')];
	const timestep = await golden('in.timestep');
	const own = await pack.run('identity', { image: picture.tokens });
	const conditioning = {
		...(await pack.run('text-conditioning-sliced', { encoder_hidden_states: text })),
		...(await pack.run('identity-conditioning-sliced', { [IDENTITY]: own.tokens })),
	};
	const predict = async (scale: number) => {
		const unet = await config('unet_a');
		const outputs = await pack.run('unet-sliced', {
			...sampleFeeds(unet, sample),
			...timestepFeed(unet, timestep),
			...conditioning,
			[IDENTITY_SCALE]: { dims: [1], data: Float32Array.of(scale) },
		});
		return outputs[PREDICTION];
	};
	const context = nodeContext('sliced');
	const unet = await openUnet(context, 'unet_a');
	const checkpoint = await goldenCheckpoint(PLUS_FACE, readAdapters);
	const net = new Network(checkpoint, context.options);
	const adapter = readIdentityAdapter(checkpoint, unet.config);
	buildIdentityConditioning(net, unet.config, adapter, { regions: false });
	const identity = await context.compile(net.graph.build('identity'), net.weights, (name, rows) =>
		checkpoint.read(name, rows),
	);
	const encodeText = await compileText(context, unet.config, unet.checkpoint);
	const direct = await compileUnet(context, unet.config, unet.checkpoint, { identity: true });
	const expected = await direct({
		...sampleFeeds(unet.config, sample),
		...timestepFeed(unet.config, timestep),
		...(await encodeText(text)),
		...(await identity({ [IDENTITY]: own.tokens })),
		[IDENTITY_SCALE]: { dims: [1], data: Float32Array.of(0.7) },
	});
	await context.close();
	const with07 = await predict(0.7);
	expect(maxDifference(with07, expected[PREDICTION])).toBeLessThan(1e-5);
	const plain = await predict(0);
	expect(maxDifference(plain, await golden('out.sample_plain_unet'))).toBeLessThan(2e-4);
	expect(maxDifference(with07, plain)).toBeGreaterThan(0.01);
});

const faceIdPlus = (kind: 'faceid-plus' | 'faceid-plus-v2') =>
	Pack.compile({ base: TINY_BASE.base, ...TINY_FACEID_PLUS }, readAdapters, { identity: kind });
const plusV2 = faceIdPlus('faceid-plus-v2');

test.each([
	['faceid-plus', () => faceIdPlus('faceid-plus'), {}],
	['faceid-plus-v2', () => plusV2, { structure: { dims: [], data: Float32Array.of(1) } }],
] as const)('%s: a face and its picture become tokens', async (kind, compiled, further) => {
	const pack = await compiled();
	expect(pack.manifest.settings.identity).toMatchObject({ kind, tokens: 4, layers: 16 });
	const seen = await recorded('clip_vision/io.safetensors');
	const { tokens: image } = await pack.run('image-encoder', {
		pixels: await seen('mid.pixel_values'),
	});
	const projected = await recorded('ip_faceid_plus_proj/io.safetensors');
	const feeds = { face: await projected('in.id_embeds'), image, ...further };
	const { tokens } = await pack.run('identity', feeds);

	// As the projection that the golden cases hold to its authors.
	const context = nodeContext('sliced');
	const checkpoint = await narrowProjection(readFixture);
	const shortcut = kind === 'faceid-plus-v2';
	const net = plusProjection(checkpoint, context.options, {
		shortcut,
		headWidth: FACEID_PLUS_HEADS,
	});
	const direct = await context.compile(net.graph.build('projection'), net.weights, (name, rows) =>
		checkpoint.read(name, rows),
	);
	expect(maxDifference(tokens, (await direct(feeds)).tokens)).toBeLessThan(1e-5);
	await context.close();
});

test('faceid-plus-v2: layers and LoRA of the adapter change the prediction as diffusers says', async () => {
	const pack = await plusV2;
	const golden = await recorded('ip_faceid/io.safetensors');
	const unet = await config('unet_a');
	const outputs = await pack.run('unet-sliced', {
		...sampleFeeds(unet, await golden('in.sample')),
		...timestepFeed(unet, await golden('in.timestep')),
		...(await pack.run('text-conditioning-sliced', {
			encoder_hidden_states: await golden('in.encoder_hidden_states'),
		})),
		...(await pack.run('identity-conditioning-sliced', {
			[IDENTITY]: await golden('out.image_proj_tokens'),
		})),
		[IDENTITY_SCALE]: { dims: [1], data: Float32Array.of(0.7) },
	});
	const expected = await golden('out.sample_scale0.7');
	expect(maxDifference(outputs[PREDICTION], expected)).toBeLessThan(2e-4);
});

test('a projection whose tokens do not fit the layers is refused', async () => {
	const file = 'ip_faceid_plus_proj/image_proj.fp16.safetensors';
	const wide = await goldenCheckpoint(file, readFixture);
	const adapter = await adapterOf(wide, /^ip_adapter\./, readFixture);
	const read: ReadFixture = async (name) => (name === FACEID_PLUS ? adapter : readFixture(name));
	const components: TinyComponents = {
		base: TINY_BASE.base,
		adapter: { role: 'identity', files: [FACEID_PLUS] },
		eye: EYE,
	};
	await expect(Pack.compile(components, read, { identity: 'faceid-plus' })).rejects.toThrow(
		`${FACEID_PLUS}: its projection gives tokens 128 wide, its layers take 32`,
	);
});

test('AutoencoderKL, with the old names of its attention', async () => {
	const folder = 'vae_kl/vae';
	const components: TinyComponents = {
		base: {
			role: 'unet',
			files: [
				'unet_g32/unet/diffusion_pytorch_model.fp16.safetensors',
				'unet_g32/unet/config.json',
			],
		},
		vae: {
			role: 'vae',
			files: [
				`${folder}/diffusion_pytorch_model.legacy_attn_names.fp16.safetensors`,
				`${folder}/config.json`,
			],
		},
	};
	const pack = await Pack.compile(components, readFixture);
	expect(pack.manifest.settings.latents).toEqual({
		channels: 4,
		scaling: 0.18215,
		factor: 8,
		autoencoder: 'kl',
	});
	const golden = await recorded('vae_kl/io.safetensors');
	const latents = await golden('dec.in.latents_unscaled');
	const decoded = await pack.run('vae-decoder', { latents });
	expect(maxDifference(decoded.image, await golden('dec.out.image_pm1'))).toBeLessThan(2e-4);
	const image = await golden('enc.in.image_pm1');
	const encoded = await pack.run('vae-encoder', { image });
	expect(maxDifference(encoded.latents, await golden('enc.out.mean'))).toBeLessThan(2e-4);
});

test('a latent consistency model takes the guidance as an input', async () => {
	const folder = 'unet_lcm/unet';
	const files = [
		`${folder}/diffusion_pytorch_model.fp16.safetensors`,
		`${folder}/config.json`,
	] as const;
	const pack = await Pack.compile({ base: { role: 'unet', files } }, readFixture);
	const unet = await config('unet_lcm');
	expect(unet.guidanceWidth).toBe(64);
	expect(pack.manifest.settings.unet).toEqual(unet);
	const golden = await recorded('unet_lcm/io.safetensors');
	const input = (name: string) => golden(`t259.in.${name}`);
	const outputs = await pack.run('unet-sliced', {
		...sampleFeeds(unet, await input('sample')),
		...timestepFeed(unet, await input('timestep')),
		[GUIDANCE]: await input('timestep_cond'),
		...(await pack.run('text-conditioning-sliced', {
			encoder_hidden_states: await input('encoder_hidden_states'),
		})),
	});
	const expected = await golden('t259.out.sample');
	expect(maxDifference(outputs[PREDICTION], expected)).toBeLessThan(2e-4);
});
