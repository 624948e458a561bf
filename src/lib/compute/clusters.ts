import type { Triple } from './oklab';

/**
 * k-means of weighted points (Lloyd 1982), started from points that lie far from each other (Gonzalez 1985), so that
 * the same points always give the same clusters.
 * @param points interleaved triples
 * @param weights one a point, > 0
 * @returns at most `count` centres, the darkest (first coordinate) first
 */
export function clusters(
	points: Float32Array,
	weights: Float32Array,
	count: number,
	rounds = 12,
): Triple[] {
	const n = weights.length;
	if (n === 0) throw new RangeError('clusters: no points');
	const distance = (i: number, [x, y, z]: Triple) =>
		(points[3 * i] - x) ** 2 + (points[3 * i + 1] - y) ** 2 + (points[3 * i + 2] - z) ** 2;
	const point = (i: number): Triple => [points[3 * i], points[3 * i + 1], points[3 * i + 2]];
	// 1. Start: the weighted mean's nearest point, then always the farthest by weight.
	let centres: Triple[] = [weightedMean(points, weights)];
	const nearest = new Float32Array(n).fill(Infinity);
	while (centres.length < Math.min(count, n)) {
		const last = centres[centres.length - 1];
		let farthest = 0;
		for (let i = 0; i < n; i++) {
			nearest[i] = Math.min(nearest[i], distance(i, last));
			if (nearest[i] * weights[i] > nearest[farthest] * weights[farthest]) farthest = i;
		}
		centres.push(point(farthest));
	}
	// 2. Move each centre to the mean of what lies nearest to it; the empty ones go.
	for (let round = 0; round < rounds; round++) {
		const sums = centres.map(() => [0, 0, 0, 0]);
		for (let i = 0; i < n; i++) {
			const sum = sums[nearestCentre(centres, points[3 * i], points[3 * i + 1], points[3 * i + 2])];
			for (let c = 0; c < 3; c++) sum[c] += weights[i] * points[3 * i + c];
			sum[3] += weights[i];
		}
		centres = sums
			.filter(([, , , weight]) => weight > 0)
			.map(([x, y, z, weight]): Triple => [x / weight, y / weight, z / weight]);
	}
	return centres.sort((p, q) => p[0] - q[0]);
}

/** Index of the centre that lies nearest. */
export function nearestCentre(centres: readonly Triple[], x: number, y: number, z: number): number {
	let best = 0;
	let least = Infinity;
	for (let j = 0; j < centres.length; j++) {
		const [cx, cy, cz] = centres[j];
		const d = (x - cx) * (x - cx) + (y - cy) * (y - cy) + (z - cz) * (z - cz);
		if (d < least) {
			least = d;
			best = j;
		}
	}
	return best;
}

function weightedMean(points: Float32Array, weights: Float32Array): Triple {
	const sum = [0, 0, 0, 0];
	for (let i = 0; i < weights.length; i++) {
		for (let c = 0; c < 3; c++) sum[c] += weights[i] * points[3 * i + c];
		sum[3] += weights[i];
	}
	return [sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]];
}
