/** Avatars that a pack's networks draw: what decides one, what a job of many is, and what comes back. */
import type { Sha256 } from './pack';

/** Samplers by the name that other tools know them by. */
export const SAMPLERS = [
	'lcm',
	'tcd',
	'euler-leading',
	'euler-trailing',
	'euler-linspace',
	'ddim',
	'dpmpp-2m',
] as const;
export type SamplerId = (typeof SAMPLERS)[number];

/** Everything that, together with the photo and the device, decides every pixel of a generated avatar. */
export interface GeneratedRecipe {
	readonly version: 1;
	readonly kind: 'generated';
	/** Id of the pack and sha256 of its pack.json: the same hash means the same weights. */
	readonly pack: string;
	readonly packHash: Sha256;
	/** Of the style catalogue, or of a style the person made ("own:..."); null for a free prompt. */
	readonly style: string | null;
	/** As the text encoder got them. */
	readonly prompt: string;
	readonly negative: string;
	/** 0..LARGEST_SEED */
	readonly seed: number;
	readonly sampler: SamplerId;
	/** 1..50, of which image-to-image runs the last `strength` part. */
	readonly steps: number;
	/** 1 means none. */
	readonly guidance: number;
	/** How far the picture may leave the photo: 0..1, 1 begins with pure noise. */
	readonly strength: number;
	/** How strongly the face steers: 0..1.5. */
	readonly identityScale: number;
	/** Pixels, a multiple of 64. */
	readonly width: number;
	readonly height: number;
}

/** How much a person is willing to wait: the number of pictures that are begun and finished. */
export const BUDGETS = ['fast', 'better', 'best'] as const;
export type Budget = (typeof BUDGETS)[number];

/** What one picture cost, for the page that tells what a device can do. */
export interface GenerationTiming {
	readonly milliseconds: number;
	/** Inside the runtime's run calls. */
	readonly runMilliseconds: number;
	readonly steps: number;
}
