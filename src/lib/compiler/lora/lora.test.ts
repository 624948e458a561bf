import { describe, expect, test } from 'vitest';
import { goldenCheckpoint, maxDifference, memorySource } from '../../../../tests/golden/fixture';
import { readFixture } from '../../../../tests/support/golden';
import { float32, writeSafetensors, type TensorBytes } from '../../../../tests/support/safetensors';
import { openSafetensors } from '../read/safetensors';
import { mergeLoras } from './merge';
import { stemsOf } from './names';
import { modulesOf, readLora } from './read-lora';

const golden = (file: string) => goldenCheckpoint(file, readFixture);
const unet = await golden('unet_bksdm_base/unet/diffusion_pytorch_model.fp16.safetensors');
const textEncoder = await golden('clip_text/text_encoder/model.fp16.safetensors');
const bases = { unet, text_encoder: textEncoder };
const targets = { unet: 'unet', text_encoder: 'text-encoder' } as const;

describe('merged as peft merges, at 0.8', async () => {
	const fused = await golden('lora/fused_weights_selection.safetensors');
	test.each([
		['kohya', 'lora/kohya.fp16.safetensors'],
		['peft', 'lora/diffusers_peft.fp16.safetensors'],
		['peft', 'lora/diffusers_old_processor.fp16.safetensors'],
	])('%s: %s', async (kind, file) => {
		const checkpoint = await golden(file);
		let compared = 0;
		for (const part of ['unet', 'text_encoder'] as const) {
			const base = bases[part];
			const lora = await readLora(checkpoint, targets[part], modulesOf(base));
			expect(lora.unused).toEqual([]);
			const merged = mergeLoras(base, [{ lora, weight: 0.8 }]);
			const prefix = `${kind}.fused.${part}.`;
			for (const name of fused.names().filter((key) => key.startsWith(prefix))) {
				const key = name.slice(prefix.length);
				const expected = { dims: fused.info(name)!.shape, data: await fused.read(name) };
				const actual = { dims: merged.info(key)!.shape, data: await merged.read(key) };
				expect([key, maxDifference(actual, expected) <= 1e-6]).toEqual([key, true]);
				const plain = { dims: actual.dims, data: await base.read(key) };
				expect(maxDifference(plain, expected)).toBeGreaterThan(1e-3);
				// Rows of a tensor are what the whole has there.
				const rows = await merged.read(key, { begin: 1, end: 3 });
				const stride = actual.data.length / actual.dims[0];
				expect(rows).toEqual(actual.data.slice(stride, 3 * stride));
				compared++;
			}
		}
		expect(compared).toBeGreaterThan(9);
	});
});

test('the LoRA of the FaceID adapter, without alphas', async () => {
	const base = await golden('unet_a/unet/diffusion_pytorch_model.fp16.safetensors');
	const recorded = await golden('ip_faceid/io.safetensors');
	const file = await golden('ip_faceid/ip-adapter-faceid_tiny_lora.fp16.safetensors');
	const lora = await readLora(file, 'unet', modulesOf(base));
	expect([lora.modules.size, lora.unused.length]).toEqual([128, 0]);
	const merged = mergeLoras(base, [{ lora, weight: 1 }]);
	const names = recorded.names().filter((name) => name.startsWith('merged.'));
	expect(names).toHaveLength(4);
	for (const name of names) {
		const key = name.slice('merged.'.length);
		const expected = { dims: recorded.info(name)!.shape, data: await recorded.read(name) };
		const actual = { dims: merged.info(key)!.shape, data: await merged.read(key) };
		expect(maxDifference(actual, expected)).toBeLessThanOrEqual(1e-6);
	}
});

async function open(tensors: Readonly<Record<string, TensorBytes>>, label = 'a') {
	return openSafetensors(memorySource(writeSafetensors(tensors)), label);
}

