/**
 * What samplers have in common: the noise that Stable Diffusion was trained with, and the steps of a run. Every
 * step is a linear combination of latents of any shape, so that a sampler is a table of numbers: the functions here
 * apply it to arrays, step-graph.ts makes a network of it that keeps the latents on the GPU. Random numbers come from
 * outside.
 */

/** Steps of training. */
export const TRAINED = 1000;
const FIRST_BETA = 0.00085;
const LAST_BETA = 0.012;

/**
 * How much of the signal is left at every step of training, squared ("alphas_cumprod"): the betas are the squares
 * of evenly spaced numbers (`scaled_linear`), as in all SD1.x and SD2.x models. To the bit what torch computes, in
 * single precision: noise levels of 14 make more of the difference than one likes.
 */
export const SIGNAL: readonly number[] = (() => {
	const { fround } = Math;
	const [low, high] = [FIRST_BETA, LAST_BETA].map((beta) => fround(Math.sqrt(beta)));
	const step = fround(fround(high - low) / (TRAINED - 1));
	let signal = 1;
	return Array.from({ length: TRAINED }, (_, t) => {
		// 1. torch.linspace: eight at a time, from the nearer end.
		const lane = t % 8;
		const first = t - lane;
		const base = first < TRAINED / 2 ? low + step * first : high - step * (TRAINED - 1 - first);
		const root = fround(fround(base) + step * lane);
		// 2. torch.cumprod: the running product is double.
		signal *= fround(1 - fround(root * root));
		return fround(signal);
	});
})();

/** What the UNet predicts: the noise, or the velocity of Salimans and Ho 2022 (SD2.1 at 768 px). */
export type Prediction = 'epsilon' | 'v_prediction';

/** What all samplers take. */
export interface RunOptions {
	/** 1..1000; some samplers take fewer. */
	readonly steps: number;
	/** Of image-to-image, 0..1; 1 runs all steps. */
	readonly strength?: number;
	readonly prediction?: Prediction;
}

/** Factors of the latents before a step and of what the UNet predicted from them. */
export interface Pair {
	readonly latents: number;
	readonly prediction: number;
}

/** A step: latents' = latents x + prediction p + noise n + history (what `denoised` was a step before). */
export interface Step extends Pair {
	/** 0 at steps that draw none. */
	readonly noise: number;
	/** 0 at steps that look at nothing but the present. */
	readonly history: number;
	/** The picture that the prediction means, in the scale of the autoencoder. */
	readonly denoised: Pair;
}

/** The numbers of a run: the steps that are left of it, for image-to-image the last ones. */
export interface Run {
	/** What the UNet is told at each step: 0..999, falling; fractions with Karras' noise levels. */
	readonly timesteps: readonly number[];
	/** Factors of the latents that the UNet takes at each step. */
	readonly inputScales: readonly number[];
	/** Of pure noise to begin with. */
	readonly startNoise: number;
	/** Of a picture's latents, and of the noise added to them, to begin image-to-image with. */
	readonly startPicture: { readonly picture: number; readonly noise: number };
	readonly steps: readonly Step[];
}

/** A run of a sampler on arrays. */
export interface Sampler extends Run {
	/** Whether steps, but never the last one, draw noise. */
	readonly stochastic: boolean;
	/** Whether steps look back at what the step before saw. */
	readonly multistep: boolean;
	/** Latents to begin with: pure noise, or a picture's latents with as much noise as the first step takes away. */
	start(noise: Float32Array, picture?: Float32Array): Float32Array<ArrayBuffer>;
	/** What the UNet takes at a step. */
	modelInput(latents: Float32Array, step: number): Float32Array<ArrayBuffer>;
	/** The picture that a prediction means. */
	denoised(
		latents: Float32Array,
		prediction: Float32Array,
		step: number,
	): Float32Array<ArrayBuffer>;
	/**
	 * Latents after a step.
	 * @param prediction after guidance
	 * @param noise of a stochastic sampler; not read at the last step
	 * @param history `denoised` of the step before, for a multistep sampler; not read at the first step
	 * @throws RangeError where what it needs is not given
	 */
	next(
		latents: Float32Array,
		prediction: Float32Array,
		step: number,
		noise?: Float32Array,
		history?: Float32Array,
	): Float32Array<ArrayBuffer>;
}

/** The functions of a table. */
export function sampler(run: Run): Sampler {
	const stochastic = run.steps.some(({ noise }) => noise !== 0);
	const multistep = run.steps.some(({ history }) => history !== 0);
	return {
		...run,
		stochastic,
		multistep,
		start(noise, picture) {
			if (!picture) return combine([run.startNoise, noise]);
			return combine([run.startPicture.picture, picture], [run.startPicture.noise, noise]);
		},
		modelInput: (latents, step) => combine([run.inputScales[step], latents]),
		denoised(latents, prediction, step) {
			const { denoised } = run.steps[step];
			return combine([denoised.latents, latents], [denoised.prediction, prediction]);
		},
		next(latents, prediction, step, noise, history) {
			const factors = run.steps[step];
			const terms: [number, Float32Array][] = [
				[factors.latents, latents],
				[factors.prediction, prediction],
			];
			if (factors.noise) terms.push([factors.noise, given(noise, 'this step draws noise')]);
			if (factors.history)
				terms.push([factors.history, given(history, 'this step looks at the one before')]);
			return combine(...terms);
		},
	};
}

function given(values: Float32Array | undefined, need: string): Float32Array {
	if (!values) throw new RangeError(need);
	return values;
}

/** The sum of arrays times factors. */
function combine(
	...terms: readonly (readonly [number, Float32Array])[]
): Float32Array<ArrayBuffer> {
	const [[first, values], ...others] = terms;
	const sum = Float64Array.from(values, (value) => first * value);
	for (const [factor, more] of others) {
		for (let i = 0; i < sum.length; i++) sum[i] += factor * more[i];
	}
	return Float32Array.from(sum);
}

/**
 * The steps that image-to-image runs: the last `int(steps * strength)`, but one at least where the picture may
 * change at all.
 * @param strength 0..1, 1 for text-to-image
 */
export function keptSteps<T>(steps: readonly T[], strength: number): readonly T[] {
	if (!(strength >= 0 && strength <= 1)) throw new RangeError(`a strength of ${strength}`);
	const kept = Math.min(steps.length, Math.floor(steps.length * strength));
	return steps.slice(steps.length - Math.max(kept, strength > 0 ? 1 : 0));
}

/** a x + b y of factors. */
export function mix(a: number, x: Pair, b: number, y: Pair): Pair {
	return {
		latents: a * x.latents + b * y.latents,
		prediction: a * x.prediction + b * y.prediction,
	};
}

/**
 * What a prediction means where latents are sqrt(signal) picture + sqrt(1 - signal) noise: the picture, and the
 * noise.
 */
export function meaning(
	signal: number,
	prediction: Prediction,
): { readonly picture: Pair; readonly noise: Pair } {
	const [a, s] = [Math.sqrt(signal), Math.sqrt(1 - signal)];
	return prediction === 'epsilon'
		? {
				picture: { latents: 1 / a, prediction: -s / a },
				noise: { latents: 0, prediction: 1 },
			}
		: {
				picture: { latents: a, prediction: -s },
				noise: { latents: s, prediction: a },
			};
}
