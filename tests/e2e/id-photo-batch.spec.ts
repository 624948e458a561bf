import { readFile } from 'node:fs/promises';
import { expect, test, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { badFiles } from './support/bad-photos';
import { portraitPhoto } from './support/photos';

/** The verdict and a word of the report for each kind of bad file; null where the picture is made all the same. */
const EXPECTED: Readonly<Record<string, RegExp>> = {
	'nobody.jpg': /^nobody\.jpg,,No photo,No face was found,$/,
	'several.jpg': /^several\.jpg,,No photo,.*[Ss]everal faces.*,$/,
	'tiny.jpg': /^tiny\.jpg,tiny_.*\.jpg,Redo,.*Enough pixels: .*,\d+$/,
	'blurred.jpg': /^blurred\.jpg,(blurred_.*,Redo,.*Sharp: .*,\d+|,No photo,No face.*,)$/,
	'truncated.jpg': /^truncated\.jpg,,No photo,.+,$/,
	'words.jpg': /^words\.jpg,,No photo,.+,$/,
	'empty.jpg': /^empty\.jpg,,No photo,.+,$/,
	'profile.jpg': /^profile\.jpg,(profile_.*,Redo,.*Turn the face.*,\d+|,No photo,No face.*,)$/,
};

test('every kind of bad file is named in the report, and those after it are made', async ({
	page,
}) => {
	test.setTimeout(400_000);
	await page.goto('/id-photo');
	await page.getByRole('button', { name: 'Many people at once' }).click();
	const bad = await badFiles();
	// In the order of their names: the good ones come before, between and after.
	const good = await Promise.all(
		['a first.jpg', 'o between.jpg', 'z last.jpg'].map(async (name, i) => ({
			...(await portraitPhoto(i)),
			name,
		})),
	);
	await page.getByTestId('batch-photos').setInputFiles([...bad, ...good]);
	await page
		.getByRole('dialog')
		.getByRole('region', { name: 'Document' })
		.getByRole('button')
		.click();
	await page.getByRole('searchbox').fill('一寸');
	await page
		.getByRole('button', { name: /^China 1-inch/ })
		.first()
		.click();
	const count = bad.length + good.length;
	await page.getByRole('button', { name: `Make ${count} photos` }).click();
	const zipButton = page.getByRole('button', { name: 'Download zip and report' });
	await expect(zipButton).toBeVisible({ timeout: 300_000 });
	const zip = await zipOf(page);

	const [, ...lines] = new TextDecoder().decode(zip['report.csv']).trim().split('\r\n');
	expect(lines).toHaveLength(count);
	for (const { name } of bad) {
		const line = lines.find((one) => one.startsWith(`${name},`));
		expect.soft(line?.replaceAll('"', ''), name).toMatch(EXPECTED[name]);
	}
	for (const { name } of good) {
		const file = Object.keys(zip).find((one) => one.startsWith(`${name.replace('.jpg', '')}_`));
		expect(file, name).toBeDefined();
		const { width, height, density } = await sharp(zip[file!]).metadata();
		expect([width, height, density]).toEqual([295, 413, 300]);
	}

	// A closed tab costs nothing of it, and neither does a slip of the hand.
	await page.reload();
	await page.getByRole('button', { name: 'Many people at once' }).click();
	expect(Object.keys(await zipOf(page)).sort()).toEqual(Object.keys(zip).sort());
	await page.getByRole('button', { name: 'Start over' }).click();
	await expect(zipButton).toBeHidden();
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(zipButton).toBeVisible();
	await page.keyboard.press('Escape');
	await page.getByRole('button', { name: 'Many people at once' }).click();
	await expect(zipButton).toBeVisible();
});

async function zipOf(page: Page): Promise<Record<string, Uint8Array>> {
	const button = page.getByRole('button', { name: 'Download zip and report' });
	const [download] = await Promise.all([page.waitForEvent('download'), button.click()]);
	return unzipSync(new Uint8Array(await readFile(await download.path())));
}
