import type { Box } from '$lib/domain/geometry';
import type { Pixels } from './warp';

/** Catmull-Rom cubic (Keys 1981, a = -1/2), non-zero on (-2, 2). */
function cubic(t: number): number {
	const x = Math.abs(t);
	if (x < 1) return 1 + x * x * (1.5 * x - 2.5);
	if (x < 2) return 2 + x * (-4 + x * (2.5 - 0.5 * x));
	return 0;
}

interface Taps {
	readonly count: number;
	/** First source index of each output sample. */
	readonly first: Int32Array;
	/** Output samples x count. */
	readonly weights: Float32Array;
}

/** Weights that resample [start, start + length) of `available` samples to `size` samples. */
function resampleTaps(start: number, length: number, available: number, size: number): Taps {
	const scale = length / size;
	// A kernel as wide as the reduction is its own low-pass filter.
	const stretch = Math.max(1, scale);
	const count = Math.min(available, Math.ceil(4 * stretch) + 1);
	const first = new Int32Array(size);
	const weights = new Float32Array(size * count);
	for (let i = 0; i < size; i++) {
		const centre = start + (i + 0.5) * scale;
		const from = Math.ceil(centre - 2 * stretch - 0.5);
		first[i] = Math.min(Math.max(from, 0), available - count);
		let sum = 0;
		for (let k = from; k + 0.5 < centre + 2 * stretch; k++) {
			const w = cubic((k + 0.5 - centre) / stretch);
			// Beyond the edge the edge sample stands in.
			const inside = Math.min(Math.max(k, 0), available - 1) - first[i];
			weights[i * count + Math.min(Math.max(inside, 0), count - 1)] += w;
			sum += w;
		}
		for (let k = 0; k < count; k++) weights[i * count + k] /= sum;
	}
	return { count, first, weights };
}

/**
 * Resamples a region to width x height opaque RGBA with a separable cubic that is stretched by the
 * reduction, so that neither enlarging nor reducing leaves steps or aliases.
 * @param region may have fractional edges; what lies outside the source repeats the edge
 */
export function resizeRegion(
	source: Pixels,
	region: Box,
	width: number,
	height: number,
): Uint8ClampedArray<ArrayBuffer> {
	const across = resampleTaps(region.x, region.width, source.width, width);
	const down = resampleTaps(region.y, region.height, source.height, height);
	// 1. Rows that any output needs, resampled across.
	const top = down.first[0];
	const rows = down.first[height - 1] + down.count - top;
	const middle = new Float32Array(width * rows * 3);
	for (let y = 0; y < rows; y++) {
		const line = (y + top) * source.width * 4;
		for (let x = 0; x < width; x++) {
			let red = 0;
			let green = 0;
			let blue = 0;
			let p = line + across.first[x] * 4;
			for (let k = x * across.count; k < (x + 1) * across.count; k++, p += 4) {
				const w = across.weights[k];
				red += w * source.data[p];
				green += w * source.data[p + 1];
				blue += w * source.data[p + 2];
			}
			const o = (y * width + x) * 3;
			middle[o] = red;
			middle[o + 1] = green;
			middle[o + 2] = blue;
		}
	}
	// 2. Columns, row by row of the output.
	const out = new Uint8ClampedArray(width * height * 4);
	const sums = new Float32Array(width * 3);
	for (let y = 0; y < height; y++) {
		sums.fill(0);
		for (let k = 0; k < down.count; k++) {
			const w = down.weights[y * down.count + k];
			if (w === 0) continue;
			const line = (down.first[y] - top + k) * width * 3;
			for (let i = 0; i < sums.length; i++) sums[i] += w * middle[line + i];
		}
		for (let x = 0, o = y * width * 4; x < width; x++, o += 4) {
			out[o] = sums[x * 3];
			out[o + 1] = sums[x * 3 + 1];
			out[o + 2] = sums[x * 3 + 2];
			out[o + 3] = 255;
		}
	}
	return out;
}

/** Averages blocks of factor x factor pixels; what is left over at the right and bottom is averaged over what is there. */
export function reducePixels(source: Pixels, factor: number): Pixels {
	const width = Math.ceil(source.width / factor);
	const height = Math.ceil(source.height / factor);
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y++) {
		const bottom = Math.min((y + 1) * factor, source.height);
		for (let x = 0; x < width; x++) {
			const right = Math.min((x + 1) * factor, source.width);
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let v = y * factor; v < bottom; v++) {
				for (
					let p = (v * source.width + x * factor) * 4;
					p < (v * source.width + right) * 4;
					p += 4
				) {
					red += source.data[p];
					green += source.data[p + 1];
					blue += source.data[p + 2];
				}
			}
			const n = (bottom - y * factor) * (right - x * factor);
			const o = (y * width + x) * 4;
			data[o] = red / n;
			data[o + 1] = green / n;
			data[o + 2] = blue / n;
			data[o + 3] = 255;
		}
	}
	return { width, height, data };
}
