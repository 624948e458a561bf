import { expect, type Download, type Locator, type Page } from '@playwright/test';
import sharp from 'sharp';
import { STYLE_IDS } from '../../../src/lib/domain/recipe';
import type { PhotoFile } from './photos';

/** Drawing on a slow machine without a GPU: no measure of speed, only an end to waiting. */
export const DRAWN = { timeout: 300_000 };
/** One of every style. */
export const AVATARS = STYLE_IDS.length;

/** Opens the page and gives it a photo. */
export async function openPhoto(page: Page, photo: PhotoFile | string): Promise<void> {
	await page.locator('input[type=file]').first().setInputFiles(photo);
}

/** The list of avatars, of all styles or of one, by its English or Chinese name. */
export function results(page: Page): Locator {
	return page.getByRole('list', { name: /^Your (.+ )?avatars|头像/ });
}

/** Pictures that are drawn, drafts included. */
export function drawn(page: Page): Locator {
	return results(page).locator('img');
}

/** Avatars at full size that the gallery keeps: those that can be favourites. */
export function finished(page: Page): Locator {
	return results(page).locator('button[aria-pressed]');
}

export async function allFinished(page: Page, count: number = AVATARS): Promise<void> {
	await expect(finished(page)).toHaveCount(count, DRAWN);
}

/** The bytes of a download, decoded to RGBA. */
export async function decode(download: Download) {
	const path = await download.path();
	const { data, info } = await sharp(path)
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	const alphaAt = (x: number, y: number) => data[(y * info.width + x) * 4 + 3];
	return { path, data, width: info.width, height: info.height, alphaAt };
}

/** Share of pixels that differ visibly from their right neighbour: blank pictures have next to none. */
export function texture(data: Buffer): number {
	let different = 0;
	for (let i = 0; i + 7 < data.length; i += 4) if (Math.abs(data[i] - data[i + 4]) > 4) different++;
	return different / (data.length / 4);
}
