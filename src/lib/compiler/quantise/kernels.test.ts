import { expect, test } from 'vitest';
import { normal } from '../../../../tests/support/memory-checkpoint';
import * as reference from '../../../../tests/support/reference-quantise';
import { decodeHalves } from '../simd/halves';
import { encodeInt4 } from './int4-block';
import { encodeInt8 } from './int8-channel';

const next = normal(11);
const gaussian = (count: number, deviation = 0.02) =>
	new Float32Array(count).map(() => deviation * next());
const halves = (count: number) => {
	const bits = Uint16Array.from({ length: count }, (_, i) => (Math.imul(i, 40503) >>> 3) & 0xbfff);
	return decodeHalves(new Uint8Array(bits.buffer));
};
const SAMPLES = {
	'a normal distribution': gaussian(2 ** 17),
	'small ones': gaussian(2 ** 12, 1e-6),
	'halves of all sizes': halves(2 ** 16),
	ties: Float32Array.from({ length: 2 ** 12 }, (_, i) => ((i * 7) % 61) / 4 - 7.5),
	'powers of two': Float32Array.from({ length: 2 ** 12 }, (_, i) => (-2) ** (((i * 5) % 23) - 16)),
	zeros: new Float32Array(2 ** 12).map((_, i) => (i > 100 && i < 105 ? -0 : 0)),
	'one value in a block': new Float32Array(2 ** 12).map((_, i) => (i % 37 ? 0 : next())),
	'of one sign': gaussian(2 ** 12).map(Math.abs),
	'with outliers': gaussian(2 ** 14).map((value, i) => (i % 71 ? value : 30 * value)),
};

for (const element of ['float32', 'float16'] as const) {
	for (const [name, values] of Object.entries(SAMPLES)) {
		test(`int4 blocks, ${name}, scales of ${element}`, () => {
			expectSame(encodeInt4(values, element), reference.encodeInt4(values, element));
		});

		test.each([1, 4, 9, 144, values.length])(
			`int8 channels of %d, ${name}, scales of ${element}`,
			(length) => {
				const some = values.subarray(0, Math.floor(values.length / length) * length);
				expectSame(encodeInt8(some, length, element), reference.encodeInt8(some, length, element));
			},
		);
	}
}

test.each([NaN, Infinity, -Infinity])('%d is refused', (value) => {
	const values = gaussian(64).fill(value, 40, 41);
	for (const element of ['float32', 'float16'] as const) {
		expect(() => encodeInt4(values, element)).toThrow(RangeError);
		expect(() => encodeInt8(values, 32, element)).toThrow(RangeError);
	}
});

function expectSame(actual: readonly Uint8Array[], expected: readonly Uint8Array[]): void {
	expect(actual.length).toBe(expected.length);
	actual.forEach((bytes, i) => {
		const at = expected[i].findIndex((byte, j) => byte !== bytes[j]);
		expect([bytes.length, at]).toEqual([expected[i].length, -1]);
	});
}
