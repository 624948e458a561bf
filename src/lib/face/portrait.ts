import { PORTRAIT_SIDE } from '$lib/domain/face';
import type { Affine, Box } from '$lib/domain/geometry';
import { resizeRegion } from '$lib/image/resize';
import type { PhotoReader } from './reader';
import { CHIN, FOREHEAD, LEFT_EAR, OVAL, RIGHT_EAR } from './topology';

/** Side of the crop against the face's height (points 10 to 152), when the photo has room. */
const ROOMY = 2.35;
/** It shrinks as far as this to keep the face in the middle. */
const TIGHT = 1.75;
/** How far off the middle the face may be, as a ratio, before the crop shrinks. */
const OFF_CENTRE = 1.12;

/**
 * The square of head and shoulders around a face, within the photo; the head's tilt is left alone.
 * Its side is the photo's short side at most.
 * @param mesh points x (x, y, z) in photo pixels
 */
export function portraitSquare(mesh: Float32Array, width: number, height: number): Box {
	const x = (i: number) => mesh[3 * i];
	const y = (i: number) => mesh[3 * i + 1];
	const mean = (of: (i: number) => number) => OVAL.reduce((sum, i) => sum + of(i), 0) / OVAL.length;
	// 1. Middle of the face: the outline's, drawn towards the middle of the ears (a turned head).
	const centreX = 0.6 * mean(x) + 0.2 * (x(RIGHT_EAR) + x(LEFT_EAR));
	const centreY = mean(y);
	const face = Math.hypot(x(FOREHEAD) - x(CHIN), y(FOREHEAD) - y(CHIN));
	// 2. A face near the edge gets a smaller crop rather than an off-centre one, within reason.
	const room = 2 * Math.min(centreX, width - centreX) * OFF_CENTRE;
	const wanted = ROOMY * face;
	const side = Math.min(room < wanted ? Math.max(room, TIGHT * face) : wanted, width, height);
	// 3. Stay inside: mirrored padding draws ghost faces.
	const clamp = (value: number, limit: number) => Math.min(Math.max(value, 0), limit);
	return {
		x: clamp(centreX - side / 2, width - side),
		y: clamp(centreY - side / 2, height - side),
		width: side,
		height: side,
	};
}

/** The crop's pixels, `side` square, RGBA. */
export function cutPortrait(
	reader: PhotoReader,
	square: Box,
	side = PORTRAIT_SIDE,
): Uint8ClampedArray<ArrayBuffer> {
	const patch = reader.read(square, square.width / side);
	const region = {
		x: (square.x - patch.x) / patch.scale,
		y: (square.y - patch.y) / patch.scale,
		width: square.width / patch.scale,
		height: square.height / patch.scale,
	};
	return resizeRegion(patch.pixels, region, side, side);
}

/** Maps pixels of a crop of `side` pixels to photo pixels. */
export function portraitToPhoto(square: Box, side = PORTRAIT_SIDE): Affine {
	const k = square.width / side;
	return [k, 0, square.x, 0, k, square.y];
}

/** The boxes that touch the crop, in crop pixels; they may reach beyond it. */
export function boxesInPortrait(boxes: readonly Box[], square: Box): Box[] {
	const k = PORTRAIT_SIDE / square.width;
	return boxes
		.map((box) => ({
			x: (box.x - square.x) * k,
			y: (box.y - square.y) * k,
			width: box.width * k,
			height: box.height * k,
		}))
		.filter(
			(box) =>
				box.x < PORTRAIT_SIDE &&
				box.y < PORTRAIT_SIDE &&
				box.x + box.width > 0 &&
				box.y + box.height > 0,
		);
}
