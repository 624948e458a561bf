import { expect, test } from 'vitest';
import { meanIdentity, SAME_PERSON_COSINE } from './mean-identity';
import { cosineSimilarity } from './similarity';

/** A direction with a bit of another: cosine to the axis is 1 / sqrt(1 + off ** 2). */
function near(axis: number, off: number, towards: number): Float32Array {
	const vector = new Float32Array(32);
	vector[axis] = 1;
	vector[towards] = off;
	return vector.map((x) => x * (1 + towards)); // lengths must not matter
}

test('the threshold is the measured one', () => {
	expect(SAME_PERSON_COSINE).toBeGreaterThan(0.5);
	expect(SAME_PERSON_COSINE).toBeLessThan(0.7);
});

test('several photos of one person are nearer to the person than each is', () => {
	const photos = [1, 2, 3, 4].map((towards) => near(0, 0.6, towards));
	const { descriptor, outliers } = meanIdentity(photos);
	expect(outliers).toEqual([false, false, false, false]);
	const person = near(0, 0, 5);
	expect(cosineSimilarity(descriptor, person)).toBeGreaterThan(
		cosineSimilarity(photos[0], person) + 0.08,
	);
	expect(cosineSimilarity(descriptor, descriptor)).toBeCloseTo(1);
	expect(Math.hypot(...descriptor)).toBeCloseTo(1, 5);
});

test.each([0, 1, 3])('a stranger at place %i is left out and changes nothing', (place) => {
	const photos = [1, 2, 3].map((towards) => near(0, 0.5, towards));
	const mixed = photos.toSpliced(place, 0, near(9, 0.3, 4));
	const { descriptor, outliers } = meanIdentity(mixed);
	expect(outliers).toEqual(mixed.map((_, i) => i === place));
	expect(descriptor).toEqual(meanIdentity(photos).descriptor);
});

test('two strangers among five leave, and take nobody along', () => {
	const photos = [1, 2, 3].map((towards) => near(0, 0.5, towards));
	const { outliers } = meanIdentity([near(9, 0.1, 4), ...photos, near(10, 0.1, 5)]);
	expect(outliers).toEqual([true, false, false, false, true]);
});

test('of two that do not agree the first stays; one alone is its own mean', () => {
	const { descriptor, outliers } = meanIdentity([near(0, 0.1, 1), near(5, 0.1, 2)]);
	expect(outliers).toEqual([false, true]);
	expect(cosineSimilarity(descriptor, near(0, 0.1, 1))).toBeCloseTo(1, 6);
	expect(meanIdentity([near(3, 0.2, 1)]).outliers).toEqual([false]);
});

test('nothing, and nothing but zeros, is no identity', () => {
	expect(() => meanIdentity([])).toThrow(RangeError);
	expect(() => meanIdentity([near(0, 0, 1), new Float32Array(32)])).toThrow(RangeError);
});
