import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import type { Pixels } from '../../src/lib/image/warp';

/** Photos for measuring, beside the checkout where a developer has them. */
export const PHOTOS = path.resolve(import.meta.dirname, '../../../shared/photos');
export const HAVE_PHOTOS = existsSync(PHOTOS);

/** Long side that a decoded photo has at most, as in the app. */
const MAX_SIDE = 4096;

/** Decodes a file as the app does: upright, sRGB, RGBA, reduced. */
export async function readPhoto(file: string): Promise<Pixels> {
	const { data, info } = await sharp(path.resolve(PHOTOS, file))
		.rotate()
		.resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
		.toColourspace('srgb')
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return { width: info.width, height: info.height, data };
}

/** Names of the pictures in a folder of the photos, sorted, as paths that readPhoto takes. */
export function photosIn(folder: string): string[] {
	return readdirSync(path.join(PHOTOS, folder))
		.filter((name) => /\.(jpe?g|png|webp)$/i.test(name))
		.sort()
		.map((name) => `${folder}/${name}`);
}