const base = await open({
	'mid.to_k.weight': float32([2, 2], [1, 2, 3, 4]),
	'mid.to_k.bias': float32([2], [5, 6]),
});
const down = float32([1, 2], [1, 10]);
const up = float32([2, 1], [1, 2]);
const kohya = (extra: Readonly<Record<string, TensorBytes>> = {}) =>
	open({
		'lora_unet_mid_to_k.lora_down.weight': down,
		'lora_unet_mid_to_k.lora_up.weight': up,
		...extra,
	});

test('several LoRAs add up; alpha is a number with or without axes; nothing else changes', async () => {
	const plain = await readLora(await kohya(), 'unet', modulesOf(base));
	const halved = await readLora(
		await kohya({ 'lora_unet_mid_to_k.alpha': float32([1], [0.5]) }),
		'unet',
		modulesOf(base),
	);
	const merged = mergeLoras(base, [
		{ lora: plain, weight: 1 },
		{ lora: halved, weight: 2 },
		{ lora: plain, weight: -0.5 },
	]);
	expect([...(await merged.read('mid.to_k.weight'))]).toEqual([2.5, 17, 6, 34]);
	expect([...(await merged.read('mid.to_k.bias'))]).toEqual([5, 6]);
});

test('a file for the other component only has no modules here', async () => {
	const { modules, unused } = await readLora(await kohya(), 'text-encoder', modulesOf(textEncoder));
	expect([modules.size, unused]).toEqual([0, []]);
});

test.each([
	['unet', 'a.attn1.to_out.0', 'lora_unet_a_attn1_to_out_0.lora_down.weight'],
	['unet', 'a.attn1.to_out.0', 'a.attn1.processor.to_out_lora.down.weight'],
	['unet', 'a.attn1.to_out.0', 'unet.a.attn1.to_out.0.lora.down.weight'],
	['unet', 'a.attn1.to_out.0', 'unet.a.attn1.to_out_lora.down.weight'],
	['unet', 'a.attn1.to_q', 'base_model.model.a.attn1.to_q.lora_A.weight'],
	['unet', 'a.attn1.to_q', 'base_model.model.unet.a.attn1.to_q.lora_A.default.weight'],
	[
		'text-encoder',
		'text_model.a.self_attn.q_proj',
		'lora_te_text_model_a_self_attn_q_proj.lora_down.weight',
	],
	[
		'text-encoder',
		'text_model.a.self_attn.q_proj',
		'text_encoder.text_model.a.self_attn.q_proj.lora_A.weight',
	],
	[
		'text-encoder',
		'text_model.a.self_attn.q_proj',
		'text_encoder.text_model.a.self_attn.q_proj.lora_linear_layer.down.weight',
	],
	[
		'text-encoder',
		'text_model.a.self_attn.out_proj',
		'text_encoder.text_model.a.self_attn.to_out_lora.down.weight',
	],
	['text-encoder', 'text_model.a.mlp.fc1', 'base_model.model.text_model.a.mlp.fc1.lora_A.weight'],
] as const)('the %s module %s is found as %s', async (target, path, name) => {
	const other = name.replace('lora_A', 'lora_B').replace('down', 'up');
	const file = await open({ [name]: down, [other]: up });
	expect([...(await readLora(file, target, [path])).modules.keys()]).toEqual([path]);
	const wrong = target === 'unet' ? 'text-encoder' : 'unet';
	expect((await readLora(file, wrong, [path])).modules.size).toBe(0);
});

test('modules that the base has not are named', async () => {
	const file = await kohya({
		'lora_unet_other.lora_down.weight': down,
		'lora_unet_other.lora_up.weight': up,
	});
	expect((await readLora(file, 'unet', modulesOf(base))).unused).toEqual(['lora_unet_other']);
});

