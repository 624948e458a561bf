import type { Pixels } from '$lib/image/warp';

/** The photo's pixels, opaque; the bitmap is closed. */
export function pixelsOf(photo: ImageBitmap): Pixels {
	const { width, height } = photo;
	const canvas = new OffscreenCanvas(width, height);
	const context = canvas.getContext('2d', { willReadFrequently: true, colorSpace: 'srgb' });
	if (!context) throw new Error('This browser gives no 2d context to a worker.');
	// Transparent pixels are laid on white, as a viewer does.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, width, height);
	context.drawImage(photo, 0, 0);
	photo.close();
	const { data } = context.getImageData(0, 0, width, height);
	canvas.width = canvas.height = 1;
	return { width, height, data };
}
