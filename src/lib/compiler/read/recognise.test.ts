import { describe, expect, test } from 'vitest';
import { goldenCheckpoint } from '../../../../tests/golden/fixture';
import { readFixture } from '../../../../tests/support/golden';
import type { Checkpoint } from '../checkpoint';
import { recognise, requireKind } from './recognise';

type Shapes = Readonly<Record<string, readonly number[]>>;

const json = async (file: string) => JSON.parse(new TextDecoder().decode(await readFixture(file)));
const manifests = (await json('full_size_manifests.json')) as Readonly<Record<string, Shapes>>;
const keymap = (await json('ldm_keymap.json')) as Readonly<
	Record<string, Readonly<Record<string, { ldm: string }>>>
>;

/** A checkpoint of which only the header is known. */
function header(shapes: Shapes, label = 'a.safetensors'): Checkpoint {
	return {
		label,
		names: () => Object.keys(shapes),
		info: (name) =>
			shapes[name] && { name, shape: shapes[name], dtype: 'F16' as const, position: 0 },
		read: () => Promise.reject(new Error('no values')),
	};
}

const sd1 = manifests.sd15_unet;
const widened = (width: number): Shapes =>
	Object.fromEntries(
		Object.entries(sd1).map(([name, shape]) => [
			name,
			/attn2\.to_[kv]/.test(name) ? [shape[0], width] : shape,
		]),
	);
const singleFile: Shapes = Object.fromEntries(
	Object.values(keymap).flatMap((part) =>
		Object.entries(part).map(([name, { ldm }]) => [ldm, sd1[name] ?? [1]]),
	),
);

describe('files of the real sizes', () => {
	test.each<[string, Shapes, object]>([
		['SD1.5', sd1, { kind: 'unet', variant: 'full', base: 'sd1' }],
		['LCM', { ...sd1, ...manifests.lcm_dreamshaper_unet_extra }, { kind: 'unet', variant: 'lcm' }],
		['BK-SDM base', manifests.bksdm_base_full_unet, { variant: 'bk-sdm-base', base: 'sd1' }],
		['BK-SDM small', manifests.bksdm_small_full_unet, { variant: 'bk-sdm-small', base: 'sd1' }],
		['BK-SDM tiny', manifests.bksdm_tiny_full_unet, { variant: 'bk-sdm-tiny', base: 'sd1' }],
		['SD2', widened(1024), { kind: 'unet', base: 'sd2' }],
		['SDXL', widened(2048), { kind: 'unet', base: 'sdxl', description: 'a UNet of SDXL' }],
		['a single file', singleFile, { kind: 'single-file', base: 'sd1' }],
		['VAE', manifests.sd15_vae_new_names, { kind: 'vae' }],
		['TAESD', manifests.taesd_vae, { kind: 'taesd' }],
		['CLIP text', manifests.sd15_text_encoder, { kind: 'text-encoder' }],
		['FaceID', manifests['ip-adapter-faceid_sd15.bin'], { kind: 'faceid', base: 'sd1' }],
		['PlusV2', manifests['ip-adapter-faceid-plusv2_sd15.bin_image_proj'], { kind: 'faceid-plus' }],
		['plus-face', manifests['ip-adapter-plus-face_sd15_image_proj'], { kind: 'plus-face' }],
		['UniPortrait', manifests['uniportrait-faceid_sd15.bin'], { kind: 'uniportrait', base: 'sd1' }],
		['its router', manifests['uniportrait-router_sd15.bin'], { kind: 'uniportrait-router' }],
		[
			'its backbone',
			manifests['glint360k_curricular_face_r101_backbone.bin'],
			{ kind: 'face-backbone' },
		],
		[
			'Flux',
			{ 'double_blocks.0.img_attn.qkv.weight': [9216, 3072] },
			{ kind: 'other', base: 'flux' },
		],
		['nothing', {}, { kind: 'other', description: 'an unknown checkpoint (no tensors at all)' }],
	])('%s', (_, shapes, expected) => {
		expect(recognise(header(shapes))).toMatchObject(expected);
	});

	test.each([
		['lora_unet_down_blocks_1_attentions_0_transformer_blocks_0_attn2_to_k.lora_down.weight'],
		['unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora_A.weight'],
		['unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.processor.to_k_lora.down.weight'],
		['unet.down_blocks.1.attentions.0.transformer_blocks.0.attn2.to_k.lora.down.weight'],
	])('a LoRA: %s', (name) => {
		const described = (width: number) => recognise(header({ [name]: [4, width] })).description;
		expect([768, 2048].map(described)).toEqual([
			'a LoRA for Stable Diffusion 1',
			'a LoRA for SDXL',
		]);
	});
});

test.each([
	['unet_sdxs_like/unet/diffusion_pytorch_model', { kind: 'unet', variant: 'sdxs' }],
	['unet_sd21_like/unet/diffusion_pytorch_model', { kind: 'unet' }],
	['unet_lcm/unet/diffusion_pytorch_model', { kind: 'unet', variant: 'lcm' }],
	['clip_vision/image_encoder/model', { kind: 'image-encoder' }],
	['ip_plus_face_proj/image_proj', { kind: 'plus-face' }],
	['ip_faceid/ip-adapter-faceid_tiny_lora', { kind: 'lora' }],
	['lora/kohya', { kind: 'lora' }],
	['lora/diffusers_peft', { kind: 'lora' }],
	['lora/diffusers_old_processor', { kind: 'lora' }],
	['vae_kl/vae/diffusion_pytorch_model.legacy_attn_names', { kind: 'vae' }],
])('the fixture %s', async (file, expected) => {
	const checkpoint = await goldenCheckpoint(`${file}.fp16.safetensors`, readFixture);
	expect(recognise(checkpoint)).toMatchObject(expected);
});

test.each(['encoder', 'decoder'])('the official %s of TAESD', async (half) => {
	const file = `taesd/official_names/taesd_${half}.safetensors`;
	expect(recognise(await goldenCheckpoint(file, readFixture)).kind).toBe(`taesd-${half}`);
});

test('says what a file is instead', () => {
	expect(() => requireKind(header(widened(2048), 'x'), 'the UNet', ['unet'], 'sd1')).toThrow(
		'x cannot be the UNet: this is a UNet of SDXL: its cross-attention width is 2048, Stable Diffusion 1 has 768',
	);
	expect(() => requireKind(header(manifests.taesd_vae, 'x'), 'the UNet', ['unet'])).toThrow(
		'x cannot be the UNet: this is a TAESD autoencoder',
	);
	expect(requireKind(header(sd1), 'the UNet', ['unet'], 'sd1').kind).toBe('unet');
});
