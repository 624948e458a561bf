import { MESH_POINTS } from '$lib/domain/face';
import type { Point } from '$lib/domain/geometry';

export interface Iris extends Point {
	/** In pixels, at least 1. */
	readonly radius: number;
}

/**
 * The irises, the person's right one first: a circle through the four points on each rim.
 * @param landmarks LANDMARKS x (x, y, z) in pixels
 */
export function irises(landmarks: Float32Array): readonly [Iris, Iris] {
	return [irisAt(landmarks, MESH_POINTS), irisAt(landmarks, MESH_POINTS + 5)];
}

function irisAt(landmarks: Float32Array, centre: number): Iris {
	const [x, y] = [landmarks[3 * centre], landmarks[3 * centre + 1]];
	let sum = 0;
	for (let i = centre + 1; i <= centre + 4; i++) {
		sum += Math.hypot(landmarks[3 * i] - x, landmarks[3 * i + 1] - y);
	}
	return { x, y, radius: Math.max(1, sum / 4) };
}
