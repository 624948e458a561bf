/**
 * 4 bits a value, one scale for each block of 32 values of a row: value = (q - 8) * scale, q in [0, 15]. What
 * com.microsoft MatMulNBits reads for weights [out, in]: blocks [out, in / 32, 16 bytes], low nibble first.
 *
 * Symmetric: a zero point for each block gives 0.4 dB more for 0.125 bits a value, which as bits would give 0.75.
 */
import type { StoredConstant, WeightSpec } from '../graph/weight';
import { decodeFloats, encodeFloats, storableScale, type FloatElement } from './float';

export const BLOCK = 32;
const MIDDLE = 8;
const LARGEST = 15;

/**
 * What the value of largest magnitude in a block may become, before rounding and clipping: the more, the finer
 * all others and the more of it is clipped. The best of them is taken. 12 of them give 0.05 dB more.
 */
const EXTREMES = [-8, -7.2, -8.7, 7.5] as const;

/** Added and taken away again, it leaves a small number rounded to the nearest integer. */
const ROUND = 1.5 * 2 ** 52;

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
	return q > LARGEST ? LARGEST : q;
}

function pack(block: Float64Array, scale: number, packed: Uint8Array, at: number): void {
	const inverse = scale === 0 ? 0 : 1 / scale;
	for (let i = 0; i < BLOCK; i += 2) {
		packed[at + i / 2] = nibble(block[i] * inverse) | (nibble(block[i + 1] * inverse) << 4);
	}
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