describe('refuses', () => {
	const wide = 'down_blocks.0.attentions.0.transformer_blocks.0.attn2.to_k';
	test.each<[string, Readonly<Record<string, TensorBytes>>, string, RegExp]>([
		['LoHa', { 'lora_unet_mid_to_k.hada_w1_a': down }, 'unsupported', /LoHa/],
		['LoKr', { 'lora_unet_mid_to_k.lokr_w1': down }, 'unsupported', /LoKr/],
		['DoRA', { 'lora_unet_mid_to_k.dora_scale': down }, 'unsupported', /DoRA/],
		[
			'what is no LoRA',
			{ 'conv_in.weight': down },
			'mismatch',
			/is no LoRA: it is an unknown checkpoint/,
		],
		['half a module', { 'unet.mid.to_k.lora_A.weight': down }, 'damaged', /lacks its up factor/],
		[
			'an alpha of several numbers',
			{
				'unet.mid.to_k.lora_A.weight': down,
				'unet.mid.to_k.lora_B.weight': up,
				'unet.mid.to_k.alpha': float32([2], [1, 1]),
			},
			'damaged',
			/no finite number/,
		],
		[
			'rank 0',
			{
				'unet.mid.to_k.lora_A.weight': float32([0, 2], []),
				'unet.mid.to_k.lora_B.weight': float32([2, 0], []),
			},
			'damaged',
			/has rank 0/,
		],
		[
			'another base',
			{
				[`unet.${wide}.lora_A.weight`]: float32([1, 2048], Array(2048).fill(0)),
				[`unet.${wide}.lora_B.weight`]: up,
			},
			'mismatch',
			/none of its 1 modules is in the base .*: it is a LoRA for SDXL/,
		],
	])('%s', async (_, tensors, problem, message) => {
		await expect(readLora(await open(tensors), 'unet', modulesOf(base))).rejects.toMatchObject({
			problem,
			message: expect.stringMatching(message),
		});
	});

	test('other shapes, with both and the likely cause', async () => {
		const path = `${wide}.weight`;
		const file = await open(
			{
				[`unet.${wide}.lora_A.weight`]: float32([1, 2048], Array(2048).fill(0)),
				[`unet.${wide}.lora_B.weight`]: float32([320, 1], Array(320).fill(0)),
			},
			'xl.safetensors',
		);
		const target = await open({ [path]: float32([320, 768], Array(320 * 768).fill(0)) }, 'sd15');
		const lora = await readLora(file, 'unet', modulesOf(target));
		expect(() => mergeLoras(target, [{ lora, weight: 1 }])).toThrow(
			`xl.safetensors: its change of ${wide} is [320,1] x [1,2048], the weight in sd15 is [320,768]: a LoRA for SDXL`,
		);
		expect(() => mergeLoras(base, [{ lora, weight: 1 }])).toThrow(/which a has not/);
	});

	test('a rank that is not low', async () => {
		const rank = 5000;
		const file = await open({
			'unet.mid.to_k.lora_A.weight': float32([rank, 2], Array<number>(2 * rank).fill(0)),
			'unet.mid.to_k.lora_B.weight': float32([2, rank], Array<number>(2 * rank).fill(0)),
		});
		const lora = await readLora(file, 'unet', modulesOf(base));
		expect(() => mergeLoras(base, [{ lora, weight: 1 }])).toThrow(/mid\.to_k has rank 5000/);
	});
});

test('no two modules of SD1.5 share a name in any format', async () => {
	const manifests = JSON.parse(
		new TextDecoder().decode(await readFixture('full_size_manifests.json')),
	) as Record<string, Record<string, readonly number[]>>;
	for (const [key, target] of [
		['sd15_unet', 'unet'],
		['sd15_text_encoder', 'text-encoder'],
	] as const) {
		const weights = Object.entries(manifests[key]).filter(
			([name, shape]) => name.endsWith('.weight') && shape.length > 1,
		);
		const stems = weights.flatMap(([name]) => [
			...new Set(stemsOf(name.slice(0, -'.weight'.length), target)),
		]);
		expect(new Set(stems).size).toBe(stems.length);
	}
});
