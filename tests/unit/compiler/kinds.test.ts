/** Packs of the further kinds of checkpoints, against what the reference implementations recorded. */
import { expect, test } from 'vitest';
import { Network } from '../../../src/lib/compiler/graph/network';
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
import { float32, writeSafetensors } from '../../support/safetensors';
import { TINY_BASE, type TinyComponents } from './tiny-pack';
import { Pack } from './tiny-run';

const recorded = (file: string) => goldenTensors(file, readFixture);
const config = async (id: string) =>
	readUnetConfig(await goldenJson(`${id}/unet/config.json`, readFixture));

/** The resampler that was recorded, with the keys and values of the FaceID adapter for unet_a. */
const PLUS_FACE = 'ip-adapter-plus-face_tiny.safetensors';
const readPlusFace: ReadFixture = async (file) => {
	if (file !== PLUS_FACE) return readFixture(file);
	const projection = await goldenCheckpoint(
		'ip_plus_face_proj/image_proj.fp16.safetensors',
		readFixture,
	);
	const adapter = await goldenCheckpoint(
		'ip_faceid/ip-adapter-faceid_tiny.fp16.safetensors',
		readFixture,
	);
	const layers = adapter.names().filter((name) => /\.to_[kv]_ip\./.test(name));
	const tensors = [projection, adapter].flatMap((from) =>
		(from === adapter ? layers : from.names()).map(async (name) => {
			const values = Array.from(await from.read(name));
			return [name, float32(from.info(name)!.shape, values)] as const;
		}),
	);
	return writeSafetensors(Object.fromEntries(await Promise.all(tensors)));
};

test('plus-face: a picture becomes identity and changes the prediction', async () => {
	const { base } = TINY_BASE;
	const components: TinyComponents = {
		base,
		adapter: { role: 'identity', files: [PLUS_FACE] },
		eye: {
			role: 'image-encoder',
			files: [
				'clip_vision/image_encoder/model.fp16.safetensors',
				'clip_vision/image_encoder/config.json',
			],
		},
	};
	const pack = await Pack.compile(components, readPlusFace, { identity: 'plus-face' });
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
	const checkpoint = await goldenCheckpoint(PLUS_FACE, readPlusFace);
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
