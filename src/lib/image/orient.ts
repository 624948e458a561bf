import type { Affine } from '$lib/domain/geometry';
import type { Orientation } from './header/header';

/** True when the upright picture is as wide as the stored one is high. */
export function isSideways(orientation: Orientation): boolean {
	return orientation >= 5;
}

/**
 * Maps the unit square of the stored picture to the unit square of the upright one
 * (CIPA DC-008 tag 0x0112; in its words, where row 0 and column 0 of the stored picture are).
 */
const UPRIGHT_MAPS: Record<Orientation, Affine> = {
	1: [1, 0, 0, 0, 1, 0],
	2: [-1, 0, 1, 0, 1, 0], // mirrored
	3: [-1, 0, 1, 0, -1, 1], // half a turn
	4: [1, 0, 0, 0, -1, 1], // upside down, mirrored
	5: [0, 1, 0, 1, 0, 0], // transposed
	6: [0, -1, 1, 1, 0, 0], // a quarter turn clockwise
	7: [0, -1, 1, -1, 0, 1], // transposed across the other diagonal
	8: [0, 1, 0, -1, 0, 1], // a quarter turn anticlockwise
};

type Context = OffscreenCanvasRenderingContext2D;

/** Draws the stored picture so that it stands upright and fills width x height, the upright size. */
export function drawUpright(
	context: Context,
	stored: ImageBitmap,
	orientation: Orientation,
	width: number,
	height: number,
): void {
	const [a, b, c, d, e, f] = UPRIGHT_MAPS[orientation];
	context.save();
	context.setTransform(a * width, d * height, b * width, e * height, c * width, f * height);
	context.drawImage(stored, 0, 0, 1, 1);
	context.restore();
}
