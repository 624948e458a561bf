/** IEEE 754 binary16, which Node 20 has no typed array for. Typed arrays are little-endian, as halves in files are. */

const float = new Float32Array(1);
const bitsOfFloat = new Uint32Array(float.buffer);

/** 65504, the largest half, as float32 bits. */
const LARGEST_HALF = 0x477fe000;
/** 2^-14, the smallest normal half, as float32 bits. */
const SMALLEST_NORMAL = 0x38800000;
/** From the exponent bias of float32 to that of a half, at the mantissa's old place. */
const REBIAS = (127 - 15) << 23;
/** 0.5 as float32 bits: its last mantissa bit is worth 2^-24, as that of a subnormal half. */
const HALF = 0x3f000000;

/**
 * Rounds to the nearest half, ties to even. Throws RangeError where a half cannot hold the value
 * (beyond +-65504, or not a number).
 */
export function toHalf(value: number): number {
	float[0] = value;
	return roundBits(bitsOfFloat[0]);
}

/** Of the bits of a float32. */
function roundBits(bits: number): number {
	const sign = (bits >>> 16) & 0x8000;
	const magnitude = bits & 0x7fffffff;
	// 1. What does not fit is refused: an infinity in the weights would ruin a network silently.
	if (magnitude > LARGEST_HALF) {
		bitsOfFloat[0] = bits;
		throw new RangeError(`${float[0]} does not fit into a half`);
	}
	// 2. Below 2^-14 halves are subnormal: adding 0.5 shifts the mantissa to its place, and the addition
	//    itself rounds to nearest, ties to even.
	if (magnitude < SMALLEST_NORMAL) {
		bitsOfFloat[0] = magnitude;
		float[0] += 0.5;
		return sign | (bitsOfFloat[0] - HALF);
	}
	// 3. Round to nearest, ties to even: half a unit less one, and one more if the kept mantissa is odd.
	//    A carry out of the mantissa raises the exponent by itself.
	return sign | ((magnitude - REBIAS + 0xfff + ((magnitude >>> 13) & 1)) >>> 13);
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
export function encodeHalves(values: Float32Array): Uint8Array<ArrayBuffer> {
	const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
	const halves = new Uint16Array(values.length);
	for (let i = 0; i < halves.length; i++) halves[i] = roundBits(bits[i]);
	return new Uint8Array(halves.buffer);
}

let table: Float32Array | undefined;

/** What every half means; 256 KiB, made when first needed. */
function meanings(): Float32Array {
	return (table ??= Float32Array.from({ length: 0x10000 }, (_, bits) => fromHalf(bits)));
}

/** Reads little-endian halves, at any offset of their buffer. */
export function decodeHalves(bytes: Uint8Array): Float32Array<ArrayBuffer> {
	const aligned = bytes.byteOffset % 2 === 0 ? bytes : bytes.slice();
	const halves = new Uint16Array(aligned.buffer, aligned.byteOffset, aligned.length >> 1);
	const meaning = meanings();
	const values = new Float32Array(halves.length);
	for (let i = 0; i < values.length; i++) values[i] = meaning[halves[i]];
	return values;
}
