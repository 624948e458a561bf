import type { FaceClient } from '$lib/bridge/face-client';
import type { DetectedFace, Portrait } from '$lib/domain/face';
import { cosineSimilarity } from '$lib/likeness/similarity';

/** What the face networks say of a generated picture. */
export type Verdict =
	| { readonly kind: 'face'; readonly cosine: number; readonly portrait: Portrait }
	/** Nobody, more than one, or somebody whose face is no whole one. */
	| { readonly kind: 'none' | 'several' | 'broken' };

/** Compares a picture with somebody. The bitmap stays the caller's. */
export type Judge = (
	picture: ImageBitmap,
	descriptor: Float32Array,
	signal: AbortSignal,
) => Promise<Verdict>;

/** A second face counts from this share of the first one's size: what is smaller is a pattern or far away. */
const SECOND_FACE = 0.35;
/** Faces smaller than this share of the picture's shorter side are not what was asked for. */
const SMALLEST_FACE = 0.12;
/** Radians; beyond them the mesh does not fit and the descriptor sees half a face. */
const MOST_YAW = 1;
const MOST_PITCH = 0.9;

export function judgeWith(face: FaceClient): Judge {
	return async (picture, descriptor, signal) => {
		const faces = await face.findFaces(picture, { signal });
		const shorter = Math.min(picture.width, picture.height);
		const kind = sortFaces(faces, shorter);
		if (kind !== 'face') return { kind };
		const { face: found, portrait } = await face.analyse(picture, faces[0], [], { signal });
		const { yaw, pitch } = found.pose;
		if (Math.abs(yaw) > MOST_YAW || Math.abs(pitch) > MOST_PITCH) return { kind: 'broken' };
		return { kind: 'face', cosine: cosineSimilarity(descriptor, found.descriptor), portrait };
	};
}

/**
 * Whether a picture shows one person, from its faces, largest first.
 * @param shorter side of the picture in pixels
 */
export function sortFaces(
	faces: readonly Pick<DetectedFace, 'box'>[],
	shorter: number,
): Verdict['kind'] {
	if (faces.length === 0) return 'none';
	const sideOf = ({ box }: Pick<DetectedFace, 'box'>) => Math.sqrt(box.width * box.height);
	const [first, ...others] = faces.map(sideOf);
	if (others.some((side) => side > first * SECOND_FACE)) return 'several';
	return first < shorter * SMALLEST_FACE ? 'broken' : 'face';
}
