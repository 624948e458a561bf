/**
 * 8 bits a value, one scale for each output channel (dims[0]): value = q * scale, q in [-127, 127]. What
 * DequantizeLinear reads with axis 0.
 */
import type { StoredConstant, WeightSpec } from '../graph/weight';
import { product } from '../graph/weight';
import { decodeFloats, encodeFloats, storableScale, type FloatElement } from './float';
import { quantiseChannel } from './int8-kernel';

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

/**
 * @param length values of a channel
 * @throws RangeError for values that are not finite
 */
export function encodeInt8(
	values: Float32Array,
	length: number,
	element: FloatElement,
): readonly Uint8Array[] {
	const channels = values.length / length;
	const quantised = new Uint8Array(values.length);
	const scales = new Float32Array(channels);
	for (let channel = 0; channel < channels; channel++) {
		const begin = channel * length;
		quantiseChannel(
			values.subarray(begin, begin + length),
			quantised.subarray(begin, begin + length),
			(largest) => {
				if (!(largest < Infinity)) throw new RangeError(`${largest} cannot be quantised`);
				return (scales[channel] = storableScale(largest / LARGEST, element));
			},
		);
	}
	return [quantised, encodeFloats(scales, element)];
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
