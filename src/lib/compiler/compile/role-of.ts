import type { Role } from '$lib/domain/pack-catalogue';
import type { CheckpointKind } from '../read/recognise';

/** What a recognised checkpoint is in a pack; kinds that are of no use in one are left out. */
export const ROLE_OF: Readonly<Partial<Record<CheckpointKind, Role>>> = {
	'single-file': 'unet',
	unet: 'unet',
	vae: 'vae',
	taesd: 'vae',
	'taesd-encoder': 'vae',
	'taesd-decoder': 'vae',
	'text-encoder': 'text-encoder',
	'image-encoder': 'image-encoder',
	lora: 'lora',
	faceid: 'identity',
	'faceid-plus': 'identity',
	'plus-face': 'identity',
	uniportrait: 'identity',
	'face-backbone': 'face-backbone',
};
