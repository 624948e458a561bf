/**
 * Exact Euclidean distance of every pixel to the nearest pixel outside the mask, in pixels; 0 outside,
 * Infinity everywhere when nothing is outside. The border of the picture is no outside.
 * Felzenszwalb, Huttenlocher: "Distance Transforms of Sampled Functions" (2012), linear time.
 * @param mask width x height; a pixel is inside where it is not 0
 */
export function distanceTransform(mask: Uint8Array, width: number, height: number): Float32Array {
	const squared = new Float32Array(mask.length);
	for (let i = 0; i < mask.length; i++) squared[i] = mask[i] === 0 ? 0 : Infinity;
	const longest = Math.max(width, height);
	const work: Work = {
		f: new Float64Array(longest),
		v: new Int32Array(longest),
		z: new Float64Array(longest + 1),
	};
	for (let x = 0; x < width; x++) transformLine(squared, x, width, height, work);
	for (let y = 0; y < height; y++) transformLine(squared, y * width, 1, width, work);
	for (let i = 0; i < squared.length; i++) squared[i] = Math.sqrt(squared[i]);
	return squared;
}

interface Work {
	/** The sampled function along the line. */
	readonly f: Float64Array;
	/** Positions of the parabolas in the lower envelope. */
	readonly v: Int32Array;
	/** Boundaries between them. */
	readonly z: Float64Array;
}

/** Lower envelope of the parabolas f(q) + (p - q)^2 along one line, in place. */
function transformLine(
	data: Float32Array,
	base: number,
	step: number,
	length: number,
	{ f, v, z }: Work,
): void {
	// 1. The envelope, left to right; samples at infinity have no parabola.
	let k = -1;
	for (let q = 0; q < length; q++) {
		f[q] = data[base + q * step];
		if (f[q] === Infinity) continue;
		let s = -Infinity;
		while (k >= 0) {
			s = (f[q] + q * q - (f[v[k]] + v[k] * v[k])) / (2 * (q - v[k]));
			if (s > z[k]) break;
			k--;
		}
		k++;
		v[k] = q;
		z[k] = k === 0 ? -Infinity : s;
		z[k + 1] = Infinity;
	}
	if (k < 0) return;
	// 2. Its values.
	for (let p = 0, j = 0; p < length; p++) {
		while (z[j + 1] < p) j++;
		data[base + p * step] = (p - v[j]) ** 2 + f[v[j]];
	}
}
