/**
 * 4 bits a value, one scale for each block of 32 values of a row: value = (q - 8) * scale, q in [0, 15]. What
 * com.microsoft MatMulNBits reads for weights [out, in]: blocks [out, in / 32, 16 bytes], low nibble first.
 *
 * Symmetric: a zero point for each block gives 0.4 dB more for 0.125 bits a value, which as bits would give 0.75.
 */
import type { StoredConstant, WeightSpec } from '../graph/weight';
import { decodeFloats, encodeFloats, type FloatElement } from './float';
import { BLOCK, quantiseBlocks } from './int4-kernel';

export { BLOCK };

const MIDDLE = 8;

/** Whether MatMulNBits takes rows of this length. */
export function divides(length: number): boolean {
	return length % BLOCK === 0;
}

export function int4Constants(
	{ name, dims: [out, input] }: WeightSpec,
	scales: FloatElement,
): readonly StoredConstant[] {
	const blocks = input / BLOCK;
	const count = out * blocks;
	const bytes = count * (scales === 'float16' ? 2 : 4);
	return [
		{ name, element: 'uint8', dims: [out, blocks, BLOCK / 2], bytes: (count * BLOCK) / 2 },
		{ name: `${name} scales`, element: scales, dims: [count], bytes },
	];
}

/** @throws RangeError for values that have no finite scale */
export function encodeInt4(values: Float32Array, element: FloatElement): readonly Uint8Array[] {
	const { packed, scales } = quantiseBlocks(values, element === 'float16');
	const unfit = scales.find((scale) => !Number.isFinite(scale));
	if (unfit !== undefined) throw new RangeError(`a scale of ${unfit} cannot be stored`);
	return [packed, encodeFloats(scales, element)];
}

export function decodeInt4(
	[packed, encodedScales]: readonly Uint8Array[],
	element: FloatElement,
): Float32Array {
	const scales = decodeFloats(encodedScales, element);
	return Float32Array.from({ length: packed.length * 2 }, (_, i) => {
		const q = (packed[i >> 1] >> (i % 2 ? 4 : 0)) & 15;
		return (q - MIDDLE) * scales[Math.floor(i / BLOCK)];
	});
}
