import type { Candidate } from '$lib/domain/recipe';
import { encodePixels, readPixels, type ExportFormat } from './encode';
import { embedMetadata } from './metadata/embed';
import { resizeRegion } from './resize';
import { drawSticker } from './sticker';
import type { Pixels } from './warp';

export const EXPORT_SHAPES = ['square', 'circle', 'sticker'] as const;
export type ExportShape = (typeof EXPORT_SHAPES)[number];

export const MIN_EXPORT_SIDE = 256;
export const MAX_EXPORT_SIDE = 1024;

export interface ExportOptions {
	readonly format: ExportFormat;
	/** Outside a circle or a sticker a picture is transparent; a JPEG is white there. */
	readonly shape: ExportShape;
	/** In pixels, MIN_EXPORT_SIDE..MAX_EXPORT_SIDE. */
	readonly side: number;
	/** Whether the file says how the avatar was made. The label that a computer made it is always there. */
	readonly recipe: boolean;
}

/**
 * An avatar as a file to share.
 * @throws RangeError for a side out of range; EncodeError when the browser does not write the format
 */
export async function exportPicture(candidate: Candidate, options: ExportOptions): Promise<Blob> {
	const { format, shape, side, recipe } = options;
	if (!Number.isInteger(side) || side < MIN_EXPORT_SIDE || side > MAX_EXPORT_SIDE) {
		throw new RangeError(`side ${side} is not within ${MIN_EXPORT_SIDE}..${MAX_EXPORT_SIDE}`);
	}
	const data = await draw(candidate, shape, side);
	const file = await encodePixels({ width: side, height: side, data }, format);
	return embedMetadata(file, recipe ? candidate.recipe : null);
}

async function draw(
	candidate: Candidate,
	shape: ExportShape,
	side: number,
): Promise<Uint8ClampedArray<ArrayBuffer>> {
	const picture = await readPixels(candidate.picture);
	if (shape === 'sticker') return drawSticker(picture, await readPixels(candidate.cutout), side);
	const square = resize(picture, side);
	return shape === 'circle' ? roundOff(square, side) : square;
}

function resize(picture: Pixels, side: number): Uint8ClampedArray<ArrayBuffer> {
	const { width, height } = picture;
	if (width === side && height === side) return new Uint8ClampedArray(picture.data);
	return resizeRegion(picture, { x: 0, y: 0, width, height }, side, side);
}

/** Makes what lies outside the inscribed circle transparent, the edge blended over one pixel. */
function roundOff(rgba: Uint8ClampedArray<ArrayBuffer>, side: number) {
	const radius = side / 2;
	for (let y = 0; y < side; y++) {
		for (let x = 0; x < side; x++) {
			const outside = Math.hypot(x + 0.5 - radius, y + 0.5 - radius) - radius;
			const at = 4 * (y * side + x);
			rgba[at + 3] *= Math.min(1, Math.max(0, 0.5 - outside));
		}
	}
	return rgba;
}
