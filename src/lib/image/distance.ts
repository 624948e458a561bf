/**
 * Euclidean distance from every pixel to the nearest pixel that is set, in pixels
 * (Felzenszwalb and Huttenlocher, "Distance Transforms of Sampled Functions", 2012).
 * Row-major; Infinity everywhere when none is set.
 */
export function distanceTo(set: Uint8Array, width: number, height: number): Float32Array {
	const squared = new Float32Array(width * height);
	for (let i = 0; i < squared.length; i++) squared[i] = set[i] ? 0 : Infinity;
	// The squared distance separates: down every column, then along every row.
	const line = new LineTransform(Math.max(width, height));
	for (let x = 0; x < width; x++) line.run(squared, x, width, height);
	for (let y = 0; y < height; y++) line.run(squared, y * width, 1, width);
	return squared.map(Math.sqrt);
}

/** The lower envelope of the parabolas f(q) + (p - q)^2 along one line. */
class LineTransform {
	readonly #values: Float64Array;
	readonly #apexes: Int32Array;
	readonly #starts: Float64Array;

	constructor(length: number) {
		this.#values = new Float64Array(length);
		this.#apexes = new Int32Array(length);
		this.#starts = new Float64Array(length + 1);
	}

	/** Replaces the `count` values at first, first + stride, ... */
	run(f: Float32Array, first: number, stride: number, count: number): void {
		const values = this.#values;
		const apexes = this.#apexes;
		const starts = this.#starts;
		for (let i = 0; i < count; i++) values[i] = f[first + i * stride];

		// 1. Build the envelope from left to right.
		let last = -1;
		for (let q = 0; q < count; q++) {
			if (values[q] === Infinity) continue;
			let start = -Infinity;
			while (last >= 0) {
				const v = apexes[last];
				start = (values[q] + q * q - values[v] - v * v) / (2 * (q - v));
				if (start > starts[last]) break;
				last--;
			}
			if (last < 0) start = -Infinity;
			apexes[++last] = q;
			starts[last] = start;
		}
		if (last < 0) return;
		starts[last + 1] = Infinity;

		// 2. Read it off.
		for (let p = 0, k = 0; p < count; p++) {
			while (starts[k + 1] < p) k++;
			const distance = p - apexes[k];
			f[first + p * stride] = distance * distance + values[apexes[k]];
		}
	}
}
