import type { Box } from '$lib/domain/geometry';
import { loadIdClient } from './id-clients';
import { MASK_SIDE } from './mask-edit.svelte';

/** The square of the photo that a brush works on. */
export interface IdMaskArea {
	readonly box: Box;
	/** MASK_SIDE x MASK_SIDE, 0..255, without any correction. */
	readonly matte: Uint8ClampedArray;
	/** Object URL of the photo there; whoever asked revokes it. */
	readonly url: string;
}

/** The matte of the photo on the desk and what lies under it. @param photo as it is open in the worker */
export async function readIdMask(photo: ImageBitmap, signal: AbortSignal): Promise<IdMaskArea> {
	const client = await loadIdClient();
	const { box, width, height, alpha } = await client.matte(null, { signal });

	// 1. At the size of the brush's plane, read in the middle of its pixels.
	const matte = new Uint8ClampedArray(MASK_SIDE * MASK_SIDE);
	for (let y = 0, i = 0; y < MASK_SIDE; y++) {
		const row = Math.floor(((y + 0.5) / MASK_SIDE) * height);
		for (let x = 0; x < MASK_SIDE; x++, i++) {
			matte[i] = alpha[row * width + Math.floor(((x + 0.5) / MASK_SIDE) * width)];
		}
	}

	// 2. The photo there; what lies outside of it is white.
	const side = 2 * MASK_SIDE;
	const canvas = new OffscreenCanvas(side, side);
	const context = canvas.getContext('2d', { alpha: false });
	if (!context) throw new Error('no canvas of this size');
	context.fillStyle = '#ffffff';
	context.fillRect(0, 0, side, side);
	const scale = side / box.width;
	context.drawImage(
		photo,
		-box.x * scale,
		-box.y * scale,
		photo.width * scale,
		photo.height * scale,
	);
	const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
	signal.throwIfAborted();
	return { box, matte, url: URL.createObjectURL(blob) };
}
