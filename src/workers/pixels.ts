import type { CpuPlane } from '$lib/compute/kernel';

/** sRGB in 0..1 (3 channels) to opaque RGBA, 8 bit, rounded to the nearest. */
export function toRgba({ width, height, data }: CpuPlane): Uint8ClampedArray<ArrayBuffer> {
	const rgba = new Uint8ClampedArray(width * height * 4);
	for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
		rgba[to] = data[from] * 255;
		rgba[to + 1] = data[from + 1] * 255;
		rgba[to + 2] = data[from + 2] * 255;
		rgba[to + 3] = 255;
	}
	return rgba;
}

/** One channel in 0..1 to 8 bit, rounded to the nearest. */
export function toGrey({ data }: CpuPlane): Uint8ClampedArray<ArrayBuffer> {
	return Uint8ClampedArray.from(data, (value) => value * 255);
}
