import { LIP_GAP, LIPS_INNER, LIPS_OUTER, MOUTH_CORNERS, distance, pointOf } from '../mesh';
import { pixelsIn, quantile, valuesAt, type FacePatch } from './face-patch';

/** What lies this far from the line of the lips, in mouth widths, may be between them: the mesh closes smiles. */
const NEAR = 0.03;
/** Teeth are at least this bright, against the lips, and this much of the way from the lips' colour to grey. */
const TEETH = { luma: 0.9, towardsGrey: 0.45 };
/** The same on photos without colour, where lips and teeth differ in light only. */
const TEETH_IN_GREY = 1.25;
/** Lips with less colour than this (1 - green / red) are on a photo without colour. */
const COLOURLESS = 0.07;
/** Darker than this against the lips is the inside of the mouth, or the line where lips meet: so much of it is. */
const CAVITY = { luma: 0.5, line: 0.045 };
/** Lips that the mesh has further apart than this, in mouth widths, are apart whatever is seen between them. */
const WIDE = 0.3;

/**
 * How open a mouth is, against its width: the geometric mean of how far the mesh has the lips apart and of how
 * much is seen between them that is no lip, teeth or the dark inside. A closed smile has little of the second,
 * a white moustache little of the first.
 */
export function mouthOpen(patch: FacePatch): number {
	const { landmarks } = patch;
	const [upper, lower] = LIP_GAP.map((index) => pointOf(landmarks, index));
	const [right, left] = MOUTH_CORNERS.map((index) => pointOf(landmarks, index));
	const width = distance(right, left);
	const apart = distance(upper, lower) / width;
	const seen = Math.max(betweenLips(patch, width), apart - WIDE);
	return Math.sqrt(apart * seen);
}

/** Area of teeth and of the mouth's inside, in squares of the mouth's width. */
function betweenLips(patch: FacePatch, width: number): number {
	const { luma, red, green, side } = patch;
	// 1. What the lips look like.
	const inner = pixelsIn(patch, LIPS_INNER);
	const within = new Set(inner);
	const lips = pixelsIn(patch, LIPS_OUTER).filter((i) => !within.has(i));
	if (lips.length === 0) return 0;
	const tone = (i: number) => (green[i] + 0.02) / (red[i] + 0.02);
	const lipLuma = quantile(valuesAt(luma, lips), 0.5);
	const lipTone = quantile(lips.map(tone), 0.5);
	// 2. Where they meet.
	const reach = Math.max(Math.round(NEAR * width), 1);
	const near = new Set<number>();
	for (const i of inner)
		for (let d = -reach; d <= reach; d++) {
			const j = i + d * side;
			if (j >= 0 && j < luma.length) near.add(j);
		}
	// 3. What is no lip there.
	const colourless = 1 - lipTone < COLOURLESS;
	const toneOfTeeth = lipTone + TEETH.towardsGrey * (1 - lipTone);
	let teeth = 0;
	let dark = 0;
	for (const i of near) {
		if (luma[i] < CAVITY.luma * lipLuma) dark++;
		else if (colourless ? luma[i] > TEETH_IN_GREY * lipLuma : isTooth(luma[i], tone(i))) teeth++;
	}
	const square = width * width;
	return teeth / square + Math.max(dark / square - CAVITY.line, 0);

	function isTooth(light: number, colour: number): boolean {
		return light > TEETH.luma * lipLuma && colour > toneOfTeeth;
	}
}
