import type { IdSubject, SquareMask } from '$lib/domain/id-photo';
import type { Box } from '$lib/domain/geometry';
import { squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { levelOf } from './descriptor';
import { addIrises } from './iris';
import { fitMesh, fitSteadyMesh } from './mesh';
import { PERSON, runNetwork } from './networks';
import { portraitSquare } from './portrait';
import { poseOf } from './pose';
import type { PhotoReader } from './reader';
import { roiOfKeypoints, roiOfMesh } from './roi';
import { searchFaces } from './search';

/** A mesh that is less sure than this has lost its face. */
const PRESENT = 0.8;

/**
 * The head of a camera's frame, as idSubject tells it but lighter: looked for where it was, one network's pass for
 * the mask, or none. Null without a face.
 * @param last landmarks of the frame before in pixels of this one, or null: then all faces are searched
 * @param masked whether the mask is drawn anew; without it `masks` is empty
 */
export async function followHead(
	runtime: Runtime,
	reader: PhotoReader,
	last: Float32Array | null,
	masked: boolean,
	signal?: AbortSignal,
): Promise<IdSubject | null> {
	// 1. The mesh where it was; a search where it is not.
	const seen = last && (await fitMesh(runtime, reader, roiOfMesh(last), signal));
	let mesh = seen && seen.presence >= PRESENT ? seen.points : null;
	let others: readonly Box[] = [];
	if (!mesh) {
		const [face, ...rest] = await searchFaces(runtime, reader, { signal, quick: true });
		if (!face) return null;
		others = rest.map(({ box }) => box);
		mesh = await fitSteadyMesh(runtime, reader, roiOfKeypoints(face), signal);
	}
	// 2. Lids and irises.
	const landmarks = await addIrises(runtime, reader, mesh, levelOf(mesh), signal);
	// 3. Which pixels are the person, around head and shoulders.
	const masks = masked ? [await quickMask(runtime, reader, mesh, signal)] : [];
	const { width, height } = reader;
	return { photo: { width, height }, landmarks, pose: poseOf(mesh), others, masks };
}

async function quickMask(
	runtime: Runtime,
	reader: PhotoReader,
	mesh: Float32Array,
	signal?: AbortSignal,
): Promise<SquareMask> {
	const { size } = PERSON;
	const square = portraitSquare(mesh, reader.width, reader.height);
	const centre = { x: square.x + square.width / 2, y: square.y + square.height / 2 };
	const toPhoto = squareToSource(centre, square.width, 0, size);
	const colours = reader.warp(toPhoto, { ...PERSON, border: 'replicate' });
	const { mask } = await runNetwork(runtime, PERSON, colours, signal);
	return { square, width: size, height: size, data: mask.data.slice() };
}
