import { ENCODER_MISTAKES } from './encoders';
import { IDENTITY_MISTAKES } from './identity';
import type { Mistake } from './mistake';
import { UNET_MISTAKES } from './unet';

export const MISTAKES: readonly Mistake[] = [
	...UNET_MISTAKES,
	...IDENTITY_MISTAKES,
	...ENCODER_MISTAKES,
];

/** Negative controls of the fixtures that no edit of the compiler shows, and where they are held instead. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
	'clip: pad with 0 instead of 49407':
		'the tokenizer pads: its ids are compared with clip_tokenizer',
	'proj: uncond = zeros instead of projector(zeros)':
		'the caller chooses the tokens: the golden case feeds zeros to the projector',
};
