/** Mean of differences, one a person, and its 95% interval by the bootstrap over people (percentile, 10,000 draws). */
export function bootstrap(differences: readonly number[], draws = 10_000) {
	const mean = (values: readonly number[]) =>
		values.reduce((sum, value) => sum + value, 0) / values.length;
	let state = 1;
	// Lehmer's generator: the interval is the same at every run.
	const random = () => (state = (state * 48271) % 2147483647) / 2147483647;
	const means = Array.from({ length: draws }, () =>
		mean(differences.map(() => differences[Math.floor(random() * differences.length)])),
	).sort((a, b) => a - b);
	return {
		mean: mean(differences),
		low: means[Math.floor(0.025 * draws)],
		high: means[Math.floor(0.975 * draws)],
	};
}

/** Pearson's correlation. */
export function correlation(xs: readonly number[], ys: readonly number[]): number {
	const centre = (values: readonly number[]) => {
		const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
		return values.map((value) => value - mean);
	};
	const [x, y] = [centre(xs), centre(ys)];
	const dot = (a: readonly number[], b: readonly number[]) =>
		a.reduce((sum, value, i) => sum + value * b[i], 0);
	return dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
}
