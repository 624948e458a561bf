/** Side of the pictures in the gallery's grid, in pixels. */
export const THUMBNAIL_SIDE = 256;

/** A small copy: WebP, or whatever the browser writes instead (Safari: PNG). */
export async function makeThumbnail(picture: Blob): Promise<Blob> {
	const small = await createImageBitmap(picture, {
		resizeWidth: THUMBNAIL_SIDE,
		resizeHeight: THUMBNAIL_SIDE,
		resizeQuality: 'high',
	});
	try {
		const canvas = new OffscreenCanvas(THUMBNAIL_SIDE, THUMBNAIL_SIDE);
		canvas.getContext('2d')!.drawImage(small, 0, 0, THUMBNAIL_SIDE, THUMBNAIL_SIDE);
		return await canvas.convertToBlob({ type: 'image/webp', quality: 0.85 });
	} finally {
		small.close();
	}
}
