import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Download, type Page } from '@playwright/test';
import { PDFDocument } from '@cantoo/pdf-lib';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { landscapePhoto, portraitPhoto } from './support/photos';
import { foreignRequests, recordTraffic } from './support/traffic';

async function choose(page: Page, query: string, name: RegExp) {
	const dialog = page.getByRole('dialog', { name: 'Choose a document' });
	if (!(await dialog.isVisible())) {
		await page.getByRole('region', { name: 'Document' }).getByRole('button').click();
	}
	await dialog.getByRole('searchbox').fill(query);
	await dialog.getByRole('button', { name }).first().click();
	await expect(dialog).toBeHidden();
}

async function save(page: Page, name: RegExp): Promise<Buffer & { readonly fileName?: string }> {
	const button = page.getByRole('button', { name });
	await expect(button).toBeEnabled({ timeout: 60_000 });
	const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
	return read(download);
}

async function read(download: Download) {
	const bytes = await readFile(await download.path());
	return Object.assign(bytes, { fileName: download.suggestedFilename() });
}

/** The colour of a corner: red, green, blue. */
async function corner(file: Buffer): Promise<number[]> {
	const { data } = await sharp(file)
		.extract({ left: 3, top: 3, width: 4, height: 4 })
		.removeAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	return [...data.subarray(0, 3)];
}

// What fades in has too little contrast meanwhile.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('one inch on blue with a sheet, a US visa unaltered, an identity card in its kilobytes', async ({
	page,
	context,
	baseURL,
}) => {
	test.setTimeout(300_000);
	const { seen } = recordTraffic(context);
	await page.goto('/id-photo');
	await page.getByTestId('photo').setInputFiles(await portraitPhoto(0));

	// 1. 一寸 on blue.
	await choose(page, '一寸', /^China 1-inch/);
	await page.getByRole('radio', { name: 'Background #628bce' }).check({ force: true });
	await expect(page.getByRole('img', { name: 'The ID photo: China 1-inch' })).toBeVisible({
		timeout: 120_000,
	});
	await expect(page.getByText(/^\d+\.\d kB$/)).toBeVisible({ timeout: 60_000 });
	const inch = await save(page, /^Download( anyway)?$/);
	expect(inch.fileName).toMatch(/^portrait-0_cn-.*_295x413\.jpg$/);
	expect(await sharp(inch).metadata()).toMatchObject({ width: 295, height: 413, density: 300 });
	const [r, g, b] = await corner(inch);
	expect(Math.abs(r - 98) + Math.abs(g - 139) + Math.abs(b - 206)).toBeLessThan(24);
	expect(inch.toString('latin1')).toContain('algorithmicallyEnhanced');

	// 2. Its sheet, for a shop and for a printer.
	await page.getByRole('button', { name: 'Add to a print sheet' }).click();
	const sheet = page.getByRole('dialog', { name: 'Print sheet' });
	await expect(sheet.getByText('12 on the sheet')).toBeVisible();
	const jpeg = await save(page, /^JPEG for a photo shop$/);
	expect(await sharp(jpeg).metadata()).toMatchObject({ width: 1205, height: 1795, density: 300 });
	const pdf = await PDFDocument.load(await save(page, /^PDF for a printer$/));
	const { width, height } = pdf.getPage(0).getSize();
	expect([(width / 72) * 25.4, (height / 72) * 25.4].map(Math.round)).toEqual([102, 152]);
	await page.keyboard.press('Escape');

	// 3. A US visa: no studio, no other background.
	await choose(page, 'us visa', /^United States visa/);
	await expect(page.getByRole('img', { name: /United States visa/ })).toBeVisible();
	await expect(page.getByRole('radio', { name: 'Studio' })).toHaveCount(0);
	await expect(page.getByText('does not let the background be replaced')).toBeVisible();
	await expect(page.getByText(/within up to 240 kB/)).toBeVisible({ timeout: 60_000 });
	const visa = await save(page, /^Download( anyway)?$/);
	expect(visa.length).toBeLessThanOrEqual(240_000);
	const { width: w, height: h } = await sharp(visa).metadata();
	expect(w).toBe(h);
	expect(w).toBeGreaterThanOrEqual(600);
	expect(visa.toString('latin1')).not.toContain('algorithmicallyEnhanced');

	// 4. 身份证: 14 to 20 kB, whatever a kilobyte is.
	await choose(page, '身份证', /358 × 441/);
	await expect(page.getByText(/within 14–20 kB/)).toBeVisible({ timeout: 60_000 });
	const card = await save(page, /^Download( anyway)?$/);
	expect(card.length).toBeGreaterThanOrEqual(14 * 1024);
	expect(card.length).toBeLessThanOrEqual(20 * 1000);
	expect(await sharp(card).metadata()).toMatchObject({ width: 358, height: 441, density: 350 });

	// 5. Undo goes back to the visa; the page is in order; nothing went anywhere; the gallery has them.
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(page.getByRole('img', { name: /United States visa/ })).toBeVisible({
		timeout: 60_000,
	});
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
	expect(foreignRequests(seen, baseURL!)).toEqual([]);
	await page.goto('/gallery');
	await expect(page.getByRole('button', { name: /United States visa/ }).first()).toBeVisible();
});

test('a batch goes on past bad photos and reports whom to photograph again', async ({ page }) => {
	test.setTimeout(400_000);
	await page.goto('/id-photo');
	await page.getByRole('button', { name: 'Many people at once' }).click();
	const people = await Promise.all(
		Array.from({ length: 8 }, async (_, i) => ({
			...(await portraitPhoto(i)),
			name: `person ${i}.jpg`,
		})),
	);
	const whole = people[0].buffer;
	const files = [
		...people,
		{ ...(await landscapePhoto()), name: 'nobody.jpg' },
		{ name: 'broken.jpg', mimeType: 'image/jpeg', buffer: whole.subarray(0, whole.length / 3) },
	];
	await page.getByTestId('batch-photos').setInputFiles(files);
	await page
		.getByRole('dialog')
		.getByRole('region', { name: 'Document' })
		.getByRole('button')
		.click();
	await choose(page, '一寸', /^China 1-inch/);
	await page.getByRole('button', { name: 'Make 10 photos' }).click();
	await expect(page.getByText(/2 without a photo/)).toBeVisible({ timeout: 300_000 });
	await expect(page.getByText('No face was found')).toBeVisible();

	const zip = unzipSync(new Uint8Array(await save(page, /^Download zip and report$/)));
	const names = Object.keys(zip);
	expect(names.filter((name) => name.endsWith('.jpg'))).toHaveLength(8);
	for (const name of names.filter((one) => one.endsWith('.jpg'))) {
		const { width, height, density } = await sharp(zip[name]).metadata();
		expect([width, height, density]).toEqual([295, 413, 300]);
	}
	const report = new TextDecoder().decode(zip['report.csv']);
	expect(report.trim().split('\r\n')).toHaveLength(11);
	expect(report).toContain('nobody.jpg,,No photo,No face was found,');
});
