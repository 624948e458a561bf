import { resizeRegion } from '../resize';
import type { Pixels } from '../warp';
import type { Mark, Sheet } from './layout';
import { pixelsOf } from './paper';

/** Marks are thin, but no printer loses a line of this width. */
const MARK_MM = 0.15;
const MARK_GREY = 110;

/**
 * A sheet as pixels on white, for shops that take pictures only.
 * @param pictures one a place, opaque; resized to the place's pixels
 * @param dpi pixels an inch: the file must say it too (see resolution.ts), or it prints at another size
 */
export function sheetToPixels(
	layout: Sheet,
	pictures: readonly Pixels[],
	marks: readonly Mark[],
	dpi: number,
): Pixels & { readonly data: Uint8ClampedArray<ArrayBuffer> } {
	if (pictures.length !== layout.places.length) {
		throw new RangeError(`${pictures.length} pictures for ${layout.places.length} places`);
	}
	const px = (mm: number) => pixelsOf(mm, dpi);
	const width = px(layout.paper.width);
	const height = px(layout.paper.height);
	const data = new Uint8ClampedArray(width * height * 4).fill(255);

	// 1. Pieces of one size have the same pixels: the length is rounded, not the two edges.
	const resized = new Map<string, Uint8ClampedArray>();
	for (const [i, place] of layout.places.entries()) {
		const picture = pictures[i];
		const [w, h] = [px(place.width), px(place.height)];
		const box = { x: 0, y: 0, width: picture.width, height: picture.height };
		const key = `${pictures.indexOf(picture)} ${w} ${h}`;
		const rgba =
			resized.get(key) ??
			(picture.width === w && picture.height === h
				? picture.data
				: resizeRegion(picture, box, w, h));
		resized.set(key, rgba as Uint8ClampedArray);
		const left = px(place.x);
		const top = px(place.y);
		for (let y = 0; y < h; y++) {
			data.set(rgba.subarray(4 * y * w, 4 * (y + 1) * w), 4 * ((top + y) * width + left));
		}
	}

	// 2. Marks.
	const half = Math.max(1, px(MARK_MM)) / 2;
	for (const { x1, y1, x2, y2 } of marks) {
		const [from, to] = [px(x1), px(x2)];
		const [start, end] = [px(y1), px(y2)];
		const left = Math.round(x1 === x2 ? from - half : from);
		const right = Math.round(x1 === x2 ? from + half : to);
		const top = Math.round(y1 === y2 ? start - half : start);
		const bottom = Math.round(y1 === y2 ? start + half : end);
		for (let y = Math.max(0, top); y < Math.min(height, bottom); y++) {
			for (let x = Math.max(0, left); x < Math.min(width, right); x++) {
				data.fill(MARK_GREY, 4 * (y * width + x), 4 * (y * width + x) + 3);
			}
		}
	}
	return { width, height, data };
}
