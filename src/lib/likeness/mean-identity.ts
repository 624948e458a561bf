import measured from './calibration.json';
import { cosineSimilarity } from './similarity';

/** Cosine above which one pair of different people in a hundred lies; measured by tools/calibrate/likeness.ts. */
export const SAME_PERSON_COSINE = measured.verification.find(({ far }) => far === 0.01)!.threshold;

export interface MeanIdentity {
	/** Normalised mean of the descriptors that are in. */
	readonly descriptor: Float32Array;
	/** For each descriptor: whether it was left out as somebody else, or as a photo that shows little. */
	readonly outliers: readonly boolean[];
}

/**
 * One identity from several photos of a person. A photo is left out when its median cosine to the others that are in
 * is below the threshold; the least alike goes first, and the others are judged anew, so that one stranger does not
 * take friends along. Of two that do not agree the first stays.
 * @param descriptors one a photo, of equal lengths
 * @throws RangeError for none, or one that is all zeros
 */
export function meanIdentity(
	descriptors: readonly Float32Array[],
	threshold = SAME_PERSON_COSINE,
): MeanIdentity {
	if (descriptors.length === 0) throw new RangeError('an identity needs a photo');
	// 1. Who is like whom.
	const cosines = descriptors.map((a) => descriptors.map((b) => cosineSimilarity(a, b)));
	// 2. The least alike leave until the rest agree.
	let inside = descriptors.map((_, i) => i);
	while (inside.length > 1) {
		const medians = inside.map((i) =>
			median(inside.filter((j) => j !== i).map((j) => cosines[i][j])),
		);
		const lowest = Math.min(...medians);
		if (lowest >= threshold) break;
		inside = inside.toSpliced(medians.lastIndexOf(lowest), 1);
	}
	// 3. The mean of directions.
	const sum = new Float64Array(descriptors[0].length);
	for (const i of inside) {
		const length = Math.sqrt(descriptors[i].reduce((total, x) => total + x * x, 0));
		descriptors[i].forEach((x, k) => (sum[k] += x / length));
	}
	const length = Math.sqrt(sum.reduce((total, x) => total + x * x, 0));
	return {
		descriptor: Float32Array.from(sum, (x) => x / length),
		outliers: descriptors.map((_, i) => !inside.includes(i)),
	};
}

function median(values: readonly number[]): number {
	const rising = [...values].sort((a, b) => a - b);
	const middle = (rising.length - 1) / 2;
	return (rising[Math.floor(middle)] + rising[Math.ceil(middle)]) / 2;
}
