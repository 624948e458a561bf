import type { SquareMask } from '$lib/domain/id-photo';
import { LEFT_IRIS, RIGHT_IRIS, distance, pointOf } from './mesh';

/**
 * A mask of an earlier frame where the head is now: moved and scaled with the eyes.
 * @param before landmarks of the frame of the mask
 * @param now landmarks of this frame, in the same pixels
 */
export function carryMask(mask: SquareMask, before: Float32Array, now: Float32Array): SquareMask {
	const eyes = (landmarks: Float32Array) => {
		const [right, left] = [pointOf(landmarks, RIGHT_IRIS), pointOf(landmarks, LEFT_IRIS)];
		const middle = { x: (right.x + left.x) / 2, y: (right.y + left.y) / 2 };
		return { ...middle, apart: distance(right, left) };
	};
	const [from, to] = [eyes(before), eyes(now)];
	const scale = to.apart / from.apart;
	const { x, y, width, height } = mask.square;
	const square = {
		x: to.x + scale * (x - from.x),
		y: to.y + scale * (y - from.y),
		width: scale * width,
		height: scale * height,
	};
	return { ...mask, square };
}
