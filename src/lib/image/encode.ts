import type { Pixels } from './warp';

export const EXPORT_FORMATS = ['png', 'jpeg', 'webp'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The browser cannot write this format: Safari knows no WebP. */
export class EncodeError extends Error {
	override readonly name = 'EncodeError';
	constructor(readonly format: ExportFormat) {
		super(`this browser writes no ${format}`);
	}
}

/** Visually lossless at the size of an avatar. */
const QUALITY = 0.92;

/**
 * A picture file of RGBA pixels (sRGB, not premultiplied). JPEG shows transparency as white.
 * @param quality of JPEG and WebP, 0..1
 * @throws EncodeError
 */
export async function encodePixels(
	pixels: Pixels,
	format: ExportFormat,
	quality = QUALITY,
): Promise<Blob> {
	const { width, height } = pixels;
	const { canvas, context } = makeCanvas(width, height, format !== 'jpeg');
	const data = format === 'jpeg' ? onWhite(pixels.data) : new Uint8ClampedArray(pixels.data);
	context.putImageData(new ImageData(data, width, height), 0, 0);
	return write(canvas, format, quality);
}

/** A bitmap as a file, reduced to fit `longSide`. The bitmap stays the caller's. @throws EncodeError */
export async function encodeBitmap(
	bitmap: ImageBitmap,
	format: ExportFormat,
	longSide = Infinity,
): Promise<Blob> {
	const scale = Math.min(1, longSide / Math.max(bitmap.width, bitmap.height));
	const width = Math.max(1, Math.round(bitmap.width * scale));
	const height = Math.max(1, Math.round(bitmap.height * scale));
	const { canvas, context } = makeCanvas(width, height, true);
	context.imageSmoothingQuality = 'high';
	context.drawImage(bitmap, 0, 0, width, height);
	return write(canvas, format);
}

/** A mask as a PNG: opaque, red = green = blue. @param grey side x side, 0..255 */
export function encodeGrey(grey: Uint8ClampedArray, side: number): Promise<Blob> {
	// One 32-bit write a pixel: 0xff alpha, then the same number three times.
	const pixels = new Uint32Array(side * side);
	for (let i = 0; i < grey.length; i++) pixels[i] = 0xff000000 | (grey[i] * 0x010101);
	return encodePixels(
		{ width: side, height: side, data: new Uint8ClampedArray(pixels.buffer) },
		'png',
	);
}

/** Decodes a picture file that we wrote ourselves. */
export async function readPixels(file: Blob): Promise<Pixels> {
	const bitmap = await createImageBitmap(file, { premultiplyAlpha: 'none' });
	try {
		const { width, height } = bitmap;
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext('2d', { colorSpace: 'srgb', willReadFrequently: true })!;
		context.drawImage(bitmap, 0, 0);
		return { width, height, data: context.getImageData(0, 0, width, height).data };
	} finally {
		bitmap.close();
	}
}

function makeCanvas(width: number, height: number, alpha: boolean) {
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d', { alpha, colorSpace: 'srgb' });
	if (!context) throw new RangeError(`no canvas of ${width} x ${height}`);
	return { canvas, context };
}

async function write(
	canvas: OffscreenCanvas,
	format: ExportFormat,
	quality = QUALITY,
): Promise<Blob> {
	const type = `image/${format}`;
	const blob = await canvas.convertToBlob({ type, quality });
	if (blob.type !== type) throw new EncodeError(format);
	return blob;
}

function onWhite(rgba: Uint8ClampedArray | Uint8Array): Uint8ClampedArray<ArrayBuffer> {
	const flat = new Uint8ClampedArray(rgba);
	for (let i = 0; i < flat.length; i += 4) {
		const alpha = flat[i + 3] / 255;
		for (let c = i; c < i + 3; c++) flat[c] = flat[c] * alpha + 255 * (1 - alpha);
		flat[i + 3] = 255;
	}
	return flat;
}
