/** Compiled packs, opened as the app opens them, against what the reference implementations recorded. */
import { expect, test } from 'vitest';
import { readUnetConfig } from '../../../src/lib/compiler/models/unet/config';
import { IDENTITY_SCALE, PREDICTION } from '../../../src/lib/compiler/models/unet/ports';
import type { Array32 } from '../../golden/case';
import { goldenJson, goldenTensors, maxDifference } from '../../golden/fixture';
import { sampleFeeds, timestepFeed } from '../../golden/unet';
import { readFixture } from '../../support/golden';
import { TINY_BASE, TINY_FACEID, TINY_LORA, TINY_UNIPORTRAIT } from './tiny-pack';
import { Pack } from './tiny-run';

const recorded = (file: string) => goldenTensors(file, readFixture);
const config = async (id: string) =>
	readUnetConfig(await goldenJson(`${id}/unet/config.json`, readFixture));

const faceId = Pack.compile({ ...TINY_BASE, ...TINY_FACEID }, readFixture, { identity: 'faceid' });
const lora = Pack.compile(TINY_LORA, readFixture);

// The fused form has operators of WebGPU: the golden cases run it there.
test('a face becomes identity and changes the picture as diffusers says', async () => {
	const pack = await faceId;
	expect(pack.manifest.settings.identity).toMatchObject({
		kind: 'faceid',
		tokens: 4,
		layers: 16,
	});
	const golden = await recorded('ip_faceid/io.safetensors');
	const face = await golden('in.face_embedding');
	const { tokens } = await pack.run('identity', { face });
	expect(maxDifference(tokens, await golden('out.image_proj_tokens'))).toBeLessThan(1e-4);
	const unet = await config('unet_a');
	const outputs = await pack.run('unet-sliced', {
		...sampleFeeds(unet, await golden('in.sample')),
		...timestepFeed(unet, await golden('in.timestep')),
		...(await pack.run('text-conditioning-sliced', {
			encoder_hidden_states: await golden('in.encoder_hidden_states'),
		})),
		...(await pack.run('identity-conditioning-sliced', { identity_tokens: tokens })),
		[IDENTITY_SCALE]: { dims: [1], data: Float32Array.of(0.7) },
	});
	const expected = await golden('out.sample_scale0.7');
	expect(maxDifference(outputs[PREDICTION], expected)).toBeLessThan(2e-4);
});

test('a LoRA is merged while the base streams', async () => {
	const pack = await lora;
	const golden = await recorded('lora/io.safetensors');
	const unet = await config('unet_bksdm_base');
	const ids = await golden('in.input_ids');
	const { context } = await pack.run('text-encoder', {
		ids: { dims: ids.dims, data: Int32Array.from(ids.data) },
	});
	const text = await golden('out.text_last_hidden_kohya_fused');
	expect(maxDifference(context, text)).toBeLessThan(5e-5);
	const outputs = await pack.run('unet-sliced', {
		...sampleFeeds(unet, await golden('in.sample')),
		...timestepFeed(unet, await golden('in.timestep')),
		...(await pack.run('text-conditioning-sliced', {
			encoder_hidden_states: await golden('in.encoder_hidden_states'),
		})),
	});
	const expected = await golden('out.sample_kohya_fused');
	expect(maxDifference(outputs[PREDICTION], expected)).toBeLessThan(2e-4);
});

test('UniPortrait sees a face, and its tokens change the picture as its authors say', async () => {
	const pack = await Pack.compile({ ...TINY_BASE, ...TINY_UNIPORTRAIT }, readFixture, {
		identity: 'uniportrait',
	});
	expect(pack.manifest.settings.identity).toMatchObject({ tokens: 16, layers: 16, scale: 0.7 });
	const seen = await recorded('uniportrait/backbone/io.safetensors');
	const { tokens } = await pack.run('face-backbone', {
		pixels: planes(await seen('in.aligned_rgb_u8_hwc_224')),
	});
	expect(maxDifference(tokens, await seen('out.id_tokens'))).toBeLessThan(2e-4);

	const projected = await recorded('uniportrait/faceid_proj/io.safetensors');
	const identity = await pack.run('identity', { faces: await projected('in.intrinsic_tokens') });
	const ids = await projected('out.id_tokens_scale0');
	expect(maxDifference(identity.tokens, ids)).toBeLessThan(1e-4);

	const golden = await recorded('uniportrait/unet/io.safetensors');
	const outputs = await pack.run('unet-sliced', {
		...sampleFeeds(await config('unet_a'), await golden('in.sample')),
		...timestepFeed(await config('unet_a'), await golden('in.timestep')),
		...(await pack.run('text-conditioning-sliced', {
			encoder_hidden_states: await golden('in.encoder_hidden_states'),
		})),
		...(await pack.run('identity-conditioning-sliced', {
			identity_tokens: await golden('in.id_tokens'),
		})),
		[IDENTITY_SCALE]: { dims: [1], data: Float32Array.of(0.7) },
	});
	const expected = await golden('out.sample_scale0.7');
	expect(maxDifference(outputs[PREDICTION], expected)).toBeLessThan(2e-4);
});

test('the autoencoder of a pack gives the picture back', async () => {
	const pack = await faceId;
	const golden = await recorded('taesd/io.safetensors');
	const { image } = await pack.run('vae-decoder', { latents: await golden('dec.in.latents') });
	expect(maxDifference(image, await golden('dec.out.image_pm1'))).toBeLessThan(1e-4);
	const { latents } = await pack.run('vae-encoder', { image: await golden('enc.in.image_pm1') });
	expect(maxDifference(latents, await golden('enc.out.latents'))).toBeLessThan(1e-4);
});

/** [H, W, 3] to [1, 3, H, W]. */
function planes({ dims: [height, width], data }: Array32): Array32 {
	const pixels = height * width;
	const result = new Float32Array(3 * pixels);
	for (let i = 0; i < pixels; i++) {
		for (let c = 0; c < 3; c++) result[c * pixels + i] = data[3 * i + c];
	}
	return { dims: [1, 3, height, width], data: result };
}
