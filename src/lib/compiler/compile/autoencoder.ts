import type { NetworkOptions } from '../graph/network';
import { taesdDecoder, taesdEncoder } from '../models/taesd';
import type { OpenedComponent } from './component';
import { packModel, type PackModel } from './model';
import type { PackSettings } from './settings';

const TAESD = { channels: 4, scaling: 1, factor: 8, autoencoder: 'taesd' } as const;
const NONE = { channels: 4, scaling: 1, factor: 8, autoencoder: 'none' } as const;

/** Encoder and decoder of a pack, in one file or two. @throws CompileError */
export function autoencoder(
	found: readonly OpenedComponent[],
	options: NetworkOptions,
): { models: PackModel[]; settings: PackSettings['latents'] } {
	if (!found.length) return { models: [], settings: NONE };
	const models = found.flatMap((part) => [
		packModel('vae-encoder', taesdEncoder(part.checkpoint, options), [part]),
		packModel('vae-decoder', taesdDecoder(part.checkpoint, options), [part]),
	]);
	return { models, settings: TAESD };
}
