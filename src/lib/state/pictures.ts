import type { Portrait } from '$lib/domain/face';
import { loadExportClient } from './export-client';

/** Long side of the photo as it is shown, in pixels. */
const SCREEN_SIDE = 1600;

/** Object URL of the photo at screen size; whoever asks revokes it. */
export async function photoUrl(bitmap: ImageBitmap): Promise<string> {
	const client = await loadExportClient();
	return URL.createObjectURL(await client.encodeBitmap(bitmap, 'jpeg', SCREEN_SIDE));
}

/** Object URL of the portrait crop; whoever asks revokes it. */
export async function portraitUrl({ rgba, side }: Portrait): Promise<string> {
	const client = await loadExportClient();
	const bitmap = await createImageBitmap(new ImageData(rgba, side, side));
	try {
		return URL.createObjectURL(await client.encodeBitmap(bitmap, 'jpeg'));
	} finally {
		bitmap.close();
	}
}
