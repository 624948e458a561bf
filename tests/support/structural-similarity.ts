/**
 * Mean structural similarity of two colour pictures (Wang, Bovik, Sheikh and Simoncelli 2004): luma (BT.601),
 * Gaussian window of 11 x 11 pixels with sigma 1.5, K1 = .01, K2 = .03, windows inside the picture only.
 * @param a, b sRGB 0..1, width x height x 3
 * @returns 1 for equal pictures
 */
export function structuralSimilarity(
	a: Float32Array,
	b: Float32Array,
	width: number,
	height: number,
): number {
	const [x, y] = [luma(a), luma(b)];
	const times = (p: Float64Array, q: Float64Array) => p.map((v, i) => v * q[i]);
	const blur = (plane: Float64Array) => windows(plane, width, height);
	const [mx, my] = [blur(x), blur(y)];
	const [xx, yy, xy] = [blur(times(x, x)), blur(times(y, y)), blur(times(x, y))];
	let sum = 0;
	for (let i = 0; i < mx.length; i++) {
		const means = mx[i] * my[i];
		const squares = mx[i] * mx[i] + my[i] * my[i];
		const variances = xx[i] + yy[i] - squares;
		sum += ((2 * means + C1) * (2 * (xy[i] - means) + C2)) / ((squares + C1) * (variances + C2));
	}
	return sum / mx.length;
}

const C1 = 0.01 ** 2;
const C2 = 0.03 ** 2;
const SIZE = 11;
const WINDOW = (() => {
	const raw = Array.from({ length: SIZE }, (_, i) => Math.exp(-((i - 5) ** 2) / (2 * 1.5 ** 2)));
	const total = raw.reduce((sum, w) => sum + w, 0);
	return raw.map((w) => w / total);
})();

function luma(rgb: Float32Array): Float64Array {
	return Float64Array.from(
		{ length: rgb.length / 3 },
		(_, i) => 0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2],
	);
}

/** Weighted means of all windows that lie inside. */
function windows(plane: Float64Array, width: number, height: number): Float64Array {
	const columns = width - SIZE + 1;
	const across = new Float64Array(columns * height);
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < columns; x++) {
			for (let i = 0; i < SIZE; i++) {
				across[y * columns + x] += WINDOW[i] * plane[y * width + x + i];
			}
		}
	}
	const means = new Float64Array(columns * (height - SIZE + 1));
	for (let i = 0; i < means.length; i++) {
		for (let j = 0; j < SIZE; j++) means[i] += WINDOW[j] * across[i + j * columns];
	}
	return means;
}
