import type { Affine, Box } from '$lib/domain/geometry';
import { reducePixels, resizeRegion } from '$lib/image/resize';
import { affineScale, composeAffine, type Pixels } from '$lib/image/warp';

/** Kernels are stretched by this at most; what shrinks more begins with means of 2 x 2 pixels. */
const MOST_STRETCH = 3;
const HALF: Affine = [0.5, 0, 0, 0, 0.5, 0];

const halves = new WeakMap<Pixels, Pixels>();

/** A photo at half its size; made once, so that its pixels must not change. */
function halfOf(photo: Pixels): Pixels {
	const known = halves.get(photo);
	if (known) return known;
	const half = reducePixels(photo, 2);
	halves.set(photo, half);
	return half;
}

/** A photo, or a smaller size of it, that is at most MOST_STRETCH times as fine as a picture drawn through `toPhoto`. */
export function levelFor(
	photo: Pixels,
	toPhoto: Affine,
): { readonly source: Pixels; readonly toSource: Affine } {
	let source = photo;
	let toSource = toPhoto;
	while (affineScale(toSource) > MOST_STRETCH) {
		source = halfOf(source);
		toSource = composeAffine(HALF, toSource);
	}
	return { source, toSource };
}

/** resizeRegion of a square to side x side RGBA, from the level that is fine enough. */
export function resizeSquare(
	photo: Pixels,
	{ x, y, width }: Box,
	side: number,
): Uint8ClampedArray<ArrayBuffer> {
	const k = width / side;
	const { source, toSource } = levelFor(photo, [k, 0, x, 0, k, y]);
	const [scale, , left, , , top] = toSource;
	const length = scale * side;
	return resizeRegion(source, { x: left, y: top, width: length, height: length }, side, side);
}
