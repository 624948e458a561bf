import { invertAffine, squareToSource } from '$lib/image/warp';
import { mapPoints } from './mesh';
import type { PhotoReader } from './reader';
import { pixelsWithin } from './polygon';
import { rotatedBounds } from './roi';
import {
	BROW_SKIN,
	LEFT_CHEEK,
	LEFT_EYE_AREA,
	LIPS,
	OVAL,
	RIGHT_CHEEK,
	RIGHT_EYE_AREA,
} from './topology';

/** What a face's pixels tell about the photo. */
export interface FaceLook {
	/** 0 sharp .. 1 blurred. */
	readonly blur: number;
	/** 95th percentile of the face's luma, 0..255. */
	readonly brightest: number;
	/** Share of burnt-out pixels, 0..1. */
	readonly burnt: number;
	/** 0 (eyes and mouth are seen) .. 1 (surely covered). */
	readonly covered: number;
}

/** Side of the face picture that is measured; smaller faces are measured at their own size. */
const MAX_SIDE = 256;
const MIN_SIDE = 48;
const MARGIN = 1.1;
const BURNT = 250;
/** Skin less red than this, as (r - g) / (r + g + b), is that of a grey photo. */
const MIN_REDNESS = 0.03;
const PLAIN = { order: 'rgb', gain: 1, bias: [0, 0, 0] } as const;

/**
 * Measures the face's pixels.
 * @param landmarks points x (x, y, z) in photo pixels
 */
export function lookAt(reader: PhotoReader, landmarks: Float32Array, roll: number): FaceLook {
	const { centre, width, height } = rotatedBounds(landmarks, roll);
	const side = Math.max(width, height) * MARGIN;
	// A power of two of photo pixels for each of these: exact means, no taps.
	const step = 2 ** Math.max(0, Math.ceil(Math.log2(side / MAX_SIDE)));
	const size = Math.round(Math.max(side / step, MIN_SIDE));
	const toPhoto = squareToSource(centre, side, roll, size);
	const rgb = reader.warp(toPhoto, { size, ...PLAIN, border: 'replicate' });
	const points = mapPoints(landmarks, invertAffine(toPhoto));
	const n = size * size;
	const luma = new Float32Array(n);
	for (let i = 0; i < luma.length; i++)
		luma[i] = 0.299 * rgb[i] + 0.587 * rgb[i + n] + 0.114 * rgb[i + 2 * n];
	const face = pixelsWithin(points, OVAL, size).map((i) => luma[i]);
	return {
		blur: blurOf(luma, size),
		brightest: quantile(face, 0.95),
		burnt: face.reduce((count, value) => count + Number(value >= BURNT), 0) / face.length,
		covered: Math.max(coveredEyes(luma, points, size), coveredMouth(rgb, points, size)),
	};
}

/** The value that `share` of the values (0..255) lie below, to a whole number; 0 without values. */
function quantile(values: readonly number[], share: number): number {
	const counts = new Uint32Array(256);
	for (const value of values) counts[Math.min(255, Math.max(0, value)) | 0]++;
	let rest = values.length * share;
	return Math.max(
		0,
		counts.findIndex((count) => (rest -= count) < 0),
	);
}

/**
 * Blur by how little a further blur changes (Crete, Dolmiere, Ladret, Nicolas 2007): a sharp picture
 * loses most of its differences between neighbours, a blurred one has none to lose.
 */
export function blurOf(luma: Float32Array, size: number): number {
	const along = (step: number, across: number): number => {
		let before = 0;
		let lost = 0;
		for (let line = 0; line < size; line++) {
			const start = line * across;
			for (let i = 5; i < size - 4; i++) {
				const p = start + i * step;
				const sharp = Math.abs(luma[p] - luma[p - step]);
				// Neighbouring means of nine differ by their outer samples alone.
				const soft = Math.abs(luma[p + 4 * step] - luma[p - 5 * step]) / 9;
				before += sharp;
				lost += Math.max(0, sharp - soft);
			}
		}
		return before === 0 ? 1 : 1 - lost / before;
	};
	return Math.max(along(1, size), along(size, 1));
}

/** Dark glasses: the whole surroundings of the eyes, not only lids and irises, are far darker than the cheeks. */
function coveredEyes(luma: Float32Array, points: Float32Array, size: number): number {
	const median = (polygon: readonly number[]) =>
		quantile(
			pixelsWithin(points, polygon, size).map((i) => luma[i]),
			0.5,
		);
	const cheek = Math.max(median(RIGHT_CHEEK), median(LEFT_CHEEK));
	const eyes = Math.max(median(RIGHT_EYE_AREA), median(LEFT_EYE_AREA));
	if (cheek < 20) return 0; // too dark to tell
	return ramp(eyes / cheek, 0.6, 0.25);
}

/** A mask: lips are redder than skin; cloth is not. A grey photo cannot tell. */
function coveredMouth(rgb: Float32Array, points: Float32Array, size: number): number {
	const n = size * size;
	const redness = (polygon: readonly number[]) => {
		const values = pixelsWithin(points, polygon, size)
			.map((i) => (rgb[i] - rgb[i + n]) / (rgb[i] + rgb[i + n] + rgb[i + 2 * n] + 1))
			.sort((a, b) => a - b);
		return values.length === 0 ? 0 : values[values.length >> 1];
	};
	// A mask hides the cheeks too, a fringe the forehead: the redder of both is skin.
	const skin = Math.max((redness(RIGHT_CHEEK) + redness(LEFT_CHEEK)) / 2, redness(BROW_SKIN));
	if (skin < MIN_REDNESS) return 0;
	return ramp(redness(LIPS) / skin, 0.6, 0.1);
}

/** 0 at `from`, 1 at `to`, linear between. */
function ramp(value: number, from: number, to: number): number {
	return Math.min(Math.max((value - from) / (to - from), 0), 1);
}
