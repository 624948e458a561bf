import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import { FRAME, startWithCamera } from './support/fake-camera';
import { portraitPhoto, sharedPhoto } from './support/photos';

/** A person with closed lips who looks into the lens, upright. */
const GOOD = sharedPhoto('portraits/E000294.jpg');

/** Somebody before a wall, as a webcam sees them. @param room above the photo, as a share of the frame's height */
async function webcamFrame(portrait: Buffer, room: number): Promise<Buffer> {
	const above = Math.round(room * FRAME.height);
	const person = await sharp(portrait)
		.resize({ height: FRAME.height - above })
		.toBuffer({ resolveWithObject: true });
	const beside = FRAME.width - person.info.width;
	const left = Math.floor(beside / 2);
	return sharp(person.data)
		.extend({ top: above, left, right: beside - left, extendWith: 'copy' })
		.png()
		.toBuffer();
}

async function openCamera(page: Page) {
	await page.goto('/id-photo');
	await page.getByRole('button', { name: 'Take a photo', exact: true }).click();
	const dialog = page.getByRole('dialog', { name: 'Take the photo' });
	const looks = () => dialog.locator('[data-looks]').getAttribute('data-looks').then(Number);
	return { dialog, looks };
}

test('the guide says what to mend and waits as long as it takes', async ({ baseURL }) => {
	test.setTimeout(240_000);
	// The photo ends just above the head.
	const frame = await webcamFrame((await portraitPhoto(0)).buffer, 0);
	const { context, close } = await startWithCamera(frame, { baseURL });
	try {
		const page = context.pages()[0];
		const { dialog, looks } = await openCamera(page);
		await expect.poll(looks, { timeout: 120_000 }).toBeGreaterThan(2);
		const [from, at] = [await looks(), Date.now()];
		await expect.poll(looks, { timeout: 60_000 }).toBeGreaterThan(from + 24);
		const rate = (1000 * ((await looks()) - from)) / (Date.now() - at);
		console.log(`${rate.toFixed(1)} looks a second`);
		await expect(dialog.getByRole('status')).toHaveText('Move down a little, or step back');
		await expect(dialog).toBeVisible();
		// By hand at any time: the person decides.
		await dialog.getByRole('button', { name: 'Take the photo' }).click();
		await expect(dialog).toBeHidden();
		await expect(page.getByRole('dialog', { name: 'Choose a document' })).toBeVisible({
			timeout: 120_000,
		});
	} finally {
		await close();
	}
});

test('a good frame is taken by itself, at the size of the camera', async ({ baseURL }) => {
	test.skip(!GOOD, 'no photos beside the checkout');
	test.setTimeout(240_000);
	const frame = await webcamFrame(await readFile(GOOD!), 0.2);
	const { context, close } = await startWithCamera(frame, { baseURL });
	try {
		const page = context.pages()[0];
		const { dialog } = await openCamera(page);
		await expect(dialog).toBeHidden({ timeout: 120_000 });
		const specs = page.getByRole('dialog', { name: 'Choose a document' });
		await specs.getByRole('searchbox').fill('一寸', { timeout: 120_000 });
		await specs
			.getByRole('button', { name: /^China 1-inch/ })
			.first()
			.click();
		await expect(page.getByRole('img', { name: 'The ID photo: China 1-inch' })).toBeVisible({
			timeout: 120_000,
		});
	} finally {
		await close();
	}
});
