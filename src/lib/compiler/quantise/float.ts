import { decodeHalves, encodeHalves } from '$lib/onnx/half';

/** How quantised weights keep their scales: as the activations are, which is what the kernels want. */
export type FloatElement = 'float32' | 'float16';

/** The smallest half that no GPU may take for zero: WGSL lets subnormal ones be flushed. */
const SMALLEST_NORMAL_HALF = 2 ** -14;

export function encodeFloats(values: Float32Array, element: FloatElement): Uint8Array {
	if (element === 'float16') return encodeHalves(values);
	return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

export function decodeFloats(bytes: Uint8Array, element: FloatElement): Float32Array {
	return element === 'float16' ? decodeHalves(bytes) : new Float32Array(bytes.slice().buffer);
}

/** The nearest scale that can be stored and that every GPU multiplies with; quantise by this one. */
export function storableScale(scale: number, element: FloatElement): number {
	if (element === 'float32' || scale === 0) return Math.fround(scale);
	const least = Math.max(Math.abs(scale), SMALLEST_NORMAL_HALF);
	// Halves have 11 significant bits: round there, ties to even do not matter for a scale.
	const unit = 2 ** (Math.floor(Math.log2(least)) - 10);
	return Math.sign(scale) * Math.round(least / unit) * unit;
}
