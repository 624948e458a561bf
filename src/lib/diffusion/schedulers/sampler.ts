import type { SamplerId } from '$lib/domain/generated';
import { ddim } from './ddim';
import { dpmpp2m } from './dpmpp-2m';
import { euler } from './euler';
import { consistency } from './lcm';
import type { RunOptions, Sampler } from './scheduler';
import { tcd } from './tcd';

/**
 * Samplers by the names of recipes. DDIM counts its steps as Stable Diffusion's own configuration does (leading),
 * DPM++ 2M as diffusers does from that configuration (linspace).
 */
const SAMPLERS: Readonly<Record<SamplerId, (options: RunOptions) => Sampler>> = {
	lcm: consistency,
	tcd,
	'euler-leading': (options) => euler({ ...options, spacing: 'leading' }),
	'euler-trailing': (options) => euler({ ...options, spacing: 'trailing' }),
	'euler-linspace': (options) => euler({ ...options, spacing: 'linspace' }),
	ddim,
	'dpmpp-2m': (options) => dpmpp2m({ ...options, spacing: 'linspace' }),
};

/** @throws RangeError for more steps than the sampler has, or another strength than 0..1 */
export function createSampler(id: SamplerId, options: RunOptions): Sampler {
	return SAMPLERS[id](options);
}
