/** What the SIMD kernels of quantise compute, as loops: they have to give these bits. */
import {
	encodeFloats,
	storableScale,
	type FloatElement,
} from '../../src/lib/compiler/quantise/float';
import { BLOCK } from '../../src/lib/compiler/quantise/int4-block';

const MIDDLE = 8;
const LARGEST_NIBBLE = 15;
const LARGEST = 127;

/**
 * What the value of largest magnitude in a block may become, before rounding and clipping: the more, the finer
 * all others and the more of it is clipped. The best of them is taken. 12 of them give 0.05 dB more.
 */
const EXTREMES = [-8, -7.2, -8.7, 7.5] as const;

/** Added and taken away again, it leaves a small number rounded to the nearest integer. */
const ROUND = 1.5 * 2 ** 52;

export function encodeInt4(values: Float32Array, element: FloatElement): readonly Uint8Array[] {
	const count = values.length / BLOCK;
	const packed = new Uint8Array(values.length / 2);
	const scales = new Float32Array(count);
	const block = new Float64Array(BLOCK);
	for (let b = 0; b < count; b++) {
		for (let i = 0; i < BLOCK; i++) block[i] = values[b * BLOCK + i];
		const scale = storableScale(bestScale(block), element);
		scales[b] = scale;
		pack(block, scale, packed, (b * BLOCK) / 2);
	}
	return [packed, encodeFloats(scales, element)];
}

/** By least squares over the block, for the best of EXTREMES. */
function bestScale(block: Float64Array): number {
	let highest = 0;
	let lowest = 0;
	for (let i = 0; i < BLOCK; i++) {
		const value = block[i];
		if (value > highest) highest = value;
		else if (value < lowest) lowest = value;
	}
	const extreme = highest > -lowest ? highest : lowest;
	if (extreme === 0) return 0;
	// For given q the best scale is sum(x q) / sum(q q), and takes sum(x q)^2 / sum(q q) off the error. All
	// candidates go through the block at once: a third of the time of one after the other.
	const inverse0 = EXTREMES[0] / extreme;
	const inverse1 = EXTREMES[1] / extreme;
	const inverse2 = EXTREMES[2] / extreme;
	const inverse3 = EXTREMES[3] / extreme;
	let products0 = 0;
	let products1 = 0;
	let products2 = 0;
	let products3 = 0;
	let squares0 = 0;
	let squares1 = 0;
	let squares2 = 0;
	let squares3 = 0;
	for (let i = 0; i < BLOCK; i++) {
		const x = block[i];
		let q = x * inverse0 + ROUND - ROUND;
		if (q > 7) q = 7;
		products0 += x * q;
		squares0 += q * q;
		q = x * inverse1 + ROUND - ROUND;
		if (q > 7) q = 7;
		products1 += x * q;
		squares1 += q * q;
		q = x * inverse2 + ROUND - ROUND;
		if (q > 7) q = 7;
		else if (q < -8) q = -8;
		products2 += x * q;
		squares2 += q * q;
		q = x * inverse3 + ROUND - ROUND;
		if (q > 7) q = 7;
		products3 += x * q;
		squares3 += q * q;
	}
	let products = products0;
	let squares = squares0;
	if (products1 * products1 * squares > products * products * squares1) {
		products = products1;
		squares = squares1;
	}
	if (products2 * products2 * squares > products * products * squares2) {
		products = products2;
		squares = squares2;
	}
	if (products3 * products3 * squares > products * products * squares3) {
		products = products3;
		squares = squares3;
	}
	return products / squares;
}

/** The nearest of 0..15 for a value in units of the scale. @param units above -9.5 */
function nibble(units: number): number {
	const q = (units + (MIDDLE + 0.5)) | 0;
	return q > LARGEST_NIBBLE ? LARGEST_NIBBLE : q;
}

function pack(block: Float64Array, scale: number, packed: Uint8Array, at: number): void {
	const inverse = scale === 0 ? 0 : 1 / scale;
	for (let i = 0; i < BLOCK; i += 2) {
		packed[at + i / 2] = nibble(block[i] * inverse) | (nibble(block[i + 1] * inverse) << 4);
	}
}

/** @param length values of a channel */
export function encodeInt8(
	values: Float32Array,
	length: number,
	element: FloatElement,
): readonly Uint8Array[] {
	const channels = values.length / length;
	const quantised = new Int8Array(values.length);
	const scales = new Float32Array(channels);
	const bits = new Int32Array(values.buffer, values.byteOffset, values.length);
	for (let channel = 0; channel < channels; channel++) {
		const begin = channel * length;
		const end = begin + length;
		// 1. The largest magnitude becomes 127. Without their sign, bits of floats are in the order of the floats.
		let largestBits = 0;
		for (let i = begin; i < end; i++) {
			const magnitude = bits[i] & 0x7fffffff;
			largestBits = magnitude > largestBits ? magnitude : largestBits;
		}
		const largest = floatOf(largestBits);
		if (!(largest < Infinity)) throw new RangeError(`${largest} cannot be quantised`);
		const scale = storableScale(largest / LARGEST, element);
		scales[channel] = scale;
		if (scale === 0) continue;
		// 2. Round to the nearest, by truncation of a positive number. A scale that was rounded down gives at
		//    most 127.1.
		const inverse = 1 / scale;
		for (let i = begin; i < end; i++) {
			quantised[i] = ((values[i] * inverse + (LARGEST + 1.5)) | 0) - (LARGEST + 1);
		}
	}
	return [new Uint8Array(quantised.buffer), encodeFloats(scales, element)];
}

const float = new Float32Array(1);
const bitsOfFloat = new Int32Array(float.buffer);

function floatOf(bits: number): number {
	bitsOfFloat[0] = bits;
	return float[0];
}
