import { ENCODER_MISTAKES } from './encoders';
import { IDENTITY_MISTAKES } from './identity';
import type { Mistake } from './mistake';
import { UNET_MISTAKES } from './unet';

export const MISTAKES: readonly Mistake[] = [
	...UNET_MISTAKES,
	...IDENTITY_MISTAKES,
	...ENCODER_MISTAKES,
];

const TOO_SMALL =
	'moves unet_a by less than its tolerance: planted for unet_eps, which was made to show it';

/** Negative controls of the fixtures that are not in the list, and why. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
	'unet: Transformer2D GroupNorm eps 1e-5 (should be 1e-6)': TOO_SMALL,
	'unet: ResnetBlock GroupNorm eps 1e-6 (should be 1e-5)': TOO_SMALL,
	'unet: LayerNorm eps 1e-6': TOO_SMALL,
	'clip: pad with 0 instead of 49407':
		'the tokenizer pads: its ids are compared with clip_tokenizer',
	'proj: uncond = zeros instead of projector(zeros)':
		'the caller chooses the tokens: the golden case feeds zeros to the projector',
};
