import type { Affine, Point } from '$lib/domain/geometry';
import { squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { DESCRIPTOR, runNetwork } from './networks';
import type { PhotoReader } from './reader';
import { eyeRoll, rotatedBounds } from './roi';
import { CHIN, FOREHEAD, LEFT_EYE_OUTER, RIGHT_EYE_OUTER } from './topology';

/** Side of the descriptor's square against the mesh's, and how far it is moved towards the hair. */
const MARGIN = 1.25;
const LIFT = 0.06;

/**
 * The square that the descriptor sees: level eyes, the mesh in it. Maps its pixels to photo pixels.
 * A mirrored picture is read from right to left: faces are not symmetric, and a mirrored one is less alike.
 */
export function descriptorSquare(landmarks: Float32Array, roll: number): Affine {
	const { centre, width, height } = rotatedBounds(landmarks, roll);
	const side = Math.max(width, height) * MARGIN;
	const lifted = {
		x: centre.x + Math.sin(roll) * side * LIFT,
		y: centre.y - Math.cos(roll) * side * LIFT,
	};
	const square = squareToSource(lifted, side, roll, DESCRIPTOR.size);
	return isMirrored(landmarks) ? readFromRight(square, DESCRIPTOR.size) : square;
}

/** Whether the person's right eye lies where the left one should: some compositions flip the photo. */
export function isMirrored(landmarks: Float32Array): boolean {
	const across = between(landmarks, RIGHT_EYE_OUTER, LEFT_EYE_OUTER);
	const down = between(landmarks, FOREHEAD, CHIN);
	return across.x * down.y - across.y * down.x < 0;
}

/** In-plane rotation of a mesh by its eyes, as its person would say: a mirrored face is not upside down. */
export function levelOf(mesh: Float32Array): number {
	const at = (i: number) => ({ x: mesh[3 * i], y: mesh[3 * i + 1] });
	const eyes = [at(RIGHT_EYE_OUTER), at(LEFT_EYE_OUTER)];
	if (isMirrored(mesh)) eyes.reverse();
	return eyeRoll(eyes[0], eyes[1]);
}

function between(landmarks: Float32Array, from: number, to: number): Point {
	return {
		x: landmarks[3 * to] - landmarks[3 * from],
		y: landmarks[3 * to + 1] - landmarks[3 * from + 1],
	};
}

function readFromRight([a, b, c, d, e, f]: Affine, size: number): Affine {
	return [-a, b, c + a * size, -d, e, f + d * size];
}

/**
 * DESCRIPTOR_LENGTH numbers that tell people apart; compare with cosine similarity.
 * @param landmarks points x (x, y, z) in photo pixels
 */
export async function describeFace(
	runtime: Runtime,
	reader: PhotoReader,
	landmarks: Float32Array,
	roll: number,
	signal?: AbortSignal,
): Promise<Float32Array> {
	const toPhoto = descriptorSquare(landmarks, roll);
	const picture = reader.warp(toPhoto, { ...DESCRIPTOR, border: 'replicate' });
	const { descriptor } = await runNetwork(runtime, DESCRIPTOR, picture, signal);
	return descriptor.data;
}
