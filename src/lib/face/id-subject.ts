import type { DetectedFace } from '$lib/domain/face';
import type { Box } from '$lib/domain/geometry';
import type { IdSubject, SquareMask } from '$lib/domain/id-photo';
import type { OnProgress } from '$lib/domain/progress';
import { squareToSource } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { faceHeight } from './advice';
import { levelOf } from './descriptor';
import { addIrises } from './iris';
import { fitSteadyMesh } from './mesh';
import { PERSON } from './networks';
import { segmentColours } from './person';
import { portraitSquare } from './portrait';
import { poseOf } from './pose';
import type { PhotoReader } from './reader';
import { roiOfKeypoints } from './roi';
import { CHIN, OVAL } from './topology';

/**
 * Side of the wide square against the face's height: a head of 44% of the picture (Canada's passport, the
 * smallest) leaves 3.1 face heights for the whole.
 */
const WIDE = 3.4;
/** Its middle lies this far below the face's, in face heights: shoulders take more room than air. */
const LOWER = 0.2;
/** Squares that are this alike need no second mask. */
const ALIKE = 1.15;

/** Landmarks, pose and person masks of one face for an ID photo; no descriptor. */
export async function readIdSubject(
	runtime: Runtime,
	reader: PhotoReader,
	detected: DetectedFace,
	others: readonly Box[],
	{ signal, onProgress }: { readonly signal?: AbortSignal; readonly onProgress?: OnProgress } = {},
): Promise<IdSubject> {
	const report = (fraction: number) => {
		signal?.throwIfAborted();
		onProgress?.({ stage: 'analyse', fraction });
	};
	// 1. Mesh, lids and irises.
	const mesh = await fitSteadyMesh(runtime, reader, roiOfKeypoints(detected), signal);
	report(0.3);
	const landmarks = await addIrises(runtime, reader, mesh, levelOf(mesh), signal);
	report(0.5);
	// 2. The person in the wide square, and finer in the close one.
	const close = portraitSquare(mesh, reader.width, reader.height);
	const wide = wideSquare(mesh);
	const squares = wide.width > ALIKE * close.width ? [wide, close] : [wide];
	const masks: SquareMask[] = [];
	for (const square of squares) {
		masks.push(await maskOf(runtime, reader, square, signal));
		report(0.5 + (0.5 * masks.length) / squares.length);
	}
	const { width, height } = reader;
	return { photo: { width, height }, landmarks, pose: poseOf(mesh), others, masks };
}

/** The square that holds every picture that may be cut around this head; it may leave the photo. */
function wideSquare(mesh: Float32Array): Box {
	const mean = (axis: 0 | 1) => OVAL.reduce((sum, i) => sum + mesh[3 * i + axis], 0) / OVAL.length;
	const face = faceHeight(mesh);
	const side = WIDE * face;
	const chinY = mesh[3 * CHIN + 1];
	// A head upside down has its body above.
	const down = chinY > mean(1) ? LOWER : -LOWER;
	return {
		x: mean(0) - side / 2,
		y: mean(1) + down * face - side / 2,
		width: side,
		height: side,
	};
}

/** Outside the photo its border goes on: a body, a wall. */
async function maskOf(
	runtime: Runtime,
	reader: PhotoReader,
	square: Box,
	signal?: AbortSignal,
): Promise<SquareMask> {
	const centre = { x: square.x + square.width / 2, y: square.y + square.height / 2 };
	const toPhoto = squareToSource(centre, square.width, 0, PERSON.size);
	const colours = reader.warp(toPhoto, { ...PERSON, border: 'replicate' });
	return { square, ...(await segmentColours(runtime, colours, signal)) };
}
