import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import sharp from 'sharp';
import type { FakeHub } from '../hub/server';
import { keyer } from '../support/tiny-matting';
import { HUB_ORIGINS, INSTALLED, PACKS_ORIGIN, startTinyHub } from './support/packs';
import { portraitPhoto, type PhotoFile } from './support/photos';
import { recordTraffic } from './support/traffic';

test.use({ baseURL: PACKS_ORIGIN });
test.setTimeout(400_000);

const REPO = 'tests/modnet';
const NAME = 'Fine cut-out (MODNet)';
const BLUE = [98, 139, 206];

// What fades in has too little contrast meanwhile.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

let hub: FakeHub;
test.beforeAll(async () => {
	hub = await startTinyHub();
});
test.afterAll(() => hub.close());
test.beforeEach(() => {
	hub.faults.set([]);
	// Not the first of the names that the catalogue knows: resolved by listing.
	hub.repository(REPO).put('onnx/model.onnx', keyer());
});

/** A portrait in a frame of a studio's green: the only background that the test's network knows. */
async function greenPhoto(): Promise<PhotoFile> {
	const photo = await portraitPhoto(1);
	const { width, height } = await sharp(photo.buffer).metadata();
	const green = async (w: number, h: number) => ({
		input: await sharp({ create: { width: w, height: h, channels: 3, background: '#00e000' } })
			.png()
			.toBuffer(),
		left: 0,
		top: 0,
	});
	const buffer = await sharp(photo.buffer)
		.composite([
			await green(Math.round(width / 16), height),
			await green(width, Math.round(height / 25)),
		])
		.jpeg({ quality: 95 })
		.toBuffer();
	return { ...photo, buffer };
}

/** Opens a photo as a one inch print on blue. */
async function openInch(page: Page, photo: PhotoFile) {
	await page.goto('/id-photo');
	await page.getByTestId('photo').setInputFiles(photo);
	const dialog = page.getByRole('dialog', { name: 'Choose a document' });
	await dialog.getByRole('searchbox').fill('一寸');
	await dialog
		.getByRole('button', { name: /^China 1-inch/ })
		.first()
		.click();
	await page.getByRole('radio', { name: 'Background #628bce' }).check({ force: true });
	await expect(page.getByRole('img', { name: /China 1-inch/ })).toBeVisible({ timeout: 120_000 });
}

/**
 * How far the saved file is from the blue that was asked for: where the photo has the green frame, and where it has
 * the blinds beside the hair.
 */
async function offBlue(page: Page): Promise<{ frame: number; blinds: number }> {
	const button = page.getByRole('button', { name: /^Download( anyway)?$/ });
	await expect(button).toBeEnabled({ timeout: 60_000 });
	const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
	const file = await readFile(await download.path());
	const at = async (left: number, top: number) => {
		const data = await sharp(file)
			.extract({ left, top, width: 4, height: 4 })
			.removeAlpha()
			.raw()
			.toBuffer();
		return BLUE.reduce((sum, value, c) => sum + Math.abs(value - data[c]), 0);
	};
	return { frame: await at(64, 200), blinds: await at(95, 123) };
}

async function install(page: Page) {
	await page.getByRole('button', { name: 'Get the fine cut-out' }).click();
	await page
		.getByRole('dialog')
		.getByRole('button', { name: /^Download \d/ })
		.click();
}

const usesFine = (page: Page) =>
	expect(page.getByText(`${NAME} cuts this photo out.`)).toBeVisible(INSTALLED);
const usesBuiltIn = (page: Page) =>
	expect(page.getByText('The built-in network cuts this photo out.')).toBeVisible(INSTALLED);

test('installed beside a photo, used for it, switched off, offline after a reload, deleted', async ({
	page,
	context,
}) => {
	const { seen } = recordTraffic(context);
	const photo = await greenPhoto();
	await openInch(page, photo);

	// 1. What it is, how large, on which terms; nothing is fetched before.
	await expect(page.getByText(/finds single hairs\. One download of .*B, MIT,/)).toBeVisible(
		INSTALLED,
	);
	expect(hub.log.filter(({ path }) => path.includes('modnet'))).toEqual([]);
	expect((await offBlue(page)).blinds).toBeLessThan(24);
	await install(page);
	await usesFine(page);

	// 2. What the network took for background is replaced, and nothing else.
	const { frame, blinds } = await offBlue(page);
	expect(frame).toBeLessThan(24);
	expect(blinds).toBeGreaterThan(60);
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

	// 3. Back to the built-in one, and that choice stays.
	const choice = page.getByRole('group', { name: 'Cut-out' });
	await choice.getByText('Built-in', { exact: true }).click();
	await usesBuiltIn(page);
	expect((await offBlue(page)).blinds).toBeLessThan(24);
	await openInch(page, photo);
	await usesBuiltIn(page);
	await choice.getByText('Fine', { exact: true }).click();
	await usesFine(page);

	// 4. Offline, in a fresh page. The worker's files are there because they were used.
	await expect
		.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null), INSTALLED)
		.toBe(true);
	await context.setOffline(true);
	await openInch(page, photo);
	await usesFine(page);
	expect((await offBlue(page)).blinds).toBeGreaterThan(60);
	await context.setOffline(false);

	// 5. Deleted where packs are kept; then it is offered again.
	await page.getByRole('link', { name: 'Check or delete it in Models' }).click();
	const pack = page.getByRole('article', { name: NAME });
	await pack.getByRole('button', { name: 'Delete …' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
	await expect(page.getByText('No pack yet.')).toBeVisible();
	await openInch(page, photo);
	await expect(page.getByRole('button', { name: 'Get the fine cut-out' })).toBeVisible(INSTALLED);

	// 6. Nothing was sent anywhere.
	const origins = new Set([PACKS_ORIGIN, ...HUB_ORIGINS]);
	const others = seen.filter(
		({ method, url }) =>
			!/^(blob|data):/.test(url) && (method !== 'GET' || !origins.has(new URL(url).origin)),
	);
	expect(others).toEqual([]);
});

test('a file that is no such network is refused in words, and the photo stays', async ({
	page,
}) => {
	hub.repository(REPO).put('onnx/model.onnx', new TextEncoder().encode('<!doctype html>'));
	await openInch(page, await portraitPhoto(1));
	await install(page);
	await expect(page.getByRole('alert').getByText('This kind of model cannot be read')).toBeVisible(
		INSTALLED,
	);
	expect((await offBlue(page)).blinds).toBeLessThan(24);
});

test('a network that fails on the photo: the built-in cut-out is used, and the page says so', async ({
	page,
}) => {
	// It passes the look at the install, and takes pictures of no other size.
	hub.repository(REPO).put('onnx/model.onnx', keyer([1, 3, 64, 96]));
	await openInch(page, await portraitPhoto(1));
	await install(page);
	await expect(page.getByText('The built-in cut-out is used; your photo')).toBeVisible(INSTALLED);
	await usesBuiltIn(page);
	expect((await offBlue(page)).blinds).toBeLessThan(24);
});
