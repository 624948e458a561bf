import type { Affine } from '$lib/domain/geometry';
import { squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { DESCRIPTOR, runNetwork } from './networks';
import type { PhotoReader } from './reader';
import { rotatedBounds } from './roi';

/** Side of the descriptor's square against the mesh's, and how far it is moved towards the hair. */
const MARGIN = 1.25;
const LIFT = 0.06;

/** The square that the descriptor sees: level eyes, the mesh in it. Maps its pixels to photo pixels. */
export function descriptorSquare(landmarks: Float32Array, roll: number): Affine {
	const { centre, width, height } = rotatedBounds(landmarks, roll);
	const side = Math.max(width, height) * MARGIN;
	const lifted = {
		x: centre.x + Math.sin(roll) * side * LIFT,
		y: centre.y - Math.cos(roll) * side * LIFT,
	};
	return squareToSource(lifted, side, roll, DESCRIPTOR.size);
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
