import type { Box, Point } from '$lib/domain/geometry';
import { LEFT_EYE_OUTER, RIGHT_EYE_OUTER } from './topology';

/** A rotated square of the photo that a network looks at. */
export interface Roi {
	readonly centre: Point;
	/** In photo pixels. */
	readonly side: number;
	/** Radians, positive clockwise in the picture. */
	readonly roll: number;
}

/** How much larger than the face the mesh network wants its picture (MediaPipe's 1.5). */
const MARGIN = 1.5;
/** Height of a mesh against the distance of eyes and mouth, and its side against that of the ears. */
const EYES_TO_MOUTH = 2.45;
const EAR_TO_EAR = 1.2;

/** In-plane rotation of a face from its right to its left eye, -pi..pi. */
export function eyeRoll(right: Point, left: Point): number {
	return Math.atan2(left.y - right.y, left.x - right.x);
}

/** The square around a detector's box, turned so that the eyes are level. */
export function roiOfDetection(detection: {
	readonly centre: Point;
	readonly side: number;
	readonly keypoints: readonly Point[];
}): Roi {
	const { centre, side, keypoints } = detection;
	return { centre, side: side * MARGIN, roll: eyeRoll(keypoints[0], keypoints[1]) };
}

/** The square around a found face, from its key points alone. */
export function roiOfKeypoints(face: {
	readonly box: Box;
	readonly roll: number;
	readonly keypoints: readonly Point[];
}): Roi {
	const [right, left, nose, mouth, rightEar, leftEar] = face.keypoints;
	const eyes = { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 };
	// A turned head has narrow eyes, a nodding one a short face: the largest measure holds.
	const side = Math.max(
		EYES_TO_MOUTH * Math.hypot(mouth.x - eyes.x, mouth.y - eyes.y),
		EAR_TO_EAR * Math.hypot(leftEar.x - rightEar.x, leftEar.y - rightEar.y),
	);
	const middle = (a: number, b: number, c: number, d: number) => (a + b) / 4 + (c + d) / 4;
	const centre = {
		x: middle(eyes.x, mouth.x, rightEar.x, leftEar.x),
		y: (eyes.y + mouth.y + nose.y) / 3,
	};
	return { centre, side: side * MARGIN, roll: face.roll };
}

/** The square around a mesh (points x (x, y, z)), turned so that the eyes are level. */
export function roiOfMesh(mesh: Float32Array): Roi {
	const at = (i: number) => ({ x: mesh[3 * i], y: mesh[3 * i + 1] });
	const roll = eyeRoll(at(RIGHT_EYE_OUTER), at(LEFT_EYE_OUTER));
	const bounds = rotatedBounds(mesh, roll);
	return { ...bounds, side: Math.max(bounds.width, bounds.height) * MARGIN, roll };
}

/** Bounds of mesh points in a frame turned by `roll`: their centre in the photo, and width and height. */
export function rotatedBounds(
	mesh: Float32Array,
	roll: number,
): { centre: Point; width: number; height: number } {
	const cos = Math.cos(roll);
	const sin = Math.sin(roll);
	let left = Infinity;
	let right = -Infinity;
	let top = Infinity;
	let bottom = -Infinity;
	for (let i = 0; i < mesh.length; i += 3) {
		const u = cos * mesh[i] + sin * mesh[i + 1];
		const v = cos * mesh[i + 1] - sin * mesh[i];
		if (u < left) left = u;
		if (u > right) right = u;
		if (v < top) top = v;
		if (v > bottom) bottom = v;
	}
	const u = (left + right) / 2;
	const v = (top + bottom) / 2;
	return {
		centre: { x: cos * u - sin * v, y: sin * u + cos * v },
		width: right - left,
		height: bottom - top,
	};
}
