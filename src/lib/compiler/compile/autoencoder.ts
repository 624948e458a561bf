import { CompileError } from '../error';
import type { NetworkOptions } from '../graph/network';
import {
	klDecoder,
	klEncoder,
	readAutoencoderConfig,
	SD_AUTOENCODER,
} from '../models/autoencoder-kl';
import { taesdDecoder, taesdEncoder } from '../models/taesd';
import type { OpenedComponent } from './component';
import { packModel, type PackModel } from './model';
import type { PackSettings } from './settings';

interface Autoencoder {
	readonly models: PackModel[];
	readonly settings: PackSettings['latents'];
}

/** Pixels a side for each latent of all SD1.5 and SD2.x checkpoints. */
const FACTOR = 8;
const NONE = { channels: 4, scaling: 1, factor: FACTOR, autoencoder: 'none' } as const;
const TAESD_HALVES = { encoder: taesdEncoder, decoder: taesdDecoder };
const TAESD = { channels: 4, scaling: 1, factor: FACTOR, autoencoder: 'taesd' } as const;

/** Encoder and decoder of a pack, in one file or two. @throws CompileError */
export function autoencoder(
	found: readonly OpenedComponent[],
	options: NetworkOptions,
): Autoencoder {
	if (!found.length) return { models: [], settings: NONE };
	const [first] = found;
	if (first.checkpoint.info('encoder.conv_in.weight')) return autoencoderKl(first, options);
	const models = found.flatMap((part) =>
		Object.entries(TAESD_HALVES)
			.filter(([half]) => part.checkpoint.info(`${half}.layers.0.weight`))
			.map(([half, build]) => packModel(`vae-${half}`, build(part.checkpoint, options), [part])),
	);
	if (!models.some(({ name }) => name === 'vae-decoder')) {
		const message = `${first.checkpoint.label}: neither an AutoencoderKL nor the decoder of TAESD`;
		throw new CompileError('missing', message);
	}
	return { models, settings: TAESD };
}

function autoencoderKl(found: OpenedComponent, options: NetworkOptions): Autoencoder {
	const { checkpoint, config: json } = found;
	const config = json ? readAutoencoderConfig(json) : SD_AUTOENCODER;
	const { latentChannels: channels, scaling } = config;
	return {
		models: [
			packModel('vae-encoder', klEncoder(checkpoint, options, config), [found]),
			packModel('vae-decoder', klDecoder(checkpoint, options, config), [found]),
		],
		settings: { channels, scaling, factor: FACTOR, autoencoder: 'kl' },
	};
}
