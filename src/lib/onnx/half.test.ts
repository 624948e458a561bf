import { describe, expect, test } from 'vitest';
import { decodeHalves, encodeHalves, fromHalf, toHalf } from './half';

describe('toHalf', () => {
	// Bit patterns from IEEE 754: sign, 5 bits of exponent, 10 bits of mantissa.
	test.each([
		[0, 0x0000],
		[-0, 0x8000],
		[1, 0x3c00],
		[-2, 0xc000],
		[65504, 0x7bff],
		[2 ** -14, 0x0400], // the smallest normal half
		[2 ** -24, 0x0001], // the smallest subnormal half
		[2 ** -25, 0x0000], // halfway to zero: the tie goes to the even one
		[1.5 * 2 ** -25, 0x0001],
		[1e-12, 0x0000],
		[1 + 2 ** -11, 0x3c00], // a tie goes to the even mantissa, below
		[1 + 3 * 2 ** -11, 0x3c02], // or above
		[1 + 2 ** -11 + 2 ** -20, 0x3c01],
		[1.99999, 0x4000], // a carry into the exponent
	])('rounds %d to %d', (value, bits) => {
		expect(toHalf(value)).toBe(bits);
	});

	test.each([65520, -1e6, Infinity, NaN])('refuses %d', (value) => {
		expect(() => toHalf(value)).toThrow(RangeError);
	});

	test('gives back every finite half that fromHalf reads', () => {
		const all = Array.from({ length: 0x10000 }, (_, bits) => bits);
		const finite = all.filter((bits) => Number.isFinite(fromHalf(bits)));
		expect(finite).toHaveLength(2 * 31 * 1024);
		expect(finite.filter((bits) => toHalf(fromHalf(bits)) !== bits)).toEqual([]);
	});
});

test('fromHalf reads infinities and NaN', () => {
	expect([fromHalf(0x7c00), fromHalf(0xfc00), fromHalf(0x7e00)]).toEqual([
		Infinity,
		-Infinity,
		NaN,
	]);
});

test('halves lie little-endian in bytes', () => {
	expect([...encodeHalves(Float32Array.of(1, -2))]).toEqual([0x00, 0x3c, 0x00, 0xc0]);
	// An odd offset, as weights have in a file.
	expect([...decodeHalves(Uint8Array.of(9, 0x00, 0x3c, 0x00, 0xc0).subarray(1))]).toEqual([1, -2]);
});

test('encodeHalves rounds as halves lie: to the nearer one, in the middle to the even one', () => {
	// Every pair of neighbouring finite halves: the middle, and the nearest float32 on both sides of it.
	const pairs = Array.from({ length: 0x7bff }, (_, bits) => bits);
	const middles = pairs.map((bits) => (fromHalf(bits) + fromHalf(bits + 1)) / 2);
	const next = (by: number) => {
		const bits = new Uint32Array(Float32Array.from(middles).buffer).map((value) => value + by);
		return halves(new Float32Array(bits.buffer));
	};
	const halves = (values: Float32Array) => [...new Uint16Array(encodeHalves(values).buffer)];
	expect(next(-1)).toEqual(pairs);
	expect(next(1)).toEqual(pairs.map((bits) => bits + 1));
	expect(next(0)).toEqual(pairs.map((bits) => bits + (bits & 1)));
	expect(next(0x80000000)).toEqual(pairs.map((bits) => 0x8000 | (bits + (bits & 1))));
});
