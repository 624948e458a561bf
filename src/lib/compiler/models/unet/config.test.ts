import { describe, expect, test } from 'vitest';
import { goldenCheckpoint, goldenJson } from '../../../../../tests/golden/fixture';
import { readFixture } from '../../../../../tests/support/golden';
import { headersOnly, manifest } from '../../../../../tests/support/manifest';
import { CompileError } from '../../error';
import { readUnetConfig, type UnetConfig } from './config';
import { inferUnetConfig } from './infer-config';
import { checkTensors, unetTensors } from './tensors';

const weights = (id: string) =>
	goldenCheckpoint(`${id}/unet/diffusion_pytorch_model.fp16.safetensors`, readFixture);
const json = (id: string) =>
	goldenJson(`${id}/unet/config.json`, readFixture) as Promise<Record<string, unknown>>;

const TOPOLOGIES = [
	'a',
	'g32',
	'lcm',
	'bksdm_base',
	'bksdm_small',
	'bksdm_tiny',
	'sdxs_like',
	'sd21_like',
];

describe.each(TOPOLOGIES)('unet_%s', (name) => {
	test('the configuration tells the tensors of the file, no more and no less', async () => {
		const checkpoint = await weights(`unet_${name}`);
		const shapes = unetTensors(readUnetConfig(await json(`unet_${name}`)));
		expect(checkTensors(checkpoint, shapes)).toEqual([]);
		expect(shapes.size).toBe(checkpoint.names().length);
	});

	test('the tensors tell the configuration, but for heads and groups', async () => {
		const read = readUnetConfig(await json(`unet_${name}`));
		const inferred = inferUnetConfig(await weights(`unet_${name}`));
		expect(visible(inferred)).toEqual(visible(read));
	});
});

/** The fixtures are narrower than any published model: their heads and groups are their own. */
function visible({ levels, groups: _, ...rest }: UnetConfig) {
	return { ...rest, levels: levels.map(({ heads: _heads, ...level }) => level) };
}

describe('defaults and unusual values', () => {
	test('an empty configuration is that of diffusers', () => {
		expect(readUnetConfig({})).toMatchObject({ contextWidth: 1280, midDepth: 1, groups: 32 });
	});

	test('an absent middle block is one, null is none', async () => {
		const config = await json('unet_a');
		expect(readUnetConfig(config).midDepth).toBe(1);
		delete config.mid_block_type;
		expect(readUnetConfig(config).midDepth).toBe(1);
		expect(readUnetConfig({ ...config, mid_block_type: null }).midDepth).toBe(null);
	});

	test('attention_head_dim counts heads, one for all levels or one each', async () => {
		const heads = async (id: string) =>
			readUnetConfig(await json(id)).levels.map((level) => level.heads);
		expect(await heads('unet_a')).toEqual([8, 8, 8, 8]);
		expect(await heads('unet_sd21_like')).toEqual([2, 4, 4, 4]);
	});

	test.each([
		[{ addition_embed_type: 'text_time' }, 'addition_embed_type is "text_time": this is an SDXL'],
		[{ in_channels: 9 }, 'in_channels is 9: this is an inpainting'],
		[{ class_embed_type: 'projection' }, 'class_embed_type is "projection"'],
		[{ down_block_types: ['AttnDownBlock2D'] }, 'down_block_types.0 is "AttnDownBlock2D"'],
		[{ block_out_channels: [32, 64] }, 'down_block_types is ['],
		[{ attention_head_dim: 7 }, 'attention_head_dim is 7'],
		[{ norm_num_groups: null }, 'norm_num_groups is null'],
		[{ _class_name: 'SD3Transformer2DModel' }, 'this is not a Stable Diffusion UNet'],
		[null, 'the document is null'],
	])('%j is refused by name', (json, message) => {
		const refused = () => readUnetConfig(json, 'unet');
		expect(refused).toThrow(CompileError);
		expect(refused).toThrow(message);
	});
});

describe('published checkpoints without a configuration', () => {
	test.each([
		['sd15_unet', { downDepth: [1, 1, 1, 0], layers: 2, midDepth: 1 }],
		['bksdm_base_full_unet', { downDepth: [1, 1, 1, 0], layers: 1, midDepth: 1 }],
		['bksdm_small_full_unet', { downDepth: [1, 1, 1, 0], layers: 1, midDepth: null }],
		['bksdm_tiny_full_unet', { downDepth: [1, 1, 1], layers: 1, midDepth: null }],
	])('%s', async (name, { downDepth, layers, midDepth }) => {
		const checkpoint = await manifest(name);
		const config = inferUnetConfig(checkpoint);
		expect(config.levels.map((level) => level.downDepth)).toEqual(downDepth);
		expect(config.levels.map((level) => level.heads)).toEqual(downDepth.map(() => 8));
		expect(config).toMatchObject({ midDepth, contextWidth: 768, linearProjection: false });
		expect(config.levels[0]).toMatchObject({ channels: 320, layers });
		expect(checkTensors(checkpoint, unetTensors(config))).toEqual([]);
	});

	test('other models are refused by name', async () => {
		const shapes = {
			'add_embedding.linear_1.weight': [1280, 2816],
			'conv_in.weight': [320, 4, 3, 3],
		};
		expect(() => inferUnetConfig(headersOnly('xl', shapes))).toThrow('this is an SDXL checkpoint');
		const painting = headersOnly('paint', { 'conv_in.weight': [320, 9, 3, 3] });
		expect(() => inferUnetConfig(painting)).toThrow('it takes 9 channels');
		const text = await manifest('sd15_text_encoder');
		expect(() => inferUnetConfig(text)).toThrow('it holds no UNet');
	});
});

test('a tensor that is missing or misshapen is named with both shapes', async () => {
	const config = readUnetConfig(await json('unet_a'));
	const shapes = Object.fromEntries(unetTensors(config));
	const without = Object.fromEntries(
		Object.entries(shapes).filter(([name]) => name !== 'conv_out.bias'),
	);
	expect(() => checkTensors(headersOnly('file', without), unetTensors(config))).toThrow(
		'file: no tensor conv_out.bias, expected [4]',
	);
	const wrong = { ...shapes, 'mid_block.attentions.0.proj_in.weight': [48, 40, 1, 1] };
	expect(() => checkTensors(headersOnly('file', wrong), unetTensors(config))).toThrow(
		'file: mid_block.attentions.0.proj_in.weight is [48,40,1,1], expected [48,48,1,1]',
	);
	const square = { ...shapes, 'mid_block.attentions.0.proj_in.weight': [48, 48] };
	expect(checkTensors(headersOnly('file', square), unetTensors(config))).toEqual([]);
});
