/** Pixels as autoencoders take and give them: three planes in -1..1. */

/** RGBA, 8 bit, to [3, height, width]; alpha is not read. */
export function toPlanes(rgba: Uint8ClampedArray): Float32Array<ArrayBuffer> {
	const pixels = rgba.length / 4;
	const planes = new Float32Array(3 * pixels);
	for (let i = 0; i < pixels; i++) {
		for (let c = 0; c < 3; c++) planes[c * pixels + i] = rgba[4 * i + c] / 127.5 - 1;
	}
	return planes;
}

/** [3, height, width], clipped to -1..1, to opaque RGBA, rounded to the nearest. */
export function fromPlanes(planes: Float32Array): Uint8ClampedArray<ArrayBuffer> {
	const pixels = planes.length / 3;
	const rgba = new Uint8ClampedArray(4 * pixels).fill(255);
	for (let i = 0; i < pixels; i++) {
		for (let c = 0; c < 3; c++) rgba[4 * i + c] = (planes[c * pixels + i] + 1) * 127.5;
	}
	return rgba;
}
