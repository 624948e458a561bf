import type { Role } from '$lib/domain/pack-catalogue';
import type { Checkpoint } from '../checkpoint';
import { recognise, requireKind, type CheckpointKind } from '../read/recognise';

/** What a file of each role must be, and how an error calls it. A single file holds several roles. */
const NEEDED: Readonly<Partial<Record<Role, readonly [string, ...CheckpointKind[]]>>> = {
	unet: ['the UNet', 'unet', 'single-file'],
	'text-encoder': ['the text encoder', 'text-encoder', 'single-file'],
	vae: ['the autoencoder', 'vae', 'taesd', 'taesd-encoder', 'taesd-decoder', 'single-file'],
	lora: ['a LoRA', 'lora'],
	identity: ['the identity adapter', 'faceid', 'faceid-plus', 'plus-face', 'uniportrait'],
	'face-backbone': ['the face recogniser', 'face-backbone'],
	'image-encoder': ['the image encoder', 'image-encoder'],
};

/**
 * Refuses a file that is something else than its component says, before anything is made of it.
 * @throws CompileError 'mismatch' that says what it is, and for which base
 */
export function requireRole(checkpoint: Checkpoint, role: Role): void {
	const needed = NEEDED[role];
	if (!needed) return;
	const [what, ...kinds] = needed;
	const { base } = recognise(checkpoint);
	const fits = role !== 'unet' || base === undefined || base === 'sd1' || base === 'sd2';
	requireKind(checkpoint, what, kinds, fits ? undefined : 'sd1');
}
