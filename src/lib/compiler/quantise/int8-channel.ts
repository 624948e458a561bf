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
	for (let channel = 0; channel < channels; channel++) {
		const begin = channel * length;
		const end = begin + length;
		// 1. The largest magnitude becomes 127.
		let largest = 0;
		for (let i = begin; i < end; i++) {
			const magnitude = Math.abs(values[i]);
			if (magnitude > largest) largest = magnitude;
		}
		const scale = storableScale(largest / LARGEST, element);
		scales[channel] = scale;
		if (scale === 0) continue;
		// 2. Round to the nearest; a scale that was rounded down must not make 128 of it.
		const inverse = 1 / scale;
		for (let i = begin; i < end; i++) {
			const q = Math.round(values[i] * inverse);
			quantised[i] = q > LARGEST ? LARGEST : q < -LARGEST ? -LARGEST : q;
		}
	}
	return [new Uint8Array(quantised.buffer), encodeFloats(scales, element)];
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
