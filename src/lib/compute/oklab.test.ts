import { expect, test } from 'vitest';
import { createCpuExecutor } from './cpu-executor';
import type { CpuPlane } from './kernel';
import {
	linearOfSrgb,
	oklabOfHex,
	oklabOfSrgb,
	oklabToSrgb,
	srgbOfLinear,
	srgbOfOklab,
	srgbToOklab,
} from './oklab';
import { noisePlane } from './parity';

// CSS Color Module Level 4, sample conversions.
test.each([
	['#ffffff', [1, 0, 0]],
	['#ff0000', [0.62796, 0.22486, 0.12585]],
	['#00ff00', [0.86644, -0.23389, 0.1795]],
	['#0000ff', [0.45201, -0.03246, -0.31153]],
	['#000000', [0, 0, 0]],
] as const)('%s', (hex, expected) => {
	oklabOfHex(hex).forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
});

test('the transfer function and its inverse', () => {
	expect(linearOfSrgb(0.5)).toBeCloseTo(0.21404, 5);
	for (const value of [0, 0.02, 0.1, 0.5, 1]) {
		expect(srgbOfLinear(linearOfSrgb(value))).toBeCloseTo(value, 6);
	}
});

test('the kernels are the scalar functions, there and back', () => {
	const executor = createCpuExecutor();
	const rgb = noisePlane(40, 40, 3, 9);
	const lab = executor.run(srgbToOklab, [rgb], {}) as CpuPlane;
	const back = executor.run(oklabToSrgb, [lab], {}) as CpuPlane;
	for (let i = 0; i < rgb.data.length; i += 3) {
		const colour = [rgb.data[i], rgb.data[i + 1], rgb.data[i + 2]] as const;
		const expected = oklabOfSrgb(colour);
		const again = srgbOfOklab(expected);
		for (let c = 0; c < 3; c++) {
			expect(lab.data[i + c]).toBeCloseTo(expected[c], 5);
			expect(back.data[i + c]).toBeCloseTo(again[c], 5);
			expect(back.data[i + c]).toBeCloseTo(colour[c], 4);
		}
	}
});

test('what is no colour is refused', () => {
	expect(() => oklabOfHex('#fff')).toThrow(RangeError);
});
