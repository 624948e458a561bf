import {
	keptSteps,
	meaning,
	mix,
	sampler,
	SIGNAL,
	TRAINED,
	type RunOptions,
	type Sampler,
} from './scheduler';
import { spaced } from './spacing';

/**
 * Denoising diffusion implicit models without noise (Song et al. 2021, equation 12 with eta 0; diffusers'
 * DDIMScheduler with `set_alpha_to_one` false, as Stable Diffusion configures it).
 */
export function ddim({
	steps,
	strength = 1,
	prediction = 'epsilon',
	spacing = 'leading',
}: RunOptions & { readonly spacing?: 'leading' | 'trailing' }): Sampler {
	const timesteps = keptSteps(spaced(steps, spacing), strength);
	const first = SIGNAL[timesteps[0] ?? 0];
	const stride = Math.floor(TRAINED / steps);
	return sampler({
		timesteps,
		inputScales: timesteps.map(() => 1),
		startNoise: 1,
		startPicture: { picture: Math.sqrt(first), noise: Math.sqrt(1 - first) },
		steps: timesteps.map((timestep) => {
			// The stride counts, not where the next step is: they differ where 1000 is no multiple.
			const to = SIGNAL[Math.max(0, timestep - stride)];
			const { picture, noise } = meaning(SIGNAL[timestep], prediction);
			const next = mix(Math.sqrt(to), picture, Math.sqrt(1 - to), noise);
			return { ...next, noise: 0, history: 0, denoised: picture };
		}),
	});
}
