import { blend, keptSteps, SIGNAL, TRAINED, type Sampler } from './scheduler';

/** Steps of the solver that the consistency models were distilled from. */
const ORIGINAL = 50;
/** Standard deviation of the data, and what timesteps are multiplied with, in the boundary condition. */
const SIGMA_DATA = 0.5;
const SCALING = 10;

/**
 * Multistep sampling of latent consistency models (Luo et al. 2023, algorithm 3; diffusers' LCMScheduler): each
 * step jumps to the end and goes back to the next noise level.
 * @param steps 1..50
 * @param strength of image-to-image, 0..1
 */
export function lcm(steps: number, strength = 1): Sampler {
	// 1. Evenly spaced among the solver's steps, which are multiples of 20 less one.
	const spacing = TRAINED / ORIGINAL;
	const all = Array.from({ length: steps }, (_, i) => {
		const solver = ORIGINAL - 1 - Math.floor((i * ORIGINAL) / steps);
		return (solver + 1) * spacing - 1;
	});
	const timesteps = keptSteps(all, strength);
	const signal = (step: number) => SIGNAL[timesteps[step]];
	return {
		timesteps,
		stochastic: true,
		start(noise, picture) {
			if (!picture) return noise.slice();
			return blend(Math.sqrt(signal(0)), picture, Math.sqrt(1 - signal(0)), noise);
		},
		modelInput: (latents) => latents,
		next(latents, prediction, step, noise) {
			// 2. The picture that the prediction means.
			const clear = signal(step);
			const picture = blend(
				1 / Math.sqrt(clear),
				latents,
				-Math.sqrt((1 - clear) / clear),
				prediction,
			);
			// 3. The boundary condition: without noise it would be the latents themselves.
			const scaled = timesteps[step] * SCALING;
			const sum = scaled ** 2 + SIGMA_DATA ** 2;
			const denoised = blend(scaled / Math.sqrt(sum), picture, SIGMA_DATA ** 2 / sum, latents);
			if (step === timesteps.length - 1) return denoised;
			// 4. Noise again.
			if (!noise) throw new RangeError('every step of LCM but the last draws noise');
			const left = signal(step + 1);
			return blend(Math.sqrt(left), denoised, Math.sqrt(1 - left), noise);
		},
	};
}
