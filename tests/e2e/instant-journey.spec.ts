import { PDFDocument } from '@cantoo/pdf-lib';
import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { FRAME, startWithCamera, type CameraBrowser } from './support/fake-camera';
import { pictureSizes } from './support/pdf';
import { portraitPhoto } from './support/photos';
import { AVATARS, decode, DRAWN, drawn, results, texture } from './support/studio';
import { foreignRequests, recordTraffic } from './support/traffic';

/** Millimetres of A4 and of the cards of which twelve fit on it. */
const A4 = { width: 210, height: 297 };
const CARD = { width: 45.4, height: 63.4 };
const MM_PER_POINT = 25.4 / 72;

let browser: CameraBrowser;
let page: Page;
let origin: string;

test.beforeEach(async ({ baseURL }) => {
	origin = baseURL!;
	browser = await startWithCamera((await portraitPhoto(0)).buffer, { baseURL });
	page = browser.context.pages()[0];
});

test.afterEach(() => browser.close());

/** One visit until everything is on the device; no network from then on. */
async function visitOnceThenOffline(): Promise<void> {
	await page.goto('/settings');
	await expect(page.getByText(/^Ready offline/)).toBeVisible({ timeout: 300_000 });
	await browser.context.setOffline(true);
	await page.goto('/');
}

/** Opens the camera and waits for its picture. */
async function openCamera(): Promise<void> {
	await page.getByRole('button', { name: 'Take a photo' }).click();
	await expect(page.getByRole('button', { name: 'Take the photo' })).toBeEnabled();
	await expect
		.poll(() => page.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth))
		.toBe(FRAME.width);
}

