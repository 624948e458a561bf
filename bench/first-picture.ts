/**
 * What a newcomer waits for, in the built app and a real browser: `npm run build && npx tsx bench/first-picture.ts`.
 * Milliseconds from the photo to the first avatar, to all drafts, and to all avatars at full size; the first photo
 * meets cold code, the others do not. Limit for the first avatar on a laptop: 2000 ms.
 */
import { chromium } from 'playwright';
import { preview } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../tools/find-chromium';
import { portraitPhoto } from '../tests/e2e/support/photos';

const PORT = 4182;
const AVATARS = 12;
/** The page loads the engine when it is idle; a person needs longer than this to choose a photo. */
const IDLE_MS = 8000;

const server = await preview({ preview: { port: PORT, strictPort: true } });
const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
await page.goto(`http://localhost:${PORT}/`);
await page.waitForTimeout(IDLE_MS);

const rows = [];
for (let i = 0; i < 3; i++) {
	const photo = await portraitPhoto(i);
	// The avatars of the photo before are still there for a moment.
	const before = await page.evaluate(() =>
		[...document.querySelectorAll('main ul img')].map((picture) => picture.getAttribute('src')),
	);
	const started = Date.now();
	await page.locator('input[type=file]').first().setInputFiles(photo);
	const after = (selector: string, count: number) =>
		page
			.waitForFunction(
				({ selector, count, before }) => {
					const pictures = [...document.querySelectorAll('main ul img')];
					const fresh = pictures.every((picture) => !before.includes(picture.getAttribute('src')));
					return fresh && document.querySelectorAll(selector).length >= count;
				},
				{ selector, count, before },
				{ timeout: 600_000, polling: 16 },
			)
			.then(() => Date.now() - started);
	rows.push({
		photo: photo.name,
		'first avatar': await after('main ul img', 1),
		'all drafts': await after('main ul img', AVATARS),
		'all full size': await after('main ul button[aria-pressed]', AVATARS),
	});
}
console.table(rows);
await browser.close();
await server.close();
