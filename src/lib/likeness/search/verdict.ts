import { DESCRIPTOR_LENGTH, type DetectedFace } from '$lib/domain/face';
import { cosineSimilarity } from '../similarity';

/** Why a picture is no result. */
export type DropReason = 'no-face' | 'two-faces' | 'broken';

/** What came of looking at a picture. */
export type Verdict =
	| { readonly kind: 'scored'; /** Higher is better; a cosine. */ readonly score: number }
	| { readonly kind: 'dropped'; readonly because: DropReason };

/** A second face counts from this share of the largest one's area: smaller ones are patterns and bystanders. */
const SECOND_FACE = 0.2;
/** A picture whose brightness spreads less than this (standard deviation of 0..255) shows nothing. */
const LEAST_SPREAD = 4;

/**
 * The verdict on a picture that faces were searched in.
 * @param faces of the picture, in any order
 * @param descriptor of the largest face; null where none could be had
 * @param reference the person's descriptor
 */
export function judgeFaces(
	faces: readonly Pick<DetectedFace, 'box'>[],
	descriptor: Float32Array | null,
	reference: Float32Array,
): Verdict {
	const areas = faces.map(({ box }) => box.width * box.height).sort((a, b) => b - a);
	if (areas.length === 0) return { kind: 'dropped', because: 'no-face' };
	if (areas.length > 1 && areas[1] >= SECOND_FACE * areas[0]) {
		return { kind: 'dropped', because: 'two-faces' };
	}
	return judgeDescriptor(descriptor, reference);
}

/** The verdict where it is known that there is one face, and where: instant styles. */
export function judgeDescriptor(descriptor: Float32Array | null, reference: Float32Array): Verdict {
	const sound =
		descriptor?.length === DESCRIPTOR_LENGTH &&
		descriptor.every(Number.isFinite) &&
		descriptor.some((x) => x !== 0);
	if (!sound) return { kind: 'dropped', because: 'broken' };
	return { kind: 'scored', score: cosineSimilarity(descriptor, reference) };
}

/**
 * Whether pixels show nothing at all, as a decoder writes that was fed numbers that are none: (nearly) one brightness.
 * @param rgba 0..255
 */
export function showsNothing(rgba: Uint8ClampedArray | Uint8Array): boolean {
	let sum = 0;
	let squares = 0;
	const count = rgba.length / 4;
	for (let i = 0; i < rgba.length; i += 4) {
		const grey = (rgba[i] + 2 * rgba[i + 1] + rgba[i + 2]) / 4;
		sum += grey;
		squares += grey * grey;
	}
	return squares / count - (sum / count) ** 2 < LEAST_SPREAD ** 2;
}
