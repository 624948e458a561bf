import type { Candidate } from '$lib/domain/recipe';
import type { Box } from '$lib/domain/geometry';
import { encodePixels, readPixels, type ExportFormat } from './encode';
import { embedMetadata } from './metadata/embed';
import { resizeRegion } from './resize';
import { drawSticker } from './sticker';
import type { Pixels } from './warp';

/** Of a picture that is no square, all but 'whole' take the middle of its width and the upper part of its height. */
export const EXPORT_SHAPES = ['whole', 'square', 'circle', 'sticker'] as const;
export type ExportShape = (typeof EXPORT_SHAPES)[number];

export const MIN_EXPORT_SIDE = 256;
export const MAX_EXPORT_SIDE = 2048;

export interface ExportOptions {
	readonly format: ExportFormat;
	/** Outside a circle or a sticker a picture is transparent; a JPEG is white there. */
	readonly shape: ExportShape;
	/** Longer side in pixels, MIN_EXPORT_SIDE..MAX_EXPORT_SIDE. */
	readonly side: number;
	/** Bytes that the file may have at most; its quality is lowered until it fits. Null or absent: any. */
	readonly mostBytes?: number | null;
	/** Whether the file says how the avatar was made. The label that a computer made it is always there. */
	readonly recipe: boolean;
}

/**
 * An avatar as a file to share.
 * @throws RangeError for a side out of range, a sticker of a picture without a cutout, or a file that does not fit; EncodeError when the browser does not write the format
 */
export async function exportPicture(candidate: Candidate, options: ExportOptions): Promise<Blob> {
	const { format, shape, side, recipe } = options;
	if (!Number.isInteger(side) || side < MIN_EXPORT_SIDE || side > MAX_EXPORT_SIDE) {
		throw new RangeError(`side ${side} is not within ${MIN_EXPORT_SIDE}..${MAX_EXPORT_SIDE}`);
	}
	const pixels = await draw(candidate, shape, side);
	for (const quality of QUALITIES) {
		const file = await encodePixels(pixels, format, quality);
		const labelled = await embedMetadata(file, candidate.recipe, recipe);
		if (labelled.size <= (options.mostBytes ?? Infinity)) return labelled;
		if (format === 'png') break; // it has no quality to lower
	}
	throw new RangeError(`the picture does not fit into ${options.mostBytes} bytes`);
}

async function draw(
	{ picture: file, cutout }: Candidate,
	shape: ExportShape,
	side: number,
): Promise<Pixels> {
	const picture = await readPixels(file);
	const square = (data: Uint8ClampedArray<ArrayBuffer>) => ({ width: side, height: side, data });
	if (shape === 'sticker') {
		if (!cutout) throw new RangeError('this picture has no cutout');
		return square(drawSticker(picture, await readPixels(cutout), side));
	}
	const { width, height } = picture;
	if (shape === 'whole') {
		const scale = side / Math.max(width, height);
		return resize(
			picture,
			{ x: 0, y: 0, width, height },
			Math.round(width * scale),
			Math.round(height * scale),
		);
	}
	const least = Math.min(width, height);
	const x = (width - least) / 2;
	const y = (height - least) * ABOVE;
	const { data } = resize(picture, { x, y, width: least, height: least }, side, side);
	return square(shape === 'circle' ? roundOff(data, side) : data);
}

/** Of what a square cannot show of an upright picture, this much goes above: faces are in its upper part. */
const ABOVE = 0.25;

/** Tried from the left; the first one is visually lossless. */
const QUALITIES = [0.92, 0.8, 0.65, 0.5, 0.35] as const;

function resize(picture: Pixels, box: Box, width: number, height: number) {
	const whole = box.width === picture.width && box.height === picture.height;
	if (whole && width === picture.width && height === picture.height) {
		return { width, height, data: new Uint8ClampedArray(picture.data) };
	}
	return { width, height, data: resizeRegion(picture, box, width, height) };
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
