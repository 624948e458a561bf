import { doubles, get, loadPair, simd, type Code } from './assembler';

const ADD = simd(0xf0); // f64x2.add
const MULTIPLY = simd(0xf2); // f64x2.mul
const FLOOR = simd(0x75); // f64x2.floor
const PROMOTE = simd(0x5f); // f64x2.promote_low_f32x4

/**
 * Eight float32 to bytes, floor(factor * value + addend), in float64: a vector of two float64 whose integers have
 * the bytes of the values with even index in the one, with odd index in the other, each from its lowest byte on.
 * @param values local with their address
 * @param factor local of two float64
 * @param bound brings the vector of two numbers before it into the range of bytes
 */
export function eightBytes(
	values: number,
	offset: number,
	factor: number,
	addend: number,
	bound: (pair: Code) => Code,
): Code {
	const byte = (pair: number): Code => [
		...bound([
			...[...loadPair(values, offset + 8 * pair), ...PROMOTE],
			...[...get(factor), ...MULTIPLY, ...doubles(addend), ...ADD],
		]),
		...FLOOR,
	];
	const shift = [...doubles(256), ...MULTIPLY];
	return [...byte(3), ...[2, 1, 0].flatMap((pair) => [...shift, ...byte(pair), ...ADD])];
}

/** Brings the bits of a float64 that is an integer to its lowest bits, when it is added. */
export const INTEGER_BITS = 2 ** 52;
