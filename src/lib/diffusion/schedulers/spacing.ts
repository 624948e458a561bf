/** Which steps of training a run of few steps visits; the names are those of diffusers' `timestep_spacing`. */
import { SIGNAL, TRAINED } from './scheduler';

export type Spacing = 'leading' | 'trailing' | 'linspace';

/** Stable Diffusion counts its steps from 1 (`steps_offset`). */
const OFFSET = 1;

/** @param steps 1..1000 @returns falling; `linspace` gives fractions */
export function spaced(steps: number, spacing: Spacing): number[] {
	requireSteps(steps, TRAINED);
	const order = Array.from({ length: steps }, (_, i) => i);
	switch (spacing) {
		case 'leading': {
			const ratio = Math.floor(TRAINED / steps);
			return order.map((i) => (steps - 1 - i) * ratio + OFFSET);
		}
		case 'trailing':
			return order.map((i) => halfToEven(TRAINED - (i * TRAINED) / steps) - 1);
		case 'linspace':
			// One step is the first of the line, which is the end of the run.
			return order.map((i) => (steps > 1 ? ((steps - 1 - i) * (TRAINED - 1)) / (steps - 1) : 0));
	}
}

/**
 * The steps of the solver that consistency models were distilled from, evenly spaced among its 50: multiples of 20
 * less one (LCMScheduler, TCDScheduler). @param steps 1..50
 */
export function consistencySteps(steps: number): number[] {
	const original = 50;
	requireSteps(steps, original);
	const spacing = TRAINED / original;
	return Array.from({ length: steps }, (_, i) => {
		const solver = original - 1 - Math.floor((i * original) / steps);
		return (solver + 1) * spacing - 1;
	});
}

/** @throws RangeError */
export function requireSteps(steps: number, most: number): void {
	if (!Number.isInteger(steps) || steps < 1 || steps > most) {
		throw new RangeError(`${steps} steps, of 1 to ${most}`);
	}
}

/** Ratio of noise to signal at every step of training. */
const SIGMAS = SIGNAL.map((signal) => Math.sqrt((1 - signal) / signal));

/** Ratio of noise to signal at a step of training; between two of them on the line. */
export function sigmaAt(t: number): number {
	const low = Math.floor(t);
	const high = Math.min(low + 1, TRAINED - 1);
	return SIGMAS[low] + (t - low) * (SIGMAS[high] - SIGMAS[low]);
}

/** The step of training with this ratio, between two of them on the line of logarithms. */
export function timestepOf(sigma: number): number {
	const log = Math.log(sigma);
	let low = 0;
	while (low < TRAINED - 2 && SIGMAS[low + 1] <= sigma) low++;
	const [from, to] = [Math.log(SIGMAS[low]), Math.log(SIGMAS[low + 1])];
	return low + Math.min(1, Math.max(0, (log - from) / (to - from)));
}

/** Noise levels of Karras et al. 2022, equation 5 with rho 7. */
export function karras(steps: number, largest: number, smallest: number): number[] {
	const rho = 7;
	const [from, to] = [largest ** (1 / rho), smallest ** (1 / rho)];
	return Array.from({ length: steps }, (_, i) => {
		const share = steps > 1 ? i / (steps - 1) : 0;
		return (from + share * (to - from)) ** rho;
	});
}

/** As NumPy rounds. */
export function halfToEven(value: number): number {
	const rounded = Math.round(value);
	return rounded - value === 0.5 && rounded % 2 ? rounded - 1 : rounded;
}
