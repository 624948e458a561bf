import type { Affine, Box, Point } from '$lib/domain/geometry';

/** Pixels in JavaScript memory: RGBA, 8 bit, row-major; alpha is ignored by everything here. */
export interface Pixels {
	readonly width: number;
	readonly height: number;
	readonly data: Uint8ClampedArray | Uint8Array;
}

/**
 * One number a pixel: red in its lowest byte, alpha in its highest. A view of the same memory where that
 * is aligned; every machine that browsers run on stores the lowest byte first. Signed, since opaque
 * pixels are then small numbers, which engines need not allocate.
 */
export function pixelWords({ data, width, height }: Pixels): Int32Array {
	const aligned = data.byteOffset % 4 === 0 ? data : new Uint8Array(data);
	return new Int32Array(aligned.buffer, aligned.byteOffset, width * height);
}

export const IDENTITY: Affine = [1, 0, 0, 0, 1, 0];

/** The image of a point. */
export function applyAffine(m: Affine, x: number, y: number): Point {
	return { x: m[0] * x + m[1] * y + m[2], y: m[3] * x + m[4] * y + m[5] };
}

/** The map that applies `first`, then `second`. */
export function composeAffine(second: Affine, first: Affine): Affine {
	const [a, b, c, d, e, f] = second;
	const [g, h, i, j, k, l] = first;
	return [
		a * g + b * j,
		a * h + b * k,
		a * i + b * l + c,
		d * g + e * j,
		d * h + e * k,
		d * i + e * l + f,
	];
}

/** The inverse map. Throws RangeError when the map is singular. */
export function invertAffine(m: Affine): Affine {
	const [a, b, c, d, e, f] = m;
	const det = a * e - b * d;
	if (!Number.isFinite(1 / det)) throw new RangeError('A singular affine map has no inverse.');
	return [e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det];
}

/** Edge length of the image of a unit square: how many source pixels an output pixel spans. */
export function affineScale(m: Affine): number {
	return Math.sqrt(Math.abs(m[0] * m[4] - m[1] * m[3]));
}

/** The square of `side` pixels, rotated by `angle` (clockwise in the picture) about `centre`, as a map from size x size. */
export function squareToSource(centre: Point, side: number, angle: number, size: number): Affine {
	const k = side / size;
	const cos = Math.cos(angle) * k;
	const sin = Math.sin(angle) * k;
	const half = size / 2;
	return [cos, -sin, centre.x - (cos - sin) * half, sin, cos, centre.y - (sin + cos) * half];
}

/** Smallest box around the image of the rectangle (0, 0, width, height). */
export function affineBounds(m: Affine, width: number, height: number): Box {
	const corners = [
		applyAffine(m, 0, 0),
		applyAffine(m, width, 0),
		applyAffine(m, 0, height),
		applyAffine(m, width, height),
	];
	const xs = corners.map((p) => p.x);
	const ys = corners.map((p) => p.y);
	const x = Math.min(...xs);
	const y = Math.min(...ys);
	return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

export interface WarpOptions {
	/** Side of the square output in pixels. */
	readonly size: number;
	/** Order of the output's channels. */
	readonly order: 'rgb' | 'bgr';
	/** Each 0..255 channel becomes value x gain + bias; one bias per output channel. */
	readonly gain: number;
	readonly bias: readonly [number, number, number];
	/** Outside the source: the nearest edge pixel, or black. */
	readonly border: 'replicate' | 'black';
}

/**
 * Samples a square of colours for a network, channel by channel (3 x size x size): bilinear, averaged over a grid of taps where an
 * output pixel spans several source pixels.
 * @param toSource maps continuous output coordinates to continuous source coordinates
 */
export function warpColours(source: Pixels, toSource: Affine, options: WarpOptions): Float32Array {
	const { size, order, gain, bias, border } = options;
	const { width, height } = source;
	const words = pixelWords(source);
	const out = new Float32Array(size * size * 3);
	const taps = Math.max(1, Math.round(affineScale(toSource)));
	const weight = gain / (taps * taps);
	const [a, b, c, d, e, f] = toSource;
	const black = border === 'black';
	const right = width - 1;
	const bottom = height - 1;
	const red0 = order === 'rgb' ? 0 : 2 * size * size;
	const green0 = size * size;
	const blue0 = 2 * size * size - red0;
	const [redBias, greenBias, blueBias] = order === 'rgb' ? bias : [bias[2], bias[1], bias[0]];
	for (let j = 0, o = 0; j < size; j++) {
		for (let i = 0; i < size; i++, o++) {
			let red = 0;
			let green = 0;
			let blue = 0;
			for (let v = 0; v < taps; v++) {
				const y0 = j + (v + 0.5) / taps;
				for (let u = 0; u < taps; u++) {
					const x0 = i + (u + 0.5) / taps;
					// 1. Where the tap falls; pixel centres lie at halves.
					let x = a * x0 + b * y0 + c - 0.5;
					let y = d * x0 + e * y0 + f - 0.5;
					if (black && (x < -0.5 || y < -0.5 || x > right + 0.5 || y > bottom + 0.5)) continue;
					x = x < 0 ? 0 : x > right ? right : x;
					y = y < 0 ? 0 : y > bottom ? bottom : y;
					// 2. Bilinear weights of its four neighbours.
					const left = x | 0;
					const top = y | 0;
					const fx = x - left;
					const fy = y - top;
					const p = top * width + left;
					const p00 = words[p];
					if (fx === 0 && fy === 0) {
						red += p00 & 255;
						green += (p00 >>> 8) & 255;
						blue += (p00 >>> 16) & 255;
						continue;
					}
					const q = left < right ? 1 : 0;
					const below = top < bottom ? p + width : p;
					const p01 = words[p + q];
					const p10 = words[below];
					const p11 = words[below + q];
					const w11 = fx * fy;
					const w01 = fx - w11;
					const w10 = fy - w11;
					const w00 = 1 - fx - w10;
					red += w00 * (p00 & 255) + w01 * (p01 & 255) + w10 * (p10 & 255) + w11 * (p11 & 255);
					green +=
						w00 * ((p00 >>> 8) & 255) +
						w01 * ((p01 >>> 8) & 255) +
						w10 * ((p10 >>> 8) & 255) +
						w11 * ((p11 >>> 8) & 255);
					blue +=
						w00 * ((p00 >>> 16) & 255) +
						w01 * ((p01 >>> 16) & 255) +
						w10 * ((p10 >>> 16) & 255) +
						w11 * ((p11 >>> 16) & 255);
				}
			}
			out[o + red0] = red * weight + redBias;
			out[o + green0] = green * weight + greenBias;
			out[o + blue0] = blue * weight + blueBias;
		}
	}
	return out;
}
