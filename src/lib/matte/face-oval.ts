import type { Point } from '$lib/domain/geometry';

/** Mesh points around the face, clockwise from the middle of the forehead. */
export const FACE_OVAL = [
	10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148,
	176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/** Mesh points of landmarks (x, y, z each) as points in the same pixels times `scale`. */
export function meshPoints(
	landmarks: Float32Array,
	indices: readonly number[],
	scale = 1,
): Point[] {
	return indices.map((i) => ({ x: landmarks[3 * i] * scale, y: landmarks[3 * i + 1] * scale }));
}
