/** IEEE 754 binary16, which Node 20 has no typed array for. */

const LARGEST_HALF = 65504;
const scratch = new DataView(new ArrayBuffer(4));

/**
 * Rounds to the nearest half, ties to even. Throws RangeError where a half cannot hold the value
 * (beyond +-65504, or not a number).
 */
export function toHalf(value: number): number {
	// 1. What does not fit is refused: an infinity in the weights would ruin a network silently.
	if (!(Math.abs(value) <= LARGEST_HALF)) throw new RangeError(`${value} does not fit into a half`);
	scratch.setFloat32(0, value);
	const bits = scratch.getUint32(0);
	const sign = (bits >>> 16) & 0x8000;
	const exponent = ((bits >>> 23) & 0xff) - 127;
	const mantissa = (bits & 0x7fffff) | 0x800000;
	// 2. Halves below 2^-14 are subnormal: the mantissa loses one more bit for each power of two.
	const shift = exponent < -14 ? 13 + (-14 - exponent) : 13;
	if (shift > 24) return sign;
	// 3. Round to nearest, ties to even. A carry out of the mantissa raises the exponent by itself.
	const kept = mantissa >>> shift;
	const rest = mantissa & ((1 << shift) - 1);
	const middle = 1 << (shift - 1);
	const rounded = kept + (rest > middle || (rest === middle && kept & 1) ? 1 : 0);
	return sign | (exponent < -14 ? rounded : rounded + ((exponent + 14) << 10));
}

/** The number that 16 bits of a half mean. */
export function fromHalf(bits: number): number {
	const sign = bits & 0x8000 ? -1 : 1;
	const exponent = (bits >>> 10) & 0x1f;
	const mantissa = bits & 0x3ff;
	if (exponent === 0x1f) return mantissa ? NaN : sign * Infinity;
	if (exponent === 0) return sign * mantissa * 2 ** -24;
	return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

/** Little-endian halves of all values. Throws RangeError as toHalf does. */
export function encodeHalves(values: Float32Array): Uint8Array {
	const bytes = new Uint8Array(values.length * 2);
	const view = new DataView(bytes.buffer);
	values.forEach((value, i) => view.setUint16(i * 2, toHalf(value), true));
	return bytes;
}

/** Reads little-endian halves. */
export function decodeHalves(bytes: Uint8Array): Float32Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	return Float32Array.from({ length: bytes.length / 2 }, (_, i) =>
		fromHalf(view.getUint16(i * 2, true)),
	);
}
