import { PDFDocument } from '@cantoo/pdf-lib';
import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/find-chromium';
import { portraitPhoto } from './support/photos';
import { decode, DRAWN, drawn, openPhoto, results } from './support/studio';
import { foreignRequests, recordTraffic } from './support/traffic';

let profile: string;
let context: BrowserContext;
let page: Page;
let origin: string;

test.beforeEach(async ({ baseURL }) => {
	origin = baseURL!;
	profile = mkdtempSync(path.join(tmpdir(), 'likeness-'));
	context = await chromium.launchPersistentContext(profile, {
		executablePath: findChromium(),
		args: CHROMIUM_FLAGS,
		locale: 'en-GB',
		baseURL,
	});
	page = context.pages()[0];
});

test.afterEach(async () => {
	await context.close();
	rmSync(profile, { recursive: true, force: true });
});

test('offline: a photo, one style tuned, a circle saved, three blind boxes, a sheet of cards', async () => {
	test.setTimeout(900_000);
	const { seen } = recordTraffic(context);
	// 1. One visit, then no network.
	await page.goto('/settings');
	await expect(page.getByText(/^Ready offline/)).toBeVisible({ timeout: 300_000 });
	await context.setOffline(true);
	await page.goto('/');

	// 2. A photo; every style once is asked for, previews come first.
	await openPhoto(page, await portraitPhoto(0));
	await expect(drawn(page).first()).toBeVisible(DRAWN);

	// 3. One style is tuned, and the version is kept.
	await results(page)
		.getByRole('button', { name: /^Watercolour/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Adjust' }).click();
	await dialog.getByText('Clouds').click();
	await dialog.getByRole('radio', { name: 'Palette 5' }).focus();
	await page.keyboard.press('Space');
	await expect(dialog.getByText('In full size', { exact: true })).toBeVisible(DRAWN);
	await dialog.getByRole('button', { name: 'Keep this version' }).click();
	await expect(page.getByText('Kept as a new avatar')).toBeVisible(DRAWN);

	// 4. Its circle is saved.
	await expect(dialog.getByRole('heading', { name: /adjusted/ })).toBeVisible();
	await dialog.getByText('Circle', { exact: true }).click();
	await dialog.getByText('512', { exact: true }).click();
	const [file] = await Promise.all([
		page.waitForEvent('download', DRAWN),
		dialog.getByRole('button', { name: 'Download' }).click(),
	]);
	const circle = await decode(file);
	expect([circle.width, circle.alphaAt(2, 2), circle.alphaAt(256, 256)]).toEqual([512, 0, 255]);
	expect(readFileSync(circle.path).toString('latin1')).toContain('"palette":4');
	await page.keyboard.press('Escape');

	// 5. Three boxes, each card kept.
	await page.getByRole('link', { name: 'Blind box' }).click();
	for (let box = 1; box <= 3; box++) {
		await page.getByRole('button', { name: 'Sealed box. Open it' }).click();
		const keep = page.getByRole('button', { name: 'Keep the card' });
		await expect(keep).toBeEnabled(DRAWN);
		await expect(page.getByText(/1 in \d/).first()).toBeVisible();
		await keep.click();
		await expect(page.getByRole('button', { name: 'In your collection' })).toBeVisible();
		await expect(page.getByRole('list', { name: 'Your collection' }).locator('img')).toHaveCount(
			box,
			DRAWN,
		);
		await page.getByRole('button', { name: 'Next box' }).click();
	}

	// 6. The sheet has the paper's true size.
	await page.getByRole('button', { name: 'Print a sheet' }).click();
	const [sheet] = await Promise.all([
		page.waitForEvent('download', DRAWN),
		page.getByRole('dialog').getByRole('button', { name: 'Make the sheet' }).click(),
	]);
	const pdf = await PDFDocument.load(readFileSync(await sheet.path()));
	expect(pdf.getPageCount()).toBe(1);
	const { width, height } = pdf.getPage(0).getSize();
	expect(width).toBeCloseTo((210 / 25.4) * 72, 3);
	expect(height).toBeCloseTo((297 / 25.4) * 72, 3);
	await page.keyboard.press('Escape');

	// 7. The collection outlives the page; nothing left the device.
	await page.reload();
	await expect(page.getByRole('list', { name: 'Your collection' }).locator('img')).toHaveCount(
		3,
		DRAWN,
	);
	expect(foreignRequests(seen, origin)).toEqual([]);
});

test('a card that was deleted comes back by undo', async () => {
	test.setTimeout(600_000);
	await page.goto('/blind-box');
	await openPhoto(page, await portraitPhoto(1));
	await page.getByRole('button', { name: 'Sealed box. Open it' }).click(DRAWN);
	const keep = page.getByRole('button', { name: 'Keep the card' });
	await expect(keep).toBeEnabled(DRAWN);
	await keep.click();
	const cards = page.getByRole('list', { name: 'Your collection' }).getByRole('listitem');
	await expect(cards).toHaveCount(1);
	await page.getByRole('button', { name: 'Delete the card' }).click();
	await expect(cards).toHaveCount(0);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(cards).toHaveCount(1);
});
