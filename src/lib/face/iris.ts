import { LANDMARKS, MESH_POINTS } from '$lib/domain/face';
import type { Affine } from '$lib/domain/geometry';
import { squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { mapPoints } from './mesh';
import { batch, IRIS, runNetwork } from './networks';
import type { PhotoReader } from './reader';
import {
	EYE_ROWS,
	LEFT_EYE_INNER,
	LEFT_EYE_OUTER,
	RIGHT_EYE_INNER,
	RIGHT_EYE_OUTER,
} from './topology';

/** How much wider than the eye the network wants its picture. */
const MARGIN = 2.3;
const CONTOUR_POINTS = 71;
const IRIS_POINTS = 5;
const EYE_VALUES = (CONTOUR_POINTS + IRIS_POINTS) * 3;
/** A contour further from the mesh than this share of the eye's width is not believed. */
const MAX_SHIFT = 0.3;

/**
 * Refines the lids of a mesh and adds the irises: LANDMARKS x (x, y, z) in photo pixels.
 * @param roll of the face in radians
 */
export async function addIrises(
	runtime: Runtime,
	reader: PhotoReader,
	mesh: Float32Array,
	roll: number,
	signal?: AbortSignal,
): Promise<Float32Array> {
	const landmarks = new Float32Array(LANDMARKS * 3);
	landmarks.set(mesh);
	const sides = [
		{ side: 'right', outer: RIGHT_EYE_OUTER, inner: RIGHT_EYE_INNER, at: MESH_POINTS },
		{ side: 'left', outer: LEFT_EYE_OUTER, inner: LEFT_EYE_INNER, at: MESH_POINTS + IRIS_POINTS },
	] as const;
	const squares = sides.map(({ side, outer, inner }) =>
		eyeSquare(mesh, outer, inner, roll, side === 'left'),
	);
	const pictures = squares.map((map) => reader.warp(map, { ...IRIS, border: 'replicate' }));
	const { points } = await runNetwork(runtime, IRIS, batch(pictures), signal);
	for (const [n, { side, outer, inner, at }] of sides.entries()) {
		const eye = mapPoints(points.data.subarray(n * EYE_VALUES, (n + 1) * EYE_VALUES), squares[n]);
		refineLids(landmarks, eye, side, outer, inner);
		// The network's own depth of the iris means nothing: the iris lies where the eye's corners lie.
		const depth = (mesh[3 * outer + 2] + mesh[3 * inner + 2]) / 2;
		for (let i = 0; i < IRIS_POINTS; i++) {
			landmarks.set(
				eye.subarray((CONTOUR_POINTS + i) * 3, (CONTOUR_POINTS + i) * 3 + 2),
				(at + i) * 3,
			);
			landmarks[(at + i) * 3 + 2] = depth;
		}
	}
	return landmarks;
}

/** The square around an eye; mirrored for the left eye, since the network knows right eyes. */
function eyeSquare(
	mesh: Float32Array,
	outer: number,
	inner: number,
	roll: number,
	mirror: boolean,
): Affine {
	const centre = {
		x: (mesh[3 * outer] + mesh[3 * inner]) / 2,
		y: (mesh[3 * outer + 1] + mesh[3 * inner + 1]) / 2,
	};
	const map = squareToSource(centre, eyeWidth(mesh, outer, inner) * MARGIN, roll, IRIS.size);
	if (!mirror) return map;
	const [a, b, c, d, e, f] = map;
	return [-a, b, c + a * IRIS.size, -d, e, f + d * IRIS.size];
}

function eyeWidth(mesh: Float32Array, outer: number, inner: number): number {
	return Math.hypot(mesh[3 * outer] - mesh[3 * inner], mesh[3 * outer + 1] - mesh[3 * inner + 1]);
}

/** Moves the lids of one eye to the network's contour, unless both disagree (a turned or covered eye). */
function refineLids(
	landmarks: Float32Array,
	eye: Float32Array,
	side: 'right' | 'left',
	outer: number,
	inner: number,
): void {
	let shift = 0;
	let count = 0;
	for (const row of EYE_ROWS)
		row[side].forEach((point, i) => {
			const p = 3 * row.contour[i];
			shift += Math.hypot(eye[p] - landmarks[3 * point], eye[p + 1] - landmarks[3 * point + 1]);
			count++;
		});
	if (shift / count > MAX_SHIFT * eyeWidth(landmarks, outer, inner)) return;
	for (const row of EYE_ROWS)
		row[side].forEach((point, i) => {
			const p = 3 * row.contour[i];
			landmarks[3 * point] = eye[p];
			landmarks[3 * point + 1] = eye[p + 1];
		});
}
