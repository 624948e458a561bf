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

/** How random the authors make it. */
const ETA = 0.3;

/**
 * Trajectory consistency distillation (Zheng et al. 2024, algorithm 4, strategic stochastic sampling; diffusers'
 * TCDScheduler): each step goes to an intermediate noise level (1 - eta) of the way, and noise is added from there to
 * the next one. The last one ends at the first step of training, not beyond.
 * @param eta 0 draws no noise, 1 is the sampling of LCM
 */
export function tcd({
	steps,
	strength = 1,
	prediction = 'epsilon',
	eta = ETA,
}: RunOptions & { readonly eta?: number }): Sampler {
	const timesteps = keptSteps(consistencySteps(steps), strength);
	const first = SIGNAL[timesteps[0] ?? 0];
	return sampler({
		timesteps,
		inputScales: timesteps.map(() => 1),
		startNoise: 1,
		startPicture: { picture: Math.sqrt(first), noise: Math.sqrt(1 - first) },
		steps: timesteps.map((timestep, i) => {
			const next = timesteps[i + 1] ?? 0;
			const between = SIGNAL[Math.floor((1 - eta) * next)];
			const { picture, noise } = meaning(SIGNAL[timestep], prediction);
			// 1. To the intermediate level.
			const moved = mix(Math.sqrt(between), picture, Math.sqrt(1 - between), noise);
			if (eta === 0 || i === timesteps.length - 1) {
				return { ...moved, noise: 0, history: 0, denoised: picture };
			}
			// 2. Noise again, up to the next one.
			const share = SIGNAL[next] / between;
			const nothing = { latents: 0, prediction: 0 };
			return {
				...mix(Math.sqrt(share), moved, 0, nothing),
				noise: Math.sqrt(1 - share),
				history: 0,
				denoised: picture,
			};
		}),
	});
}
