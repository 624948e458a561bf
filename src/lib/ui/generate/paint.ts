import type { Attachment } from 'svelte/attachments';

/** Shows a bitmap on a canvas of its size; the bitmap stays its owner's. */
export function paint(bitmap: ImageBitmap): Attachment<HTMLCanvasElement> {
	return (canvas) => {
		if (bitmap.width === 0) return; // closed meanwhile: another one follows
		canvas.width = bitmap.width;
		canvas.height = bitmap.height;
		canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
	};
}
