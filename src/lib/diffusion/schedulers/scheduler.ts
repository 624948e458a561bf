/**
 * What samplers have in common: the noise that Stable Diffusion was trained with, and the steps of a run. Pure
 * functions on latents of any shape; random numbers come from outside.
 */

/** Steps of training. */
export const TRAINED = 1000;
const FIRST_BETA = 0.00085;
const LAST_BETA = 0.012;

/**
 * How much of the signal is left at every step of training, squared ("alphas_cumprod"): the betas are the squares
 * of evenly spaced numbers (`scaled_linear`), as in all SD1.x and SD2.x models.
 */
export const SIGNAL: readonly number[] = (() => {
	const low = Math.sqrt(FIRST_BETA);
	const high = Math.sqrt(LAST_BETA);
	let signal = 1;
	return Array.from({ length: TRAINED }, (_, t) => {
		const beta = (low + ((high - low) * t) / (TRAINED - 1)) ** 2;
		return (signal *= 1 - beta);
	});
})();

/** Ratio of noise to signal at a step of training. */
export function sigmaAt(t: number): number {
	return Math.sqrt((1 - SIGNAL[t]) / SIGNAL[t]);
}

/** A run of a sampler: the steps that are left of it, for image-to-image the last ones. */
export interface Sampler {
	/** What the UNet is told at each step: 0..999, falling. */
	readonly timesteps: readonly number[];
	/** Whether a step, but never the last one, draws noise. */
	readonly stochastic: boolean;
	/** Latents to begin with: pure noise, or a picture's latents with as much noise as the first step takes away. */
	start(noise: Float32Array, picture?: Float32Array): Float32Array;
	/** What the UNet takes at a step. */
	modelInput(latents: Float32Array, step: number): Float32Array;
	/**
	 * Latents after a step.
	 * @param prediction of the noise, after guidance
	 * @param noise of a stochastic sampler; not read at the last step
	 */
	next(
		latents: Float32Array,
		prediction: Float32Array,
		step: number,
		noise?: Float32Array,
	): Float32Array;
}

/**
 * The steps that image-to-image runs: the last `int(steps * strength)`.
 * @param strength 0..1, 1 for text-to-image
 */
export function keptSteps<T>(steps: readonly T[], strength: number): readonly T[] {
	return steps.slice(steps.length - Math.min(steps.length, Math.floor(steps.length * strength)));
}

/** a x + b y */
export function blend(a: number, x: Float32Array, b: number, y: Float32Array): Float32Array {
	return x.map((value, i) => a * value + b * y[i]);
}
