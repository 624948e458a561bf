import { MESH_POINTS } from '$lib/domain/face';
import type { FollowedPortrait } from '$lib/domain/face';
import { invertAffine } from '$lib/image/warp';
import type { Runtime } from '$lib/runtime/runtime';
import { followHead } from './follow-head';
import { mapPoints } from './mesh';
import { cutPortrait, portraitSquare, portraitToPhoto } from './portrait';
import type { PhotoReader } from './reader';

/**
 * The portrait of a camera's frame for a live picture: small, looked for where it was, with the mask of a frame
 * before for as long as the caller gives it (the crop goes with the face, and so does the mask). Null without a face.
 * @param last what this told of the frame before, in pixels of this one, or null: then all faces are searched
 * @param side of the crop in pixels
 * @param masked whether the mask is drawn anew; without a frame before it always is
 */
export async function followPortrait(
	runtime: Runtime,
	reader: PhotoReader,
	last: Pick<FollowedPortrait, 'landmarks' | 'mask'> | null,
	side: number,
	masked: boolean,
	signal?: AbortSignal,
): Promise<FollowedPortrait | null> {
	// 1. Landmarks and, now and then, the mask.
	const renew = masked || !last;
	const head = await followHead(runtime, reader, last?.landmarks ?? null, renew, signal);
	if (!head) return null;
	const { landmarks } = head;
	// 2. The crop.
	const mesh = landmarks.subarray(0, 3 * MESH_POINTS);
	const square = portraitSquare(mesh, reader.width, reader.height);
	const toPhoto = portraitToPhoto(square, side);
	const mask = renew ? head.masks[0] : last.mask;
	const portrait = {
		side,
		rgba: cutPortrait(reader, square, side),
		landmarks: mapPoints(landmarks, invertAffine(toPhoto)),
		mask: { width: mask.width, height: mask.height, data: mask.data },
		others: [],
		toPhoto,
	};
	return { landmarks, mask: portrait.mask, portrait };
}
