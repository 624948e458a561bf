import {
	keptSteps,
	meaning,
	mix,
	sampler,
	SIGNAL,
	type RunOptions,
	type Sampler,
} from './scheduler';
import { consistencySteps } from './spacing';

/** Standard deviation of the data, and what timesteps are multiplied with, in the boundary condition. */
const SIGMA_DATA = 0.5;
const SCALING = 10;

/** See consistency(). @param steps 1..50 @param strength of image-to-image, 0..1 */
export function lcm(steps: number, strength = 1): Sampler {
	return consistency({ steps, strength });
}

/**
 * Multistep sampling of latent consistency models (Luo et al. 2023, algorithm 3; diffusers' LCMScheduler): each
 * step jumps to the end and goes back to the next noise level. 1 to 50 steps.
 */
export function consistency({ steps, strength = 1, prediction = 'epsilon' }: RunOptions): Sampler {
	const timesteps = keptSteps(consistencySteps(steps), strength);
	const first = SIGNAL[timesteps[0] ?? 0];
	return sampler({
		timesteps,
		inputScales: timesteps.map(() => 1),
		startNoise: 1,
		startPicture: { picture: Math.sqrt(first), noise: Math.sqrt(1 - first) },
		steps: timesteps.map((timestep, i) => {
			// 1. The picture that the prediction means.
			const { picture } = meaning(SIGNAL[timestep], prediction);
			// 2. The boundary condition: without noise it would be the latents themselves.
			const scaled = timestep * SCALING;
			const sum = scaled ** 2 + SIGMA_DATA ** 2;
			const unchanged = { latents: 1, prediction: 0 };
			const denoised = mix(scaled / Math.sqrt(sum), picture, SIGMA_DATA ** 2 / sum, unchanged);
			if (i === timesteps.length - 1) return { ...denoised, noise: 0, history: 0, denoised };
			// 3. Noise again.
			const left = SIGNAL[timesteps[i + 1]];
			const nothing = { latents: 0, prediction: 0 };
			return {
				...mix(Math.sqrt(left), denoised, 0, nothing),
				noise: Math.sqrt(1 - left),
				history: 0,
				denoised,
			};
		}),
	});
}
