import {
	klDecoder,
	klEncoder,
	readAutoencoderConfig,
} from '../../src/lib/compiler/models/autoencoder-kl';
import { canonicalNames } from '../../src/lib/compiler/read/canonical';
import type { GoldenCase } from './case';
import { goldenCheckpoint, goldenJson, goldenTensors } from './fixture';

const FOLDER = 'vae_kl/vae';

export const AUTOENCODER_KL: GoldenCase = {
	id: 'vae_kl',
	tolerance: 2e-4,
	async run({ read, options, compile }) {
		const recorded = await goldenTensors('vae_kl/io.safetensors', read);
		const checkpoint = canonicalNames(
			await goldenCheckpoint(
				`${FOLDER}/diffusion_pytorch_model.legacy_attn_names.fp16.safetensors`,
				read,
			),
		);
		const config = readAutoencoderConfig(await goldenJson(`${FOLDER}/config.json`, read));
		const encoder = klEncoder(checkpoint, options, config);
		const encode = await compile(encoder.graph.build('encoder'), encoder.weights, (name, rows) =>
			checkpoint.read(name, rows),
		);
		const decoder = klDecoder(checkpoint, options, config);
		const decode = await compile(decoder.graph.build('decoder'), decoder.weights, (name, rows) =>
			checkpoint.read(name, rows),
		);
		const { latents, logvar } = await encode({ image: await recorded('enc.in.image_pm1') });
		const { image } = await decode({ latents: await recorded('dec.in.latents_unscaled') });
		return [
			{ what: 'mean', actual: latents, expected: await recorded('enc.out.mean') },
			{ what: 'logvar', actual: logvar, expected: await recorded('enc.out.logvar_clamped') },
			{ what: 'image', actual: image, expected: await recorded('dec.out.image_pm1') },
		];
	},
};
