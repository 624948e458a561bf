import { linearOfSrgb } from '$lib/compute/oklab';
import { FACE_OVAL } from '$lib/matte/face-oval';
import { BROW_SKIN, EYES, LEFT_EYE, RIGHT_EYE, distance, pointOf, type EyePoints } from '../mesh';
import { meanOf, pixelsIn, quantile, valuesAt, type FacePatch } from './face-patch';

/** How far the lids are apart against the eye's width; the more closed eye. */
export function eyesOpen({ landmarks }: FacePatch): number {
	const opening = ({ outer, inner, lids }: EyePoints) => {
		const at = (index: number) => pointOf(landmarks, index);
		const heights = lids.map(([upper, lower]) => distance(at(upper), at(lower)));
		return meanOf(heights) / distance(at(outer), at(inner));
	};
	return Math.min(...EYES.map(opening));
}

/** How far the irises are off the middle between the eyes' corners, in eye widths; the mean of both eyes. */
export function gazeAside({ landmarks }: FacePatch): number {
	const aside = ({ outer, inner, iris }: EyePoints) => {
		const [a, b] = [pointOf(landmarks, outer), pointOf(landmarks, inner)];
		const middle = (a.x + b.x) / 2;
		return (pointOf(landmarks, iris).x - middle) / Math.abs(a.x - b.x);
	};
	return meanOf(EYES.map(aside));
}

/** A pixel is glare when it is this bright, far brighter than the cheek, and has hardly a colour. */
const GLARE = { luma: 0.85, overCheek: 1.15, chroma: 0.12 };

/** Share of the surroundings of an eye that are burnt out by reflections; the worse eye. The eye itself is left out. */
export function lensGlare(patch: FacePatch): number {
	const { luma, red, green, blue } = patch;
	const cheek = cheekLuma(patch);
	return Math.max(
		...EYES.map(({ area, opening }) => {
			const eye = new Set(pixelsIn(patch, opening));
			const around = pixelsIn(patch, area).filter((i) => !eye.has(i));
			const burnt = around.filter((i) => {
				const chroma = Math.max(red[i], green[i], blue[i]) - Math.min(red[i], green[i], blue[i]);
				const bright = luma[i] > GLARE.luma && luma[i] > GLARE.overCheek * cheek;
				return bright && chroma < GLARE.chroma;
			});
			return burnt.length / Math.max(around.length, 1);
		}),
	);
}

/** How bright the surroundings of the eyes are against the cheeks: dark lenses hide them. */
export function lensBrightness(patch: FacePatch): number {
	const eyes = EYES.map(({ area }) => quantile(valuesAt(patch.luma, pixelsIn(patch, area)), 0.5));
	return Math.max(...eyes) / cheekLuma(patch);
}

/** Darker than this against the cheek is no skin. */
const NO_SKIN = 0.45;

/** Share of the skin between brow and eye that something dark hides; the worse eye. */
export function hairOverEyes(patch: FacePatch): number {
	const limit = NO_SKIN * cheekLuma(patch);
	const hidden = EYES.map(({ lid, opening }) => {
		const eye = new Set(pixelsIn(patch, opening));
		const skin = pixelsIn(patch, lid).filter((i) => !eye.has(i));
		return skin.filter((i) => patch.luma[i] < limit).length / Math.max(skin.length, 1);
	});
	return Math.max(...hidden);
}

/** The darker cheek's light against the lighter one's, 0..1, in linear light. */
export function faceShadow(patch: FacePatch): number {
	const light = (polygon: readonly number[]) =>
		linearOfSrgb(quantile(valuesAt(patch.luma, pixelsIn(patch, polygon)), 0.5));
	const [right, left] = [light(RIGHT_EYE.cheek), light(LEFT_EYE.cheek)];
	return Math.min(right, left) / Math.max(right, left, 1e-6);
}

export interface FaceLight {
	/** 95th percentile of the face's luma, 0..1: independent of skin tone. */
	readonly brightest: number;
	/** Share of the face that is burnt out. */
	readonly burnt: number;
	/** 95th less 5th percentile of luma. */
	readonly contrast: number;
}

/** A channel this high has lost its detail. */
const BURNT = 0.985;

export function faceLight(patch: FacePatch): FaceLight {
	const face = pixelsIn(patch, FACE_OVAL);
	const luma = valuesAt(patch.luma, face);
	const brightest = quantile(luma, 0.95);
	const burnt = face.filter((i) => Math.min(patch.red[i], patch.green[i]) >= BURNT).length;
	return {
		brightest,
		burnt: burnt / Math.max(face.length, 1),
		contrast: brightest - quantile(luma, 0.05),
	};
}

/**
 * How steep edges are around the eyes: differences over two pixels against those over eight. A ramp that is
 * wider than both has 1/4, a hard edge 1.
 */
export function edgeSteepness({ luma, side }: FacePatch, around: readonly number[]): number {
	let near = 0;
	let far = 0;
	for (const i of around) {
		const [x, y] = [i % side, Math.floor(i / side)];
		if (x < 4 || y < 4 || x >= side - 4 || y >= side - 4) continue;
		near += Math.abs(luma[i + 1] - luma[i - 1]) + Math.abs(luma[i + side] - luma[i - side]);
		far += Math.abs(luma[i + 4] - luma[i - 4]) + Math.abs(luma[i + 4 * side] - luma[i - 4 * side]);
	}
	return far === 0 ? 0 : near / far;
}

export function eyeSharpness(patch: FacePatch): number {
	return edgeSteepness(
		patch,
		EYES.flatMap(({ area }) => pixelsIn(patch, area)),
	);
}

/** How far a colour is from the cheeks' for it to be no skin: in chromaticity. */
const SKIN_REACH = 0.06;

/** Share of the upper forehead that is not of the cheeks' colour: a hat's brim, or a fringe. */
export function foreheadCovered(patch: FacePatch): number {
	const chromaticity = (i: number) => {
		const sum = patch.red[i] + patch.green[i] + patch.blue[i] + 1e-3;
		return [patch.red[i] / sum, patch.green[i] / sum] as const;
	};
	const cheeks = EYES.flatMap(({ cheek }) => pixelsIn(patch, cheek)).map(chromaticity);
	const r = quantile(
		cheeks.map(([value]) => value),
		0.5,
	);
	const g = quantile(
		cheeks.map(([, value]) => value),
		0.5,
	);
	const dark = NO_SKIN * cheekLuma(patch);
	const forehead = pixelsIn(patch, UPPER_FOREHEAD);
	const other = forehead.filter((i) => {
		const [a, b] = chromaticity(i);
		return patch.luma[i] < dark || Math.hypot(a - r, b - g) > SKIN_REACH;
	});
	return other.length / Math.max(forehead.length, 1);
}

/** Between the middle of the forehead and the hairline. */
const UPPER_FOREHEAD = [103, 67, 109, 10, 338, 297, 332, 333, 299, 337, 151, 108, 69, 104] as const;

function cheekLuma(patch: FacePatch): number {
	const cheeks = EYES.map(({ cheek }) =>
		quantile(valuesAt(patch.luma, pixelsIn(patch, cheek)), 0.5),
	);
	const brow = quantile(valuesAt(patch.luma, pixelsIn(patch, BROW_SKIN)), 0.5);
	return Math.max(...cheeks, 0.8 * brow, 1e-3);
}