test('offline: a photo from the camera, three blind boxes, a style tuned, cards printed, a circle saved', async () => {
	test.setTimeout(900_000);
	const { seen } = recordTraffic(browser.context);
	await visitOnceThenOffline();

	// 1. The camera takes the photo.
	await openCamera();
	await page.getByRole('button', { name: 'Take the photo' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	await expect(page.getByAltText('Your photo').first()).toBeVisible();
	await expect(drawn(page).first()).toBeVisible(DRAWN);
	await page.setViewportSize({ width: 390, height: 844 });
	const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
	await expect.poll(overflow).toBe(0);
	await page.setViewportSize({ width: 1280, height: 800 });
	await expect.poll(overflow).toBe(0);

	// 2. Three boxes, each card kept.
	await page.getByRole('link', { name: 'Blind box' }).first().click();
	const collection = page.getByRole('list', { name: 'Your collection' }).locator('img');
	for (let box = 1; box <= 3; box++) {
		await page.getByRole('button', { name: 'Sealed box. Open it' }).click();
		const keep = page.getByRole('button', { name: 'Keep the card' });
		await expect(keep).toBeEnabled(DRAWN);
		await keep.click();
		await expect(collection).toHaveCount(box, DRAWN);
		await page.getByRole('button', { name: 'Next box' }).click();
	}

	// 3. Their sheet: one page of A4, every card on it at its true size.
	await page.getByRole('button', { name: 'Print a sheet' }).click();
	const printing = page.getByRole('dialog');
	const print = async () => {
		const [file] = await Promise.all([
			page.waitForEvent('download', DRAWN),
			printing.getByRole('button', { name: 'Make the sheet' }).click(),
		]);
		return file.path();
	};
	const pdf = await PDFDocument.load(readFileSync(await print()));
	expect(pdf.getPageCount()).toBe(1);
	const paper = pdf.getPage(0).getSize();
	expect(paper.width * MM_PER_POINT).toBeCloseTo(A4.width, 2);
	expect(paper.height * MM_PER_POINT).toBeCloseTo(A4.height, 2);
	const sizes = pictureSizes(pdf.getPage(0));
	expect(sizes).toHaveLength(3);
	for (const { width, height } of sizes) {
		expect(width * MM_PER_POINT).toBeCloseTo(CARD.width, 2);
		expect(height * MM_PER_POINT).toBeCloseTo(CARD.height, 2);
	}
	await printing.getByText(/^PNG/).click();
	const image = await sharp(await print()).metadata();
	expect(Math.round(image.density!)).toBe(300);
	expect(Math.abs((image.width / 300) * 25.4 - A4.width)).toBeLessThan(0.1);
	expect(Math.abs((image.height / 300) * 25.4 - A4.height)).toBeLessThan(0.1);
	await page.keyboard.press('Escape');

	// 4. A style is tuned and kept as a version of its own.
	await page.getByRole('link', { name: 'Studio' }).first().click();
	await results(page)
		.getByRole('button', { name: /^Watercolour/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Adjust' }).click();
	await dialog.getByRole('radio', { name: 'Palette 5' }).focus();
	await page.keyboard.press('Space');
	await expect(dialog.getByText('In full size', { exact: true })).toBeVisible(DRAWN);
	await dialog.getByRole('button', { name: 'Keep this version' }).click();
	await expect(dialog.getByRole('heading', { name: /adjusted/ })).toBeVisible(DRAWN);

	// 5. Its circle is saved: nothing outside of the circle, all of it inside.
	await dialog.getByText('Circle', { exact: true }).click();
	await dialog.getByText('512', { exact: true }).click();
	const [file] = await Promise.all([
		page.waitForEvent('download', DRAWN),
		dialog.getByRole('button', { name: 'Download' }).click(),
	]);
	const circle = await decode(file);
	expect([circle.width, circle.height]).toEqual([512, 512]);
	expect(wrongAlpha(circle, 2)).toBe(0);
	expect(texture(circle.data)).toBeGreaterThan(0.05);
	await page.keyboard.press('Escape');

	// 6. Nothing left the device.
	expect(foreignRequests(seen, origin)).toEqual([]);
});

test('what the camera follows in a style is drawn in full size first', async () => {
	test.setTimeout(600_000);
	await page.goto('/');
	await openCamera();

	// 1. The style follows the face: its canvas has a drawing, and the pace is told.
	await page.getByRole('dialog').getByText('Comic', { exact: true }).click();
	await expect(page.getByText(/\d a second/)).toBeVisible(DRAWN);
	const live = await page.getByRole('dialog').locator('canvas').evaluate(pixelsOf);
	expect(texture(Buffer.from(live))).toBeGreaterThan(0.05);

	// 2. The shutter, in sight on a phone and on a low desktop: this style comes first, at full size.
	for (const size of [
		{ width: 390, height: 844 },
		{ width: 1280, height: 800 },
	]) {
		await page.setViewportSize(size);
		const shutter = page.getByRole('button', { name: 'Take the photo' });
		await expect(shutter).toBeInViewport({ ratio: 1 });
	}
	await page.getByRole('button', { name: 'Take the photo' }).click();
	await expect(page.getByRole('dialog')).toBeHidden();
	const first = results(page).getByRole('button').first();
	await expect(first).toHaveAttribute('aria-label', /^Comic/);
	await expect(
		results(page).getByRole('button', { name: /^Add Comic.* to favourites/ }),
	).toBeVisible(DRAWN);
	await first.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByText('1024', { exact: true }).click();
	const [file] = await Promise.all([
		page.waitForEvent('download', DRAWN),
		dialog.getByRole('button', { name: 'Download' }).click(),
	]);
	const picture = await decode(file);
	expect([picture.width, picture.height]).toEqual([1024, 1024]);
	expect(texture(picture.data)).toBeGreaterThan(0.05);
});

test('a style picked on the start page is what the next photo begins with', async () => {
	await page.goto('/');
	const styles = page.getByRole('region', { name: /styles, all of them you/ }).getByRole('button');
	await expect(styles).toHaveCount(AVATARS);
	await styles.filter({ hasText: 'Medallion' }).click();
	await expect(page.getByText(/Medallion 1/)).toBeVisible();
	await expect(styles.filter({ hasText: 'Medallion' })).toHaveAttribute('aria-pressed', 'true');
	await expect(page.getByRole('button', { name: 'Choose a photo' })).toBeInViewport();
	expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

/** RGBA of a canvas, as plain numbers. */
function pixelsOf(canvas: SVGElement | HTMLElement): number[] {
	const { width, height } = canvas as HTMLCanvasElement;
	const context = (canvas as HTMLCanvasElement).getContext('2d')!;
	return Array.from(context.getImageData(0, 0, width, height).data);
}

/** Pixels outside of the inscribed circle that are not transparent, and inside that are not opaque. */
function wrongAlpha(
	{ width, alphaAt }: { width: number; alphaAt: (x: number, y: number) => number },
	margin: number,
): number {
	const radius = width / 2;
	let wrong = 0;
	for (let y = 0; y < width; y++) {
		for (let x = 0; x < width; x++) {
			const off = Math.hypot(x + 0.5 - radius, y + 0.5 - radius) - radius;
			if (off > margin && alphaAt(x, y) !== 0) wrong++;
			if (off < -margin && alphaAt(x, y) !== 255) wrong++;
		}
	}
	return wrong;
}
