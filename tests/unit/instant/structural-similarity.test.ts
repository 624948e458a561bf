import { expect, test } from 'vitest';
import { noisePlane } from '../../../src/lib/compute/parity';
import { structuralSimilarity } from '../../support/structural-similarity';

const side = 40;
const picture = noisePlane(side, side, 3, 1, 0.2, 0.8).data;

test('equal pictures are alike, others are not', () => {
	expect(structuralSimilarity(picture, picture, side, side)).toBeCloseTo(1, 10);
	const other = noisePlane(side, side, 3, 2, 0.2, 0.8).data;
	expect(Math.abs(structuralSimilarity(picture, other, side, side))).toBeLessThan(0.1);
	const inverse = picture.map((v) => 1 - v);
	expect(structuralSimilarity(picture, inverse, side, side)).toBeLessThan(-0.8);
});

test('flat pictures: the term of lightness alone', () => {
	const [dark, light] = [0.3, 0.6].map((v) => new Float32Array(3 * side * side).fill(v));
	const expected = (2 * 0.3 * 0.6 + 1e-4) / (0.3 ** 2 + 0.6 ** 2 + 1e-4);
	expect(structuralSimilarity(dark, light, side, side)).toBeCloseTo(expected, 5);
});
