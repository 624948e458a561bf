import type { Box } from '$lib/domain/geometry';
import { keepLargeRegions } from './components';
import { distanceTo } from './distance';
import { resizeRegion } from './resize';
import type { Pixels } from './warp';

/** Width of the white rim, and the free margin outside it, as shares of the sticker's side. */
const RIM = 0.02;
const MARGIN = 0.01;
/** From this opacity on a pixel belongs to the figure. */
const INSIDE = 128;
/** Regions of less than this share of the largest one are crumbs, not the figure. */
const CRUMB = 0.05;

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

	// 2. The shape: everything within the rim's width of the figure; half a pixel on either side is blended.
	const distance = distanceTo(insideOf(mask, 1, side), side, side);
	const rim = RIM * side;

	// 3. The figure over white, within the shape.
	const rgba = new Uint8ClampedArray(4 * side * side);
	for (let i = 0; i < mask.length; i++) {
		const shape = Math.min(1, Math.max(0, rim + 0.5 - distance[i]));
		if (shape === 0) continue;
		const figure = mask[i] / 255;
		for (let c = 0; c < 3; c++) rgba[4 * i + c] = colours[4 * i + c] * figure + 255 * (1 - figure);
		rgba[4 * i + 3] = 255 * shape;
	}
	return rgba;
}

/** 1 where the figure is; `stride` values a pixel, of which the first counts. Crumbs are left out. */
function insideOf(mask: ArrayLike<number>, stride: number, width: number): Uint8Array {
	const inside = new Uint8Array(mask.length / stride);
	for (let i = 0; i < inside.length; i++) inside[i] = mask[i * stride] >= INSIDE ? 1 : 0;
	keepLargeRegions(inside, width, CRUMB);
	return inside;
}

/** The square region in which the figure's bounding box takes the given share; the whole without a figure. */
function framing(cutout: Pixels, share: number): Box {
	const { width, height, data } = cutout;
	const inside = insideOf(data, 4, width);
	let [left, top, right, bottom] = [width, height, 0, 0];
	for (let y = 0; y < height; y++) {
		for (let x = 0; x < width; x++) {
			if (!inside[y * width + x]) continue;
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
