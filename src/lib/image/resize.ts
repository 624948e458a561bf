import type { Box } from '$lib/domain/geometry';
import { pixelWords } from './warp';
import type { Pixels } from './warp';

/** Catmull-Rom cubic (Keys 1981, a = -1/2), non-zero on (-2, 2). */
export function cubic(t: number): number {
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
	const count = Math.min(available, Math.ceil(4 * stretch));
	const first = new Int32Array(size);
	const weights = new Float32Array(size * count);
	for (let i = 0; i < size; i++) {
		const centre = start + (i + 0.5) * scale;
		// The kernel is zero at its ends, so that it never holds more than `count` samples.
		const from = Math.floor(centre - 2 * stretch - 0.5) + 1;
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
	if (isCopy(source, region, width, height)) return copyRegion(source, region);
	const across = resampleTaps(region.x, region.width, source.width, width);
	const down = resampleTaps(region.y, region.height, source.height, height);
	// 1. Rows that any output needs, resampled across.
	const top = down.first[0];
	const rows = down.first[height - 1] + down.count - top;
	const middle = new Float32Array(width * rows * 3);
	const { data } = source;
	const { first, weights, count } = across;
	for (let y = 0; y < rows; y++) {
		const line = (y + top) * source.width * 4;
		for (let x = 0, k = 0; x < width; x++) {
			let red = 0;
			let green = 0;
			let blue = 0;
			let p = line + first[x] * 4;
			for (const end = k + count; k < end; k++, p += 4) {
				const w = weights[k];
				red += w * data[p];
				green += w * data[p + 1];
				blue += w * data[p + 2];
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

function isCopy(source: Pixels, { x, y, ...size }: Box, width: number, height: number): boolean {
	const inside = x >= 0 && y >= 0 && x + width <= source.width && y + height <= source.height;
	const whole = Number.isInteger(x) && Number.isInteger(y);
	return inside && whole && size.width === width && size.height === height;
}

function copyRegion(source: Pixels, { x, y, width, height }: Box): Uint8ClampedArray<ArrayBuffer> {
	const out = new Uint8ClampedArray(width * height * 4);
	for (let row = 0; row < height; row++) {
		const from = ((y + row) * source.width + x) * 4;
		out.set(source.data.subarray(from, from + width * 4), row * width * 4);
	}
	const words = new Int32Array(out.buffer);
	for (let i = 0; i < words.length; i++) words[i] |= 0xff << 24;
	return out;
}

/**
 * Averages blocks of factor x factor pixels; what is left over at the right and bottom is averaged over
 * what is there. The result is opaque.
 */
export function reducePixels(source: Pixels, factor: number): Pixels {
	if (factor === 1) return source;
	if (factor % 2 === 0 && source.width % factor === 0 && source.height % factor === 0)
		return reducePixels(halvePixels(source), factor / 2);
	const width = Math.ceil(source.width / factor);
	const height = Math.ceil(source.height / factor);
	const from = pixelWords(source);
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0, o = 0; y < height; y++) {
		const bottom = Math.min((y + 1) * factor, source.height);
		for (let x = 0; x < width; x++, o += 4) {
			const left = x * factor;
			const right = Math.min(left + factor, source.width);
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let v = y * factor; v < bottom; v++) {
				const row = v * source.width;
				for (let p = row + left; p < row + right; p++) {
					const word = from[p];
					red += word & 255;
					green += (word >>> 8) & 255;
					blue += (word >>> 16) & 255;
				}
			}
			const scale = 1 / ((right - left) * (bottom - y * factor));
			data[o] = red * scale;
			data[o + 1] = green * scale;
			data[o + 2] = blue * scale;
			data[o + 3] = 255;
		}
	}
	return { width, height, data };
}

/** Averages blocks of 2 x 2 pixels of a picture with even sides, to whole numbers. Opaque. */
function halvePixels(source: Pixels): Pixels {
	const width = source.width / 2;
	const height = source.height / 2;
	const from = pixelWords(source);
	const words = new Int32Array(width * height);
	// Red and blue are summed in one number: each sum takes ten bits of its sixteen.
	const RED_BLUE = 0xff00ff;
	for (let y = 0, o = 0; y < height; y++) {
		let p = 2 * y * source.width;
		for (let x = 0; x < width; x++, o++, p += 2) {
			const a = from[p];
			const b = from[p + 1];
			const c = from[p + source.width];
			const d = from[p + source.width + 1];
			const redBlue = (a & RED_BLUE) + (b & RED_BLUE) + (c & RED_BLUE) + (d & RED_BLUE);
			const green = ((a >>> 8) & 255) + ((b >>> 8) & 255) + ((c >>> 8) & 255) + ((d >>> 8) & 255);
			// Halves go to the even neighbour, as storing into clamped bytes rounds.
			const redBlueMean = (redBlue + 0x10001 + ((redBlue >>> 2) & 0x10001)) >>> 2;
			const greenMean = (green + 1 + ((green >>> 2) & 1)) >>> 2;
			words[o] = (0xff << 24) | (redBlueMean & RED_BLUE) | (greenMean << 8);
		}
	}
	return { width, height, data: new Uint8ClampedArray(words.buffer) };
}
