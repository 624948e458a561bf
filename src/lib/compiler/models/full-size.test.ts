import { describe, expect, test } from 'vitest';
import { manifest, headersOnly, valuesOf } from '../../../../tests/support/manifest';
import type { Checkpoint } from '../checkpoint';
import type { Network, NetworkOptions } from '../graph/network';
import { product } from '../graph/weight';
import { FLOAT32 } from '../quantise/policy';
import { klDecoder, klEncoder, klUnused, SD_AUTOENCODER } from './autoencoder-kl';
import { clipText, clipTextUnused, deriveClipTextConfig } from './clip-text';
import { CURRICULAR_FACE_UNUSED, curricularFace } from './curricular-face';
import { ADAPTER_UNUSED, faceIdProjection } from './faceid-projection';
import { plusProjection } from './plus-projection';
import { resampler } from './resampler';
import { taesdDecoder, taesdEncoder, taesdUnused } from './taesd';
import { uniPortraitProjection, uniPortraitUnused } from './uniportrait-projection';
import { accountTensors, type Unused } from './unused';

const OPTIONS: NetworkOptions = { activation: 'float32', attention: 'sliced', policy: FLOAT32 };

interface FullSize {
	readonly model: string;
	readonly manifest: string;
	readonly build: (checkpoint: Checkpoint) => Network;
	readonly unused: readonly Unused[];
	/** Values of the tensors that it takes. */
	readonly values: number;
	/** What it takes and gives. */
	readonly ports: string;
}

const text = (skip: number) => (checkpoint: Checkpoint) =>
	clipText(checkpoint, OPTIONS, deriveClipTextConfig(checkpoint), skip);
const TEXT_CONFIG = deriveClipTextConfig(await manifest('sd15_text_encoder'));
const FACE = 'glint360k_curricular_face_r101_backbone.bin';
const UNIPORTRAIT = 'uniportrait-faceid_sd15.bin';
const PLUS = 'ip-adapter-faceid-plusv2_sd15.bin_image_proj';

const MODELS: readonly FullSize[] = [
	{
		model: 'text encoder',
		manifest: 'sd15_text_encoder',
		build: text(0),
		unused: clipTextUnused(TEXT_CONFIG),
		values: 123_060_480,
		ports: 'ids[batch,77] -> context[batch,77,768]',
	},
	{
		model: 'text encoder, clip skip 1',
		manifest: 'sd15_text_encoder',
		build: text(1),
		unused: clipTextUnused(TEXT_CONFIG, 1),
		values: 123_060_480 - 7_087_872,
		ports: 'ids[batch,77] -> context[batch,77,768]',
	},
	{
		model: 'AutoencoderKL encoder',
		manifest: 'sd15_vae_new_names',
		build: (checkpoint) => klEncoder(checkpoint, OPTIONS, SD_AUTOENCODER),
		unused: klUnused('encoder'),
		values: 34_163_664,
		ports:
			'image[batch,3,height,width] -> latents[batch,4,latent height,latent width] ' +
			'logvar[batch,4,latent height,latent width]',
	},
	{
		model: 'AutoencoderKL decoder',
		manifest: 'sd15_vae_new_names',
		build: (checkpoint) => klDecoder(checkpoint, OPTIONS, SD_AUTOENCODER),
		unused: klUnused('decoder'),
		values: 83_653_863 - 34_163_664,
		ports: 'latents[batch,4,height,width] -> image[batch,3,image height,image width]',
	},
	{
		model: 'TAESD encoder',
		manifest: 'taesd_vae',
		build: (checkpoint) => taesdEncoder(checkpoint, OPTIONS),
		unused: taesdUnused('encoder'),
		values: 1_222_532,
		ports: 'image[batch,3,height,width] -> latents[batch,4,latent height,latent width]',
	},
	{
		model: 'TAESD decoder',
		manifest: 'taesd_vae',
		build: (checkpoint) => taesdDecoder(checkpoint, OPTIONS),
		unused: taesdUnused('decoder'),
		values: 2_445_063 - 1_222_532,
		ports: 'latents[batch,4,height,width] -> image[batch,3,image height,image width]',
	},
	{
		model: 'FaceID projection',
		manifest: 'ip-adapter-faceid_sd15.bin',
		build: (checkpoint) => faceIdProjection(checkpoint, OPTIONS),
		unused: ADAPTER_UNUSED,
		values: 3_675_648,
		ports: 'face[batch,512] -> tokens[batch,4,768]',
	},
	{
		model: 'FaceID-PlusV2 projection',
		manifest: PLUS,
		build: (checkpoint) => plusProjection(checkpoint, OPTIONS, { shortcut: true }),
		unused: [],
		values: 33_581_568,
		ports: 'face[1,512] image[1,image tokens,1280] structure[] -> tokens[1,4,768]',
	},
	{
		model: 'plus-face resampler',
		manifest: 'ip-adapter-plus-face_sd15_image_proj',
		build: (checkpoint) => resampler(checkpoint, OPTIONS),
		unused: [],
		values: 29_918_208,
		ports: 'image[1,image tokens,1280] -> tokens[1,16,768]',
	},
	{
		model: 'CurricularFace',
		manifest: FACE,
		build: (checkpoint) => curricularFace(checkpoint, OPTIONS, { structure: true }),
		unused: CURRICULAR_FACE_UNUSED,
		values: 52_371_776,
		ports: 'pixels[batch,3,224,224] -> tokens[batch,49,512] structure[batch,256,448]',
	},
	{
		model: 'UniPortrait projector',
		manifest: UNIPORTRAIT,
		build: (checkpoint) => uniPortraitProjection(checkpoint, OPTIONS, { structure: false }),
		unused: uniPortraitUnused(false),
		values: 44_411_904,
		ports: 'faces[1,face tokens,512] -> tokens[1,16,768]',
	},
	{
		model: 'UniPortrait projector with structure',
		manifest: UNIPORTRAIT,
		build: (checkpoint) => uniPortraitProjection(checkpoint, OPTIONS, { structure: true }),
		unused: uniPortraitUnused(true),
		values: 67_216_512,
		ports:
			'faces[1,face tokens,512] structure[1,structure tokens,1728] structure_scale[] -> tokens[1,16,768]',
	},
];

describe.each(MODELS)('$model of full size', ({ manifest: file, build, unused, values, ports }) => {
	test('takes every tensor once or says why not', async () => {
		const checkpoint = await manifest(file);
		const net = build(checkpoint);
		const account = accountTensors(net, unused);
		expect(account.used.length + account.unused.length).toBe(checkpoint.names().length);
		expect(valuesOf(checkpoint, account.used)).toBe(values);
	});

	test('has weights of the size of its tensors', async () => {
		const net = build(await manifest(file));
		for (const { spec } of net.weights) {
			expect([spec.name, product(spec.dims)]).toEqual([
				spec.name,
				product(net.shape(spec.sources[0])),
			]);
		}
		const { inputs, outputs } = net.graph.build('test');
		const show = (list: typeof inputs) =>
			list.map(({ name, dims }) => `${name}[${dims!.join(',')}]`).join(' ');
		expect(`${show(inputs)} -> ${show(outputs)}`).toBe(ports);
	});
});

test('a tensor that nobody knows is an error that names it', () => {
	const shapes = { 'image_proj.latents': [1, 16, 768], 'image_proj.surprise': [3] };
	const net = { checkpoint: headersOnly('file', shapes), weights: [] } as unknown as Network;
	expect(() => accountTensors(net, [{ pattern: /latents/, reason: 'test' }])).toThrow(
		'file: tensors that this model does not know: image_proj.surprise',
	);
});
