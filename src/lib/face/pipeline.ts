import { LANDMARKS, PORTRAIT_SIDE } from '$lib/domain/face';
import type { DetectedFace, Face, FollowedPortrait, Portrait } from '$lib/domain/face';
import type { Box } from '$lib/domain/geometry';
import type { IdSubject } from '$lib/domain/id-photo';
import type { OnProgress } from '$lib/domain/progress';
import { invertAffine } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { adviceFor } from './advice';
import { alignFace } from './aligned-face';
import { describeFace, levelOf } from './descriptor';
import { followHead } from './follow-head';
import { followPortrait } from './follow-portrait';
import { readIdSubject } from './id-subject';
import { addIrises } from './iris';
import { lookAt } from './look';
import { fitSteadyMesh, mapPoints } from './mesh';
import { FACE_MODELS } from './networks';
import { segmentPerson } from './person';
import { boxesInPortrait, cutPortrait, portraitSquare, portraitToPhoto } from './portrait';
import { poseOf } from './pose';
import { PhotoReader } from './reader';
import type { PhotoInput } from './reader';
import { roiOfKeypoints } from './roi';
import { searchFaces } from './search';

export interface JobOptions {
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
}

/** From a photo to its faces, and from a face to all that the styles and the likeness score need. */
export interface FacePipeline {
	/** Opens the built-in models. A failure is forgotten: calling again tries again. */
	load(onProgress?: OnProgress, signal?: AbortSignal): Promise<void>;
	/** All faces, largest first; empty when there is none. */
	findFaces(photo: PhotoInput, options?: JobOptions): Promise<DetectedFace[]>;
	/**
	 * Landmarks, pose, descriptor, advice, and the portrait crop of one face.
	 * @param others boxes of the photo's other faces, in photo pixels
	 */
	analyse(
		photo: PhotoInput,
		face: DetectedFace,
		others: readonly Box[],
		options?: JobOptions,
	): Promise<{ face: Face; portrait: Portrait }>;
	/** Landmarks, pose and person masks of one face for an ID photo. @param others as of analyse */
	idSubject(
		photo: PhotoInput,
		face: DetectedFace,
		others: readonly Box[],
		options?: JobOptions,
	): Promise<IdSubject>;
	/** See followHead: the head of one frame of a camera. */
	followHead(
		frame: PhotoInput,
		last: Float32Array | null,
		masked: boolean,
		options?: JobOptions,
	): Promise<IdSubject | null>;
	/** A small portrait of one frame of a camera, see follow-portrait.ts. Null without a face. */
	followPortrait(
		frame: PhotoInput,
		last: Pick<FollowedPortrait, 'landmarks' | 'mask'> | null,
		side: number,
		masked: boolean,
		options?: JobOptions,
	): Promise<FollowedPortrait | null>;
	/**
	 * The descriptor of a picture whose face position is known.
	 * @param landmarks LANDMARKS x (x, y, z) in picture pixels
	 */
	describe(
		picture: PhotoInput,
		landmarks: Float32Array,
		options?: JobOptions,
	): Promise<Float32Array>;
	/** See alignFace. @param landmarks LANDMARKS x (x, y, z) in photo pixels */
	align(photo: PhotoInput, landmarks: Float32Array): Uint8Array<ArrayBuffer>;
	dispose(): Promise<void>;
}

/** @param runtime stays the caller's until dispose(), which disposes it */
export function createFacePipeline(runtime: Runtime): FacePipeline {
	return {
		load: (onProgress, signal) => runtime.load(FACE_MODELS, onProgress, signal),
		findFaces: (photo, options) => searchFaces(runtime, new PhotoReader(photo), options),
		analyse: (photo, face, others, options) => analyse(runtime, photo, face, others, options),
		idSubject: (photo, face, others, options) =>
			readIdSubject(runtime, new PhotoReader(photo), face, others, options),
		followHead: (frame, last, masked, options) =>
			followHead(runtime, new PhotoReader(frame), last, masked, options?.signal),
		followPortrait: (frame, last, side, masked, options) =>
			followPortrait(runtime, new PhotoReader(frame), last, side, masked, options?.signal),
		describe: async (picture, landmarks, options) => {
			requireLandmarks(landmarks, 'describe');
			const roll = levelOf(landmarks);
			return describeFace(runtime, new PhotoReader(picture), landmarks, roll, options?.signal);
		},
		align(photo, landmarks) {
			requireLandmarks(landmarks, 'align');
			return alignFace(new PhotoReader(photo), landmarks);
		},
		dispose: () => runtime.dispose(),
	};
}

function requireLandmarks({ length }: Float32Array, what: string): void {
	if (length === LANDMARKS * 3) return;
	throw new RangeError(`${what} wants ${LANDMARKS * 3} landmark numbers, not ${length}`);
}

async function analyse(
	runtime: Runtime,
	photo: PhotoInput,
	detected: DetectedFace,
	others: readonly Box[],
	{ signal, onProgress }: JobOptions = {},
): Promise<{ face: Face; portrait: Portrait }> {
	const report = (fraction: number) => {
		signal?.throwIfAborted();
		onProgress?.({ stage: 'analyse', fraction });
	};
	const reader = new PhotoReader(photo);
	// 1. The mesh.
	const mesh = await fitSteadyMesh(runtime, reader, roiOfKeypoints(detected), signal);
	report(0.3);
	// 2. Lids and irises.
	const roll = levelOf(mesh);
	const landmarks = await addIrises(runtime, reader, mesh, roll, signal);
	report(0.5);
	// 3. Who it is.
	const descriptor = await describeFace(runtime, reader, landmarks, roll, signal);
	report(0.7);
	// 4. Head and shoulders, and which pixels are the person.
	const square = portraitSquare(mesh, reader.width, reader.height);
	const rgba = cutPortrait(reader, square);
	const toPhoto = portraitToPhoto(square);
	const crop = { width: PORTRAIT_SIDE, height: PORTRAIT_SIDE, data: rgba };
	report(0.8);
	const portrait: Portrait = {
		side: PORTRAIT_SIDE,
		rgba,
		landmarks: mapPoints(landmarks, invertAffine(toPhoto)),
		mask: await segmentPerson(runtime, crop, signal),
		others: boxesInPortrait(others, square),
		toPhoto,
	};
	// 5. What to tell about it.
	const pose = poseOf(mesh);
	const look = lookAt(reader, landmarks, roll);
	const advice = adviceFor({ mesh, pose, look, photo: reader, others: portrait.others });
	report(1);
	return { face: { ...detected, landmarks, pose, descriptor, advice }, portrait };
}
