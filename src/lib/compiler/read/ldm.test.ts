import { describe, expect, test } from 'vitest';
import { memorySource } from '../../../../tests/golden/fixture';
import { readFixture } from '../../../../tests/support/golden';
import { float32, writeSafetensors, type TensorBytes } from '../../../../tests/support/safetensors';
import type { Checkpoint } from '../checkpoint';
import { product } from '../graph/weight';
import { canonicalNames } from './canonical';
import { splitLdm } from './ldm';
import { recognise } from './recognise';
import { openSafetensors } from './safetensors';

interface Original {
	readonly ldm: string;
	readonly ldm_shape?: readonly number[];
	readonly shape?: readonly number[];
}
type Keymap = Readonly<Record<'unet' | 'vae' | 'text_encoder', Readonly<Record<string, Original>>>>;

const json = async (file: string) => JSON.parse(new TextDecoder().decode(await readFixture(file)));
const keymap = (await json('ldm_keymap.json')) as Keymap;

/** A tensor whose values are its number, so that every name can be told from every other. */
function numbered(shape: readonly number[], value: number): TensorBytes {
	return float32(shape, Array<number>(product(shape)).fill(value));
}

async function openLdm(extra: Readonly<Record<string, TensorBytes>> = {}): Promise<Checkpoint> {
	const originals = Object.values(keymap).flatMap((part) => Object.values(part));
	const tensors = originals.map(
		({ ldm, ldm_shape: shape = [1] }, i) => [ldm, numbered(shape, i)] as const,
	);
	const file = writeSafetensors({ ...Object.fromEntries(tensors), ...extra });
	return openSafetensors(memorySource(file), 'single.safetensors');
}

describe('the names of a single-file checkpoint', async () => {
	const parts = splitLdm(await openLdm());
	const views = { unet: parts.unet, vae: parts.vae!, text_encoder: parts.textEncoder! };
	let number = 0;
	test.each(Object.entries(views))('%s', async (part, view) => {
		const expected = keymap[part as keyof Keymap];
		expect([...view.names()].sort()).toEqual(Object.keys(expected).sort());
		for (const [name, { shape = [1] }] of Object.entries(expected)) {
			const [value] = await view.read(name);
			expect([name, view.info(name)!.shape, value]).toEqual([name, shape, number++]);
		}
	});

	test('leave nothing over', () => {
		expect(parts.unused).toEqual([]);
	});
});

test('names what belongs to no model', async () => {
	const one = numbered([1], 0);
	const { unused, textEncoder, unet } = splitLdm(
		await openLdm({
			betas: one,
			'model_ema.diffusion_modelout0bias': one,
			'cond_stage_model.transformer.text_model.embeddings.position_ids': one,
			'model.diffusion_model.time_embedding.cond_proj.weight': one,
		}),
	);
	expect(unused).toEqual([
		'betas',
		'model_ema.diffusion_modelout0bias',
		'cond_stage_model.transformer.text_model.embeddings.position_ids',
	]);
	expect(textEncoder!.names()).toHaveLength(Object.keys(keymap.text_encoder).length);
	expect(unet.info('time_embedding.cond_proj.weight')).toBeDefined();
});

test('text encoders of the first transformers versions lack a module', async () => {
	const name = 'final_layer_norm.weight';
	const file = writeSafetensors({
		'model.diffusion_model.input_blocks.0.0.weight': numbered([1], 0),
		[`cond_stage_model.transformer.${name}`]: numbered([1], 5),
	});
	const parts = splitLdm(await openSafetensors(memorySource(file), 'old.safetensors'));
	expect([...(await parts.textEncoder!.read(`text_model.${name}`))]).toEqual([5]);
	expect(parts.vae).toBeUndefined();
});

test.each(['unet', 'vae'] as const)('a file of the %s alone', async (part) => {
	const prefix = { unet: 'model.diffusion_model.', vae: 'first_stage_model.' }[part];
	const tensors = Object.entries(keymap[part]).map(
		([name, { ldm, ldm_shape: shape = [1] }], i) =>
			[ldm.slice(prefix.length), numbered(shape, i), name] as const,
	);
	const file = writeSafetensors(Object.fromEntries(tensors));
	const view = canonicalNames(await openSafetensors(memorySource(file), 'part.safetensors'));
	expect(recognise(await openSafetensors(memorySource(file), 'part')).kind).toBe(part);
	expect(view.names()).toHaveLength(tensors.length);
	for (const [i, [, , name]] of tensors.entries()) {
		expect([name, (await view.read(name))[0]]).toEqual([name, i]);
	}
	expect(view.names().filter((name) => view.info(name)!.shape.length === 4)).toEqual([]);
});

test('refuses what is no single-file checkpoint, or has the text encoder of SD2', async () => {
	const one = numbered([1], 0);
	const plain = await openSafetensors(memorySource(writeSafetensors({ a: one })), 'a.safetensors');
	expect(() => splitLdm(plain)).toThrow(/a\.safetensors: no single-file checkpoint/);
	const second = await openLdm({ 'cond_stage_model.model.ln_final.weight': one });
	expect(() => splitLdm(second)).toThrow(/OpenCLIP/);
});
