import type { Pose } from '$lib/domain/face';
import { CHIN, FOREHEAD, MIRRORED } from './topology';

type Vector = readonly [number, number, number];

/**
 * What forehead to chin measures on the mesh when a person looks straight ahead, in radians: the median
 * of official portraits.
 */
const LEVEL_PITCH = (-6 * Math.PI) / 180;

/**
 * Angles of the head from its mesh (points x (x, y, z), z in the same unit, smaller is nearer).
 *
 * 1. The head's right-to-left axis is the sum over mirrored point pairs: noise and expression average out.
 * 2. Its downward axis is forehead to chin, made perpendicular to the first.
 * 3. Roll, yaw and pitch, in this order of application from the picture to the head.
 */
export function poseOf(mesh: Float32Array): Pose {
	const across = [0, 0, 0];
	for (const [right, left] of MIRRORED)
		for (let c = 0; c < 3; c++) across[c] += mesh[3 * left + c] - mesh[3 * right + c];
	const x = normalise(across as unknown as Vector);
	const down: Vector = [
		mesh[3 * CHIN] - mesh[3 * FOREHEAD],
		mesh[3 * CHIN + 1] - mesh[3 * FOREHEAD + 1],
		mesh[3 * CHIN + 2] - mesh[3 * FOREHEAD + 2],
	];
	const along = dot(down, x);
	const y = normalise([down[0] - along * x[0], down[1] - along * x[1], down[2] - along * x[2]]);
	const forward = cross(x, y);
	return {
		roll: Math.atan2(x[1], x[0]),
		yaw: Math.atan2(x[2], Math.hypot(x[0], x[1])),
		pitch: Math.atan2(-y[2], forward[2]) - LEVEL_PITCH,
	};
}

function dot(a: Vector, b: Vector): number {
	return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
	return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}

function normalise(v: Vector): Vector {
	const length = Math.sqrt(dot(v, v));
	return [v[0] / length, v[1] / length, v[2] / length];
}
