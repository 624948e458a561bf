import type { Box } from '$lib/domain/geometry';
import { resizeRegion } from '$lib/image/resize';
import type { Pixels } from '$lib/image/warp';

/** What MODNet was trained on (Ke et al., AAAI 2022): its backbone halves the picture five times. */
const SHORT_SIDE = 512;
const MULTIPLE = 32;
/** Longest side; a longer region is squeezed, so that no odd shape takes all memory. */
const LONG_SIDE = 1024;

export interface Size {
	readonly width: number;
	readonly height: number;
}

/** The network's size for a region: the shorter side 512, both multiples of 32, nearly of its shape. */
export function inputSize({ width, height }: Size): Size {
	if (!(width > 0 && height > 0)) throw new RangeError(`a region of ${width} x ${height}`);
	const scale = SHORT_SIDE / Math.min(width, height);
	const side = (length: number) =>
		Math.min(Math.max(Math.floor((length * scale) / MULTIPLE) * MULTIPLE, SHORT_SIDE), LONG_SIDE);
	return { width: side(width), height: side(height) };
}

/**
 * A region of a photo as MODNet reads it.
 * @returns 3 x height x width, RGB, -1..1
 */
export function inputOf(photo: Pixels, region: Box, { width, height }: Size): Float32Array {
	const rgba = resizeRegion(photo, region, width, height);
	const plane = width * height;
	const values = new Float32Array(3 * plane);
	for (let i = 0; i < plane; i++) {
		for (let c = 0; c < 3; c++) values[c * plane + i] = (rgba[4 * i + c] - 127.5) / 127.5;
	}
	return values;
}
