/**
 * How far numbers are from what they should be: the largest difference, relative to the largest
 * magnitude expected of the whole output (or to `scale`, where the range is known).
 * Throws when the lengths differ or anything is not a number.
 */
export function relativeError(
	actual: ArrayLike<number>,
	expected: ArrayLike<number>,
	scale?: number,
): number {
	if (actual.length !== expected.length) {
		throw new Error(`${actual.length} numbers instead of ${expected.length}`);
	}
	let difference = 0;
	let largest = 0;
	for (let i = 0; i < expected.length; i++) {
		const distance = Math.abs(actual[i] - expected[i]);
		if (Number.isNaN(distance)) throw new Error(`Not a number at ${i}`);
		difference = Math.max(difference, distance);
		largest = Math.max(largest, Math.abs(expected[i]));
	}
	return difference / (scale ?? largest);
}
