import type { Affine } from '$lib/domain/geometry';
import type { HeadMeasure, IdCheck, IdSubject } from '$lib/domain/id-photo';
import { applyAffine, composeAffine, invertAffine } from '$lib/image/warp';
import { CHIN, EYES, FOREHEAD, MOUTH_CORNERS, distance, pointOf } from '../mesh';
import type { FacePatch } from './face-patch';
import * as features from './features';
import { judge } from './limits';
import { mouthOpen } from './mouth';

/** How much of the forehead is hidden, and how high the head stands over it, where hats begin. */
const HAT = { covered: 0.3, height: 0.47 };

/** The rules about a face's pixels; the same for every spec. Marks are in picture pixels. */
export function faceChecks(
	patch: FacePatch,
	subject: IdSubject,
	head: HeadMeasure,
	toPicture: Affine,
): IdCheck[] {
	const toMarks = composeAffine(toPicture, invertAffine(patch.fromPhoto));
	const eyes = EYES.flatMap(({ area }) => boxAround(patch, area, toMarks));
	const mouth = boxAround(patch, MOUTH_CORNERS, toMarks);
	const light = features.faceLight(patch);
	const tall =
		distance(head.crown, head.chin) /
		distance(pointOf(subject.landmarks, FOREHEAD), pointOf(subject.landmarks, CHIN));
	const hat = Math.min(
		features.foreheadCovered(patch) / HAT.covered,
		Math.max(tall - 1, 0) / HAT.height,
	);
	return [
		judge('eyes-open', features.eyesOpen(patch), eyes),
		judge('mouth-closed', mouthOpen(patch), mouth),
		judge('gaze', features.gazeAside(patch), eyes),
		judge('glasses-glare', features.lensGlare(patch), eyes),
		judge('dark-lenses', features.lensBrightness(patch), eyes),
		judge('hat', hat),
		judge('hair-over-eyes', features.hairOverEyes(patch), eyes),
		judge('face-shadow', features.faceShadow(patch)),
		// Burnt-out skin counts as the brightest there is.
		judge('exposure', light.burnt > 0.03 ? 1 : light.brightest),
		judge('contrast', light.contrast),
		judge('sharpness', features.eyeSharpness(patch), eyes),
	];
}

function boxAround(
	patch: FacePatch,
	indices: readonly number[],
	toMarks: Affine,
): IdCheck['marks'][number][] {
	const points = indices.map((index) => {
		const { x, y } = pointOf(patch.landmarks, index);
		return applyAffine(toMarks, x, y);
	});
	const xs = points.map(({ x }) => x);
	const ys = points.map(({ y }) => y);
	const from = { x: Math.min(...xs), y: Math.min(...ys) };
	return [{ from, to: { x: Math.max(...xs), y: Math.max(...ys) } }];
}
