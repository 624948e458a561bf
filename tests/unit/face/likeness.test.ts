import { describe, expect, test } from 'vitest';
import type { Likeness } from '../../../src/lib/domain/recipe';
import { CALIBRATION, likenessOf, scoreOf } from '../../../src/lib/likeness/calibration';
import { rankByLikeness } from '../../../src/lib/likeness/rank';
import { cosineSimilarity } from '../../../src/lib/likeness/similarity';
import { curveFrom, equalOdds, verification } from '../../../tools/calibrate/verification';

describe('cosine', () => {
	test('is 1 for the same direction, 0 across, -1 against', () => {
		const a = new Float32Array([1, 2, 3]);
		expect(
			cosineSimilarity(
				a,
				a.map((v) => v * 7),
			),
		).toBeCloseTo(1, 6);
		expect(cosineSimilarity(a, new Float32Array([3, 0, -1]))).toBeCloseTo(0, 6);
		expect(
			cosineSimilarity(
				a,
				a.map((v) => -v),
			),
		).toBeCloseTo(-1, 6);
	});

	test('refuses what cannot be compared', () => {
		const a = new Float32Array([1, 2]);
		expect(() => cosineSimilarity(a, new Float32Array(3))).toThrow(RangeError);
		expect(() => cosineSimilarity(a, new Float32Array(2))).toThrow(RangeError);
	});
});

describe('calibration', () => {
	test('the measured curve rises from 0 to 100 and passes 50', () => {
		for (let i = 1; i < CALIBRATION.length; i++) {
			expect(CALIBRATION[i][0]).toBeGreaterThan(CALIBRATION[i - 1][0]);
			expect(CALIBRATION[i][1]).toBeGreaterThan(CALIBRATION[i - 1][1]);
		}
		expect(CALIBRATION[0][1]).toBe(0);
		expect(CALIBRATION.at(-1)).toEqual([1, 100]);
		expect(CALIBRATION.some(([, score]) => score === 50)).toBe(true);
	});

	test('scores never fall and stay within 0..100', () => {
		let last = -1;
		for (let cosine = -1; cosine <= 1; cosine += 0.001) {
			const score = scoreOf(cosine);
			expect(score).toBeGreaterThanOrEqual(Math.max(last, 0));
			expect(score).toBeLessThanOrEqual(100);
			last = score;
		}
		expect(scoreOf(-1)).toBe(0);
		expect(likenessOf(1, true)).toEqual({ score: 100, cosine: 1, meaningful: true });
		expect(() => scoreOf(NaN)).toThrow(RangeError);
	});

	const same = [0.7, 0.75, 0.8, 0.85, 0.9];
	const different = [0.1, 0.15, 0.2, 0.25, 0.3];

	test('50 lies where both are equally likely', () => {
		expect(equalOdds(same, different)).toBeCloseTo(0.5, 6);
		expect(curveFrom(same, different)).toEqual([
			[0.1, 0],
			[0.2, 20],
			[0.5, 50],
			[0.8, 85],
			[1, 100],
		]);
		expect(() => curveFrom(different, same)).toThrow();
	});

	test('verification counts accepts above the threshold', () => {
		const rows = verification([0.9, 0.5, 0.15], different, [0.2]);
		expect(rows).toEqual([{ far: 0.2, threshold: 0.25, tar: 0.6667 }]);
	});
});

describe('ranking', () => {
	const result = (id: string, likeness: Likeness | null) => ({ id, likeness });
	const likeness = (score: number, meaningful = true) => ({ score, cosine: 0, meaningful });

	test('most alike first; what cannot be judged stands in the middle, in its order', () => {
		const ranked = rankByLikeness([
			result('unlike', likeness(20)),
			result('poster', likeness(5, false)),
			result('pending', null),
			result('alike', likeness(90)),
		]);
		expect(ranked.map(({ id }) => id)).toEqual(['alike', 'poster', 'pending', 'unlike']);
	});
});
