import { expect, test } from 'vitest';
import { monotoneCurve } from './monotone-curve';

test('it goes through its points, never overshoots and never falls', () => {
	const xs = [0, 0.12, 0.35, 0.97, 1.1];
	const ys = [0, 0.1, 0.5, 0.97, 1.1];
	const curve = monotoneCurve(xs, ys);
	xs.forEach((x, i) => expect(curve(x)).toBeCloseTo(ys[i], 12));
	let last = -Infinity;
	for (let x = 0; x <= 1.1; x += 0.001) {
		expect(curve(x)).toBeGreaterThanOrEqual(last);
		last = curve(x);
	}
	expect(curve(-1)).toBe(0);
	expect(curve(2)).toBe(1.1);
});

test('values of the PchipInterpolator of SciPy 1.17', () => {
	const curve = monotoneCurve([0, 1, 3, 4], [0, 2, 2.5, 5]);
	expect(curve(0.5)).toBeCloseTo(1.262105855855856, 12);
	expect(curve(2)).toBeCloseTo(2.2466216216216215, 12);
	expect(curve(3.25)).toBeCloseTo(2.80859375, 12);
});

test('x that does not ascend is refused', () => {
	expect(() => monotoneCurve([0, 0, 1], [0, 1, 2])).toThrow(RangeError);
});
