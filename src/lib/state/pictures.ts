import type { Portrait } from '$lib/domain/face';

/** Long side of the photo as it is shown, in pixels. */
const SCREEN_SIDE = 1600;

/** A bitmap as a file, reduced to fit `longSide`. */
export async function encodeBitmap(
	bitmap: ImageBitmap,
	type: 'image/png' | 'image/jpeg',
	longSide = Infinity,
): Promise<Blob> {
	const scale = Math.min(1, longSide / Math.max(bitmap.width, bitmap.height));
	const canvas = new OffscreenCanvas(
		Math.max(1, Math.round(bitmap.width * scale)),
		Math.max(1, Math.round(bitmap.height * scale)),
	);
	const context = canvas.getContext('2d', { colorSpace: 'srgb' });
	if (!context) throw new Error('no canvas of this size');
	context.imageSmoothingQuality = 'high';
	context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
	return canvas.convertToBlob({ type, quality: 0.92 });
}

/** Object URL of the photo at screen size; whoever asks revokes it. */
export async function photoUrl(bitmap: ImageBitmap): Promise<string> {
	return URL.createObjectURL(await encodeBitmap(bitmap, 'image/jpeg', SCREEN_SIDE));
}

/** Object URL of the portrait crop; whoever asks revokes it. */
export async function portraitUrl({ rgba, side }: Portrait): Promise<string> {
	const bitmap = await createImageBitmap(new ImageData(rgba, side, side));
	try {
		return URL.createObjectURL(await encodeBitmap(bitmap, 'image/jpeg'));
	} finally {
		bitmap.close();
	}
}

/** A mask as a grey picture file. @param grey side x side, 0..255 */
export async function encodeGrey(grey: Uint8ClampedArray, side: number): Promise<Blob> {
	// One 32-bit write a pixel: 0xff alpha, then the same number three times.
	const pixels = new Uint32Array(side * side);
	for (let i = 0; i < grey.length; i++) pixels[i] = 0xff000000 | (grey[i] * 0x010101);
	const rgba = new Uint8ClampedArray(pixels.buffer);
	const bitmap = await createImageBitmap(new ImageData(rgba, side, side));
	try {
		return await encodeBitmap(bitmap, 'image/png');
	} finally {
		bitmap.close();
	}
}
