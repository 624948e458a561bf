import type { Box, Point } from '$lib/domain/geometry';
import type { Runtime } from '$lib/runtime/runtime';
import { detectIn } from './detect';
import type { Candidate } from './detect';
import { fitMesh } from './mesh';
import type { PhotoReader } from './reader';
import { eyeRoll, roiOfDetection, rotatedBounds } from './roi';
import { overlap } from './suppress';
import {
	BROWS_TO_CHIN,
	LEFT_EAR,
	LEFT_EYE_INNER,
	LEFT_EYE_OUTER,
	LIP_BOTTOM,
	LIP_TOP,
	NOSE_TIP,
	RIGHT_EAR,
	RIGHT_EYE_INNER,
	RIGHT_EYE_OUTER,
} from './topology';

/** A face that the detector has seen clearly. */
export interface Found {
	/** Whether the mesh network agrees; then box, key points and roll are the mesh's. */
	readonly confirmed: boolean;
	readonly score: number;
	/** What the detector alone said. */
	readonly detected: number;
	readonly box: Box;
	readonly keypoints: readonly Point[];
	readonly roll: number;
}

/** The mesh network must agree that there is a face, and both networks together be this sure. */
const MIN_PRESENCE = 0.4;
const MIN_TOGETHER = 0.5;
/** Candidates less sure or smaller (as a share of what was searched) than this are looked at again, closely. */
const CONFIDENT = 0.8;
const CLEAR_SHARE = 0.1;
/** The square of the closer look against the candidate's side, and what it must say. */
const CLOSER = 2.5;
const MIN_CLOSE_SCORE = 0.5;
const SAME_FACE = 0.3;
/** How far the mesh may wander from the detection, and how much larger or smaller it may be. */
const MAX_DRIFT = 0.4;
const MAX_RATIO = 1.7;

/**
 * Asks the mesh network whether a candidate is a face; takes box, key points and roll from its mesh.
 * Before that, what the detector saw small or with doubt must look like a face to it from close by:
 * null when it does not.
 */
export async function verify(
	runtime: Runtime,
	reader: PhotoReader,
	candidate: Candidate,
	signal?: AbortSignal,
): Promise<Found | null> {
	const clear = candidate.score >= CONFIDENT && candidate.share >= CLEAR_SHARE;
	const close = clear ? candidate : await lookCloser(runtime, reader, candidate, signal);
	if (!close) return null;
	const { points, presence } = await fitMesh(runtime, reader, roiOfDetection(close), signal);
	const face = describeMesh(points);
	const { box, score, keypoints } = close;
	const together = score * presence;
	return presence >= MIN_PRESENCE && together >= MIN_TOGETHER && agrees(face.box, close)
		? { ...face, confirmed: true, detected: score, score: together }
		: {
				confirmed: false,
				detected: score,
				score: score * MIN_PRESENCE,
				box,
				keypoints,
				roll: eyeRoll(keypoints[0], keypoints[1]),
			};
}

/** The same face as the detector sees it from close by, level; null when it sees none. */
async function lookCloser(
	runtime: Runtime,
	reader: PhotoReader,
	candidate: Candidate,
	signal?: AbortSignal,
): Promise<Candidate | null> {
	const { centre, side, keypoints } = candidate;
	const square = { centre, side: side * CLOSER, roll: eyeRoll(keypoints[0], keypoints[1]) };
	const seen = await detectIn(runtime, reader, square, MIN_CLOSE_SCORE, signal);
	return seen.find(({ box }) => overlap(box, candidate.box) > SAME_FACE) ?? null;
}

function agrees(box: Box, candidate: Candidate): boolean {
	const side = Math.max(box.width, box.height);
	const drift = Math.hypot(
		box.x + box.width / 2 - candidate.centre.x,
		box.y + box.height / 2 - candidate.centre.y,
	);
	const ratio = side / candidate.side;
	return drift < MAX_DRIFT * candidate.side && ratio < MAX_RATIO && ratio > 1 / MAX_RATIO;
}

/** Box, key points and roll of a mesh in photo pixels. */
export function describeMesh(mesh: Float32Array): { box: Box; keypoints: Point[]; roll: number } {
	const at = (i: number): Point => ({ x: mesh[3 * i], y: mesh[3 * i + 1] });
	const middle = (i: number, j: number): Point => ({
		x: (mesh[3 * i] + mesh[3 * j]) / 2,
		y: (mesh[3 * i + 1] + mesh[3 * j + 1]) / 2,
	});
	const outline = new Float32Array(BROWS_TO_CHIN.length * 3);
	BROWS_TO_CHIN.forEach((i, k) => outline.set(mesh.subarray(3 * i, 3 * i + 3), 3 * k));
	const { centre, width, height } = rotatedBounds(outline, 0);
	return {
		box: { x: centre.x - width / 2, y: centre.y - height / 2, width, height },
		keypoints: [
			middle(RIGHT_EYE_OUTER, RIGHT_EYE_INNER),
			middle(LEFT_EYE_OUTER, LEFT_EYE_INNER),
			at(NOSE_TIP),
			middle(LIP_TOP, LIP_BOTTOM),
			at(RIGHT_EAR),
			at(LEFT_EAR),
		],
		roll: eyeRoll(at(RIGHT_EYE_OUTER), at(LEFT_EYE_OUTER)),
	};
}
