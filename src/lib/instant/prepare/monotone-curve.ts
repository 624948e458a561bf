/**
 * Monotone cubic through points (Fritsch, Butland 1984; the "pchip" of MATLAB and SciPy): never
 * overshoots, so lightness keeps its order.
 * @param xs strictly ascending, at least three
 * @returns a function that is constant outside the first and the last point
 */
export function monotoneCurve(xs: readonly number[], ys: readonly number[]): (x: number) => number {
	const n = xs.length;
	if (n < 3 || ys.length !== n) throw new RangeError('monotoneCurve: needs three points or more');
	const h = xs.slice(1).map((x, i) => x - xs[i]);
	if (h.some((step) => !(step > 0))) throw new RangeError('monotoneCurve: x must ascend');
	const delta = h.map((step, i) => (ys[i + 1] - ys[i]) / step);
	// 1. Slopes: weighted harmonic means inside, one-sided three-point estimates at the ends.
	const slopes = xs.map((_, i) => {
		if (i === 0) return endSlope(h[0], h[1], delta[0], delta[1]);
		if (i === n - 1) return endSlope(h[n - 2], h[n - 3], delta[n - 2], delta[n - 3]);
		if (delta[i - 1] * delta[i] <= 0) return 0;
		const w1 = 2 * h[i] + h[i - 1];
		const w2 = h[i] + 2 * h[i - 1];
		return (w1 + w2) / (w1 / delta[i - 1] + w2 / delta[i]);
	});
	// 2. Hermite pieces.
	return (x) => {
		if (x <= xs[0]) return ys[0];
		if (x >= xs[n - 1]) return ys[n - 1];
		let i = 0;
		while (x > xs[i + 1]) i++;
		const t = (x - xs[i]) / h[i];
		const s = 1 - t;
		return (
			ys[i] * (1 + 2 * t) * s * s +
			slopes[i] * h[i] * t * s * s +
			ys[i + 1] * t * t * (3 - 2 * t) -
			slopes[i + 1] * h[i] * t * t * s
		);
	};
}

function endSlope(h0: number, h1: number, delta0: number, delta1: number): number {
	const slope = ((2 * h0 + h1) * delta0 - h0 * delta1) / (h0 + h1);
	if (slope * delta0 <= 0) return 0;
	if (delta0 * delta1 <= 0 && Math.abs(slope) > 3 * Math.abs(delta0)) return 3 * delta0;
	return slope;
}
