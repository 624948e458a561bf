import type { Checkpoint } from '../../src/lib/compiler/checkpoint';
import { canonicalTaesd } from '../../src/lib/compiler/read/canonical';
import { taesdDecoder, taesdEncoder } from '../../src/lib/compiler/models/taesd';
import type { Comparison, GoldenCase } from './case';
import { goldenCheckpoint, goldenTensors } from './fixture';

const BOTH = 'taesd/vae/diffusion_pytorch_model.fp16.safetensors';

export const TAESD: GoldenCase = {
	id: 'taesd',
	tolerance: 1e-4,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors('taesd/io.safetensors', read);
		const compare = async (
			naming: string,
			encoder: Checkpoint,
			decoder: Checkpoint,
		): Promise<Comparison[]> => {
			const encoding = taesdEncoder(encoder, options);
			const encode = await compile(
				encoding.graph.build('encoder'),
				encoding.weights,
				(name, rows) => encoder.read(name, rows),
			);
			const decoding = taesdDecoder(decoder, options);
			const decode = await compile(
				decoding.graph.build('decoder'),
				decoding.weights,
				(name, rows) => decoder.read(name, rows),
			);
			return [
				{
					what: `latents, ${naming} names`,
					actual: (await encode({ image: await recorded('enc.in.image_pm1') })).latents,
					expected: await recorded('enc.out.latents'),
				},
				{
					what: `image, ${naming} names`,
					actual: (await decode({ latents: await recorded('dec.in.latents') })).image,
					expected: await recorded('dec.out.image_pm1'),
				},
			];
		};
		const both = await goldenCheckpoint(BOTH, read);
		const official = async (half: 'encoder' | 'decoder') => {
			const file = `taesd/official_names/taesd_${half}.safetensors`;
			return canonicalTaesd(await goldenCheckpoint(file, read), half);
		};
		return [
			...(await compare('diffusers', both, both)),
			...(await compare('official', await official('encoder'), await official('decoder'))),
		];
	},
};
