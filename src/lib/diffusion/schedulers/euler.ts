import {
	keptSteps,
	mix,
	sampler,
	type Pair,
	type Prediction,
	type RunOptions,
	type Sampler,
	type Step,
} from './scheduler';
import { karras, sigmaAt, spaced, timestepOf, type Spacing } from './spacing';

export interface EulerOptions extends RunOptions {
	readonly spacing: Spacing;
	/** Noise levels of Karras et al. instead of those of training. */
	readonly karras?: boolean;
	/** Takes away more noise and draws some again: EulerAncestralDiscreteScheduler. */
	readonly ancestral?: boolean;
}

/**
 * Euler's method on the probability flow (Karras et al. 2022, algorithm 2; diffusers' EulerDiscreteScheduler, and
 * with `ancestral` EulerAncestralDiscreteScheduler). Latents are picture + sigma noise.
 */
export function euler({
	steps,
	strength = 1,
	prediction = 'epsilon',
	...options
}: EulerOptions): Sampler {
	const { timesteps, sigmas } = levels(steps, options);
	const largest = Math.max(...sigmas);
	const kept = keptSteps(
		timesteps.map((timestep, i) => ({
			timestep,
			from: sigmas[i],
			to: i + 1 < sigmas.length ? sigmas[i + 1] : 0,
		})),
		strength,
	);
	return sampler({
		timesteps: kept.map(({ timestep }) => timestep),
		inputScales: kept.map(({ from }) => 1 / Math.sqrt(from ** 2 + 1)),
		startNoise: options.spacing === 'leading' ? Math.sqrt(largest ** 2 + 1) : largest,
		startPicture: { picture: 1, noise: kept[0]?.from ?? 0 },
		steps: kept.map(({ from, to }) => eulerStep(from, to, prediction, options.ancestral ?? false)),
	});
}

/** `trailing`, what the turbo models were made for. */
export function eulerTrailing(steps: number, strength = 1): Sampler {
	return euler({ steps, strength, spacing: 'trailing' });
}

function levels(steps: number, { spacing, karras: spread }: Omit<EulerOptions, 'steps'>) {
	const timesteps = spaced(steps, spacing);
	const sigmas = timesteps.map(sigmaAt);
	if (!spread) return { timesteps, sigmas };
	const changed = karras(steps, sigmas[0], sigmas.at(-1)!);
	return { timesteps: changed.map(timestepOf), sigmas: changed };
}

function eulerStep(from: number, to: number, prediction: Prediction, ancestral: boolean): Step {
	// 1. The picture that the prediction means.
	const denoised: Pair =
		prediction === 'epsilon'
			? { latents: 1, prediction: -from }
			: { latents: 1 / (from ** 2 + 1), prediction: -from / Math.sqrt(from ** 2 + 1) };
	// 2. How much noise is drawn again, and how far down the step goes so that the sum is right.
	const up = ancestral ? Math.sqrt((to ** 2 * (from ** 2 - to ** 2)) / from ** 2) : 0;
	const down = Math.sqrt(to ** 2 - up ** 2);
	// 3. Along the slope (latents - denoised) / from.
	const share = down / from;
	const unchanged: Pair = { latents: 1, prediction: 0 };
	return { ...mix(share, unchanged, 1 - share, denoised), noise: up, history: 0, denoised };
}
