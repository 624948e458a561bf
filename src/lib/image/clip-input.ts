import { cubic } from './resize';
import type { Pixels } from './warp';

/** Of the pictures that CLIP was trained with; red, green, blue in [0, 1]. */
const MEAN = [0.48145466, 0.4578275, 0.40821073];
const DEVIATION = [0.26862954, 0.26130258, 0.27577711];

/**
 * A picture as CLIP image encoders take it (transformers CLIPImageProcessor over Pillow): the shorter side resized
 * to `side` by an antialiased cubic, the middle cut out, normalised. Returns [3, side, side], row by row.
 */
export function clipImageInput(picture: Pixels, side = 224): Float32Array<ArrayBuffer> {
	const { width, height, data } = picture;
	const shorter = Math.min(width, height);
	// 1. Columns, then rows: between the two Pillow rounds to bytes, and so do we.
	const across = middleTaps(width, Math.floor((side * width) / shorter), side);
	const columns = new Uint8ClampedArray(height * side * 3);
	for (let y = 0, o = 0; y < height; y++) {
		for (const { first, weights } of across) {
			for (let c = 0; c < 3; c++, o++) {
				const start = (y * width + first) * 4 + c;
				columns[o] = weights.reduce((sum, weight, k) => sum + weight * data[start + k * 4], 0);
			}
		}
	}
	const down = middleTaps(height, Math.floor((side * height) / shorter), side);
	const row = side * 3;
	const resized = new Uint8ClampedArray(side * row);
	for (let y = 0, o = 0; y < side; y++) {
		const { first, weights } = down[y];
		for (let i = 0; i < row; i++, o++) {
			const start = first * row + i;
			resized[o] = weights.reduce((sum, weight, k) => sum + weight * columns[start + k * row], 0);
		}
	}
	// 2. Planes.
	const area = side * side;
	return new Float32Array(3 * area).map((_, i) => {
		const channel = Math.floor(i / area);
		return (resized[(i % area) * 3 + channel] / 255 - MEAN[channel]) / DEVIATION[channel];
	});
}

interface Taps {
	/** First source sample. */
	readonly first: number;
	/** Of it and those after it; their sum is 1. */
	readonly weights: readonly number[];
}

/** For the middle `count` of `size` samples that `available` ones are resized to. The kernel ends at the edges. */
function middleTaps(available: number, size: number, count: number): Taps[] {
	const scale = available / size;
	const stretch = Math.max(1, scale);
	const offset = Math.floor((size - count) / 2);
	return Array.from({ length: count }, (_, i) => {
		const centre = (i + offset + 0.5) * scale;
		const first = Math.max(0, Math.floor(centre - 2 * stretch + 0.5));
		const end = Math.min(available, Math.floor(centre + 2 * stretch + 0.5));
		const raw = Array.from({ length: end - first }, (_, k) =>
			cubic((first + k + 0.5 - centre) / stretch),
		);
		const sum = raw.reduce((a, b) => a + b);
		return { first, weights: raw.map((weight) => weight / sum) };
	});
}
