/**
 * 8 bits a value, one scale for each output channel (dims[0]): value = q * scale, q in [-127, 127]. What
 * DequantizeLinear reads with axis 0.
 */
import type { StoredConstant, WeightSpec } from '../graph/weight';
import { product } from '../graph/weight';
import { decodeFloats, encodeFloats, storableScale, type FloatElement } from './float';

const LARGEST = 127;

export function int8Constants(
	{ name, dims }: WeightSpec,
	scales: FloatElement,
): readonly StoredConstant[] {
	const [channels] = dims;
	const bytes = channels * (scales === 'float16' ? 2 : 4);
	return [
		{ name, element: 'int8', dims, bytes: product(dims) },
		{ name: `${name} scales`, element: scales, dims: [channels], bytes },
	];
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

export function decodeInt8(
	[quantised, encodedScales]: readonly Uint8Array[],
	element: FloatElement,
): Float32Array {
	const scales = decodeFloats(encodedScales, element);
	const length = quantised.length / scales.length;
	const signed = new Int8Array(quantised.buffer, quantised.byteOffset, quantised.length);
	return Float32Array.from(signed, (q, i) => q * scales[Math.floor(i / length)]);
}
