/** Files that cannot be what they are said to be: the errors name what they are. */
import { expect, test } from 'vitest';
import { planPack } from '../../../src/lib/compiler/compile/compile';
import type { ReadFixture } from '../../golden/case';
import { readFixture } from '../../support/golden';
import { float32, writeSafetensors } from '../../support/safetensors';
import { TINY_BASE, tinyInput, type TinyComponents } from './tiny-pack';

const [UNET] = TINY_BASE.base.files;
const [VAE] = TINY_BASE.taesd.files;
const SDXL = 'sdxl.safetensors';
const SDXL_LORA = 'sdxl-lora.safetensors';
const empty = (...shape: number[]) =>
	float32(shape, new Array<number>(shape.reduce((all, one) => all * one, 1)).fill(0));

/** Headers as those files have them, with as little as tells them apart. */
const MADE: Readonly<Record<string, () => Uint8Array<ArrayBuffer>>> = {
	[SDXL]: () =>
		writeSafetensors({
			'model.diffusion_model.input_blocks.0.0.weight': empty(8, 4, 3, 3),
			'model.diffusion_model.input_blocks.4.1.transformer_blocks.0.attn2.to_k.weight': empty(
				8,
				2048,
			),
		}),
	[SDXL_LORA]: () => {
		const module = 'lora_unet_input_blocks_4_1_transformer_blocks_0_attn2_to_k';
		return writeSafetensors({
			[`${module}.lora_down.weight`]: empty(4, 2048),
			[`${module}.lora_up.weight`]: empty(8, 4),
			[`${module}.alpha`]: empty(),
		});
	},
};
const read: ReadFixture = async (file) => MADE[file]?.() ?? readFixture(file);
const plan = async (components: TinyComponents, from = read) =>
	planPack(await tinyInput(components, from));

test.each<readonly [string, TinyComponents, string, RegExp]>([
	[
		'an SDXL checkpoint',
		{ base: { role: 'unet', files: [SDXL] } },
		'mismatch',
		/^sdxl\.safetensors cannot be the UNet: this is a single-file checkpoint of SDXL: its cross-attention width is 2048, Stable Diffusion 1 has 768$/,
	],
	[
		'a LoRA for another base',
		{ ...TINY_BASE, lora: { role: 'lora', files: [SDXL_LORA] } },
		'mismatch',
		/^sdxl-lora\.safetensors: none of its 1 modules is in the base .*: it is a LoRA for SDXL$/,
	],
	[
		'an autoencoder where the UNet is expected',
		{ base: { role: 'unet', files: [VAE] } },
		'mismatch',
		/cannot be the UNet: this is a TAESD autoencoder$/,
	],
	[
		'a UNet where a LoRA is expected',
		{ ...TINY_BASE, lora: { role: 'lora', files: [UNET] } },
		'mismatch',
		/cannot be a LoRA: this is a UNet whose cross-attention is 32 wide$/,
	],
	[
		'an adapter for another UNet',
		{
			base: {
				role: 'unet',
				files: [
					'unet_g32/unet/diffusion_pytorch_model.fp16.safetensors',
					'unet_g32/unet/config.json',
				],
			},
			adapter: { role: 'identity', files: ['ip_faceid/ip-adapter-faceid_tiny.bin'] },
		},
		'mismatch',
		/it was made for another UNet$/,
	],
])('%s', async (_what, components, problem, message) => {
	const input = await tinyInput(components, read, {
		identity: 'adapter' in components ? 'faceid' : 'none',
	});
	await expect(planPack(input)).rejects.toMatchObject({
		name: 'CompileError',
		problem,
		message: expect.stringMatching(message),
	});
});

test.each([0, 1000, 3_000_000])('a file that ends at byte %i', async (end) => {
	const cut: ReadFixture = async (file) => {
		const bytes = await readFixture(file);
		return file === UNET ? bytes.slice(0, end) : bytes;
	};
	const planned = plan({ base: TINY_BASE.base }, cut);
	await expect(planned).rejects.toMatchObject({ name: 'CompileError', problem: 'damaged' });
	await expect(planned).rejects.toThrow(UNET);
});
