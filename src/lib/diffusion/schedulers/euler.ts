import { blend, keptSteps, sigmaAt, TRAINED, type Sampler } from './scheduler';

/**
 * Euler's method on the probability flow (Karras et al. 2022, algorithm 2 without noise), with timesteps counted
 * from the end (`trailing`): what the turbo models were made for. Follows diffusers' EulerDiscreteScheduler.
 * @param steps 1..1000
 * @param strength of image-to-image, 0..1
 */
export function eulerTrailing(steps: number, strength = 1): Sampler {
	const all = Array.from(
		{ length: steps },
		(_, i) => halfToEven(TRAINED - (i * TRAINED) / steps) - 1,
	);
	const timesteps = keptSteps(all, strength);
	const sigma = (step: number) => (step < timesteps.length ? sigmaAt(timesteps[step]) : 0);
	return {
		timesteps,
		stochastic: false,
		start: (noise, picture) =>
			picture ? blend(1, picture, sigma(0), noise) : noise.map((value) => value * sigma(0)),
		modelInput(latents, step) {
			const size = Math.sqrt(sigma(step) ** 2 + 1);
			return latents.map((value) => value / size);
		},
		// For a prediction of the noise that is the slope.
		next: (latents, prediction, step) =>
			blend(1, latents, sigma(step + 1) - sigma(step), prediction),
	};
}

/** As NumPy rounds. */
function halfToEven(value: number): number {
	const rounded = Math.round(value);
	return rounded - value === 0.5 && rounded % 2 ? rounded - 1 : rounded;
}
