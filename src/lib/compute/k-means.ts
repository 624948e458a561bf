import { lattice } from './noise';

/** Points are rounded to this before they are grouped, so that devices agree on the groups. */
const GRAIN = 512;

/**
 * Centres of k groups of points in three dimensions (Lloyd 1982), begun far apart (k-means++, Arthur and
 * Vassilvitskii 2007). The same points and seed give the same centres everywhere.
 * @param points n x 3
 * @param weights n, or null: all alike
 * @param k at least 1; fewer different points than k give repeated centres
 * @returns k x 3, in ascending order of the first coordinate
 * Throws a RangeError without points.
 */
export function kMeans(
	points: Float32Array,
	weights: Float32Array | null,
	k: number,
	seed: number,
	iterations = 12,
): Float32Array {
	const n = points.length / 3;
	if (n === 0) throw new RangeError('k-means: no points');
	const rounded = points.map((v) => Math.round(v * GRAIN) / GRAIN);
	const centres = firstCentres(rounded, weights, k, seed);
	const sums = new Float64Array(4 * k);
	for (let round = 0; round < iterations; round++) {
		sums.fill(0);
		for (let i = 0; i < n; i++) {
			const o = 4 * nearestCentre(centres, rounded[3 * i], rounded[3 * i + 1], rounded[3 * i + 2]);
			const w = weights ? weights[i] : 1;
			sums[o] += w * rounded[3 * i];
			sums[o + 1] += w * rounded[3 * i + 1];
			sums[o + 2] += w * rounded[3 * i + 2];
			sums[o + 3] += w;
		}
		for (let j = 0; j < k; j++) {
			if (sums[4 * j + 3] <= 0) continue;
			for (let c = 0; c < 3; c++) centres[3 * j + c] = sums[4 * j + c] / sums[4 * j + 3];
		}
	}
	const order = Array.from({ length: k }, (_, j) => j).sort(
		(a, b) => centres[3 * a] - centres[3 * b],
	);
	return Float32Array.from(
		{ length: 3 * k },
		(_, i) => centres[3 * order[Math.floor(i / 3)] + (i % 3)],
	);
}

/** Index of the centre (k x 3) that is nearest to a point; the first of equals. */
export function nearestCentre(centres: Float32Array, x: number, y: number, z: number): number {
	let best = 0;
	let least = Infinity;
	for (let o = 0, j = 0; o < centres.length; o += 3, j++) {
		const dx = centres[o] - x;
		const dy = centres[o + 1] - y;
		const dz = centres[o + 2] - z;
		const distance = dx * dx + dy * dy + dz * dz;
		if (distance < least) {
			least = distance;
			best = j;
		}
	}
	return best;
}

/** Every next centre is a point drawn by its weight times its squared distance to the centres so far. */
function firstCentres(
	points: Float32Array,
	weights: Float32Array | null,
	k: number,
	seed: number,
): Float32Array {
	const n = points.length / 3;
	const centres = new Float32Array(3 * k);
	const distance = new Float64Array(n).fill(Infinity);
	let chosen = Math.min(Math.floor(lattice(0, 0, seed) * n), n - 1);
	for (let j = 0; j < k; j++) {
		centres.set(points.subarray(3 * chosen, 3 * chosen + 3), 3 * j);
		let total = 0;
		for (let i = 0; i < n; i++) {
			const dx = points[3 * i] - centres[3 * j];
			const dy = points[3 * i + 1] - centres[3 * j + 1];
			const dz = points[3 * i + 2] - centres[3 * j + 2];
			distance[i] = Math.min(
				distance[i],
				(weights ? weights[i] : 1) * (dx * dx + dy * dy + dz * dz),
			);
			total += distance[i];
		}
		let left = lattice(j + 1, 0, seed) * total;
		chosen = 0;
		while (chosen < n - 1 && left >= distance[chosen]) left -= distance[chosen++];
	}
	return centres;
}
