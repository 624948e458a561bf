import type { Curve } from '../../src/lib/likeness/calibration';

export interface VerificationRow {
	/** False accepts among pairs of different people, 0..1. */
	readonly far: number;
	/** Cosine above which a pair is accepted. */
	readonly threshold: number;
	/** True accepts among pairs of the same person, 0..1. */
	readonly tar: number;
}

/** True accepts at the usual rates of false accepts. */
export function verification(
	same: readonly number[],
	different: readonly number[],
	rates: readonly number[] = [0.01, 0.001],
): VerificationRow[] {
	const falling = [...different].sort((a, b) => b - a);
	return rates.map((far) => {
		const threshold = falling[Math.floor(falling.length * far)];
		const tar = same.filter((cosine) => cosine > threshold).length / same.length;
		return { far, threshold: round(threshold), tar: round(tar) };
	});
}

/**
 * The likeness curve. Its knots:
 * 0: where hardly any two people are less alike (1st percentile of different people);
 * 20: two people taken at random (their median);
 * 50: as likely the same person as another (equal densities of two Gaussians, prior 1:1);
 * 85: two photos of one person (their median);
 * 100: the same picture.
 */
export function curveFrom(same: readonly number[], different: readonly number[]): Curve {
	const knots: [number, number][] = [
		[quantile(different, 0.01), 0],
		[quantile(different, 0.5), 20],
		[equalOdds(same, different), 50],
		[quantile(same, 0.5), 85],
		[1, 100],
	];
	for (const [i, [cosine]] of knots.entries())
		if (i > 0 && cosine <= knots[i - 1][0])
			throw new Error('These pairs do not tell people apart: the curve would not rise.');
	return knots.map(([cosine, score]) => [round(cosine), score]);
}

/** The cosine between the two means at which both Gaussians are equally dense. */
export function equalOdds(same: readonly number[], different: readonly number[]): number {
	const [s, d] = [gaussian(same), gaussian(different)];
	const logRatio = (x: number) =>
		Math.log(d.sigma / s.sigma) +
		((x - d.mean) / d.sigma) ** 2 / 2 -
		((x - s.mean) / s.sigma) ** 2 / 2;
	let [low, high] = [d.mean, s.mean];
	for (let i = 0; i < 60; i++) {
		const middle = (low + high) / 2;
		if (logRatio(middle) < 0) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

function gaussian(values: readonly number[]): { mean: number; sigma: number } {
	const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
	const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
	return { mean, sigma: Math.sqrt(variance) };
}

function quantile(values: readonly number[], share: number): number {
	const rising = [...values].sort((a, b) => a - b);
	return rising[Math.min(rising.length - 1, Math.floor(rising.length * share))];
}

function round(value: number): number {
	return Math.round(value * 1e4) / 1e4;
}
