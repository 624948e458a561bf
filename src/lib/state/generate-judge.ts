import type { FaceClient } from '$lib/bridge/face-client';
import type { Portrait } from '$lib/domain/face';
import { judgeFaces, type Verdict } from '$lib/likeness/search/verdict';

/** What the face networks say of a picture; where one whole face is in it, with its portrait in picture pixels. */
export interface Judgement {
	readonly verdict: Verdict;
	readonly portrait: Portrait | null;
}

/** Compares a picture with somebody's descriptor. The bitmap stays the caller's. */
export type Judge = (
	picture: ImageBitmap,
	reference: Float32Array,
	signal: AbortSignal,
) => Promise<Judgement>;

/** Faces smaller than this share of the picture's shorter side are not what was asked for. */
const SMALLEST_FACE = 0.12;
/** Radians; beyond them the mesh does not fit and the descriptor sees half a face. */
const MOST_YAW = 1;
const MOST_PITCH = 0.9;

export function judgeWith(client: FaceClient): Judge {
	return async (picture, reference, signal) => {
		const faces = await client.findFaces(picture, { signal });
		const [first, ...others] = faces;
		if (!first) return { verdict: judgeFaces([], null, reference), portrait: null };
		const boxes = others.map(({ box }) => box);
		const { face, portrait } = await client.analyse(picture, first, boxes, { signal });
		const verdict = judgeFaces(faces, face.descriptor, reference);
		if (verdict.kind === 'dropped') return { verdict, portrait: null };
		const side = Math.sqrt(face.box.width * face.box.height);
		const small = side < SMALLEST_FACE * Math.min(picture.width, picture.height);
		const { yaw, pitch } = face.pose;
		if (small || Math.abs(yaw) > MOST_YAW || Math.abs(pitch) > MOST_PITCH) {
			return { verdict: { kind: 'dropped', because: 'broken' }, portrait: null };
		}
		return { verdict, portrait };
	};
}
