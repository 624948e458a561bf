import {
	keptSteps,
	meaning,
	mix,
	sampler,
	TRAINED,
	type RunOptions,
	type Sampler,
	type Step,
} from './scheduler';
import {
	halfToEven,
	karras,
	requireSteps,
	sigmaAt,
	spaced,
	timestepOf,
	type Spacing,
} from './spacing';

export interface DpmOptions extends RunOptions {
	readonly spacing: Spacing;
	readonly karras?: boolean;
}

/**
 * DPM-Solver++(2M) (Lu et al. 2022, algorithm 2, midpoint; diffusers' DPMSolverMultistepScheduler, ending at no
 * noise): every step but the first and the last looks back at the picture that the one before it saw.
 */
export function dpmpp2m({
	steps,
	strength = 1,
	prediction = 'epsilon',
	...options
}: DpmOptions): Sampler {
	const { timesteps, sigmas } = levels(steps, options);
	const kept = keptSteps(
		timesteps.map((timestep, i) => ({ timestep, index: i, sigma: sigmas[i] })),
		strength,
	);
	const begin = kept[0] && vp(kept[0].sigma);
	return sampler({
		timesteps: kept.map(({ timestep }) => timestep),
		inputScales: kept.map(() => 1),
		startNoise: 1,
		startPicture: { picture: begin?.alpha ?? 1, noise: begin?.sigma ?? 0 },
		steps: kept.map(({ index, sigma }, i): Step => {
			const now = vp(sigma);
			const denoised = meaning(now.alpha ** 2, prediction).picture;
			const unchanged = { latents: 1, prediction: 0 };
			// 1. The last step goes to no noise at all: it ends at what it sees.
			if (index === steps - 1) return { ...denoised, noise: 0, history: 0, denoised };
			const next = vp(sigmas[index + 1]);
			const h = next.lambda - now.lambda;
			const factor = -next.alpha * Math.expm1(-h);
			// 2. First order, where there is nothing to look back at.
			if (i === 0) {
				const moved = mix(next.sigma / now.sigma, unchanged, factor, denoised);
				return { ...moved, noise: 0, history: 0, denoised };
			}
			// 3. Second order: the difference to the picture before, over the ratio of the steps' lengths.
			const r = (now.lambda - vp(sigmas[index - 1]).lambda) / h;
			const half = factor / (2 * r);
			const moved = mix(next.sigma / now.sigma, unchanged, factor + half, denoised);
			return { ...moved, noise: 0, history: -half, denoised };
		}),
	});
}

/** In steps of training, this solver counts one more step than it makes, but for `trailing`. */
function levels(steps: number, { spacing, karras: spread }: Omit<DpmOptions, 'steps'>) {
	requireSteps(steps, TRAINED - 1);
	if (spread) {
		const sigmas = karras(steps, sigmaAt(TRAINED - 1), sigmaAt(0));
		return { timesteps: sigmas.map((sigma) => halfToEven(timestepOf(sigma))), sigmas };
	}
	const timesteps =
		spacing === 'trailing'
			? spaced(steps, spacing)
			: spaced(steps + 1, spacing)
					.slice(0, -1)
					.map(halfToEven);
	return { timesteps, sigmas: timesteps.map(sigmaAt) };
}

/** Latents are alpha picture + sigma noise; lambda is the logarithm of their ratio. */
function vp(ratio: number) {
	const alpha = 1 / Math.sqrt(ratio ** 2 + 1);
	return { alpha, sigma: ratio * alpha, lambda: -Math.log(ratio) };
}
