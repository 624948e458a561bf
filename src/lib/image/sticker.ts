import type { Box } from '$lib/domain/geometry';
import { distanceTo } from './distance';
import { resizeRegion } from './resize';
import type { Pixels } from './warp';

/** Width of the white rim, and the free margin outside it, as shares of the sticker's side. */
const RIM = 0.02;
const MARGIN = 0.01;
/** From this opacity on a pixel belongs to the figure. */
const INSIDE = 128;

/**
 * Cuts the figure out, gives it a white rim with round corners, and lets it fill a transparent square.
 * @param picture opaque, square
 * @param cutout grey in the red channel, of the picture's size: 255 is figure
 * @param side of the sticker in pixels
 * @returns side x side RGBA, not premultiplied
 */
export function drawSticker(
	picture: Pixels,
	cutout: Pixels,
	side: number,
): Uint8ClampedArray<ArrayBuffer> {
	// 1. The square of the picture that the sticker shows: the figure with room for rim and margin.
	const view = framing(cutout, 1 - 2 * (RIM + MARGIN));
	const colours = resizeRegion(picture, view, side, side);
	const mask = maskWithin(cutout, view, side);

	// 2. Everything within the rim's width of the figure is white.
	const inside = new Uint8Array(side * side);
	for (let i = 0; i < inside.length; i++) inside[i] = mask[i] >= INSIDE ? 1 : 0;
	const distance = distanceTo(inside, side, side);
	const rim = RIM * side;

	// 3. The figure over the white shape; half a pixel on either side of the edge is blended.
	const rgba = new Uint8ClampedArray(4 * side * side);
	for (let i = 0; i < mask.length; i++) {
		const white = Math.min(1, Math.max(0, rim + 0.5 - distance[i]));
		const figure = mask[i] / 255;
		const alpha = figure + white * (1 - figure);
		if (alpha === 0) continue;
		const share = figure / alpha;
		for (let c = 0; c < 3; c++) rgba[4 * i + c] = colours[4 * i + c] * share + 255 * (1 - share);
		rgba[4 * i + 3] = 255 * alpha;
	}
	return rgba;
}

/** The square region in which the figure's bounding box takes the given share; the whole without a figure. */
function framing(cutout: Pixels, share: number): Box {
	const { width, height, data } = cutout;
	let [left, top, right, bottom] = [width, height, 0, 0];
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			if (data[4 * (y * width + x)] < INSIDE) continue;
			left = Math.min(left, x);
			right = Math.max(right, x + 1);
			top = Math.min(top, y);
			bottom = Math.max(bottom, y + 1);
		}
	}
	if (right <= left) return { x: 0, y: 0, width, height };
	const side = Math.max(right - left, bottom - top) / share;
	return {
		x: (left + right - side) / 2,
		y: (top + bottom - side) / 2,
		width: side,
		height: side,
	};
}

/** The mask seen through the view, 0..255. Beyond the picture there is no figure, where a crop would go on. */
function maskWithin(cutout: Pixels, view: Box, side: number): Uint8ClampedArray {
	const resized = resizeRegion(cutout, view, side, side);
	const mask = new Uint8ClampedArray(side * side);
	const scale = view.width / side;
	for (let y = 0; y < side; y++) {
		const vertical = coverage(view.y + y * scale, scale, cutout.height);
		for (let x = 0; x < side; x++) {
			const across = coverage(view.x + x * scale, scale, cutout.width);
			mask[y * side + x] = resized[4 * (y * side + x)] * across * vertical;
		}
	}
	return mask;
}

/** The share of [start, start + length) that lies in [0, limit). */
function coverage(start: number, length: number, limit: number): number {
	return Math.max(0, Math.min(start + length, limit) - Math.max(start, 0)) / length;
}
