import { chromium, type BrowserContext, type BrowserContextOptions } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { CHROMIUM_FLAGS, findChromium } from '../../../tools/find-chromium';

/** Size of the frames, as of a webcam. */
export const FRAME = { width: 1280, height: 960 } as const;

const WALL = '#8d9399';

export interface CameraBrowser {
	readonly context: BrowserContext;
	/** Closes the browser and deletes its profile and film. */
	close(): Promise<void>;
}

/**
 * A Chromium with a profile on disk whose only camera shows a photo, and which may use it without asking.
 * @param photo any picture that sharp reads; all of it is in the frame, before a plain wall
 */
export async function startWithCamera(
	photo: Buffer,
	options: BrowserContextOptions = {},
): Promise<CameraBrowser> {
	const folder = mkdtempSync(path.join(tmpdir(), 'likeness-camera-'));
	const film = path.join(folder, 'film.mjpeg');
	// Chromium repeats the file: the same baseline JPEG a few times is a person who holds still.
	const frame = await sharp(photo)
		.resize({ ...FRAME, fit: 'contain', background: WALL })
		.flatten({ background: WALL })
		.jpeg({ quality: 92, chromaSubsampling: '4:2:0' })
		.toBuffer();
	writeFileSync(film, Buffer.concat([frame, frame, frame]));
	const context = await chromium.launchPersistentContext(path.join(folder, 'profile'), {
		executablePath: findChromium(),
		args: [
			...CHROMIUM_FLAGS,
			'--use-fake-device-for-media-stream',
			'--use-fake-ui-for-media-stream',
			`--use-file-for-fake-video-capture=${film}`,
		],
		permissions: ['camera'],
		locale: 'en-GB',
		...options,
	});
	return {
		context,
		async close() {
			await context.close();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}
