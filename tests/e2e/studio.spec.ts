import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { groupPhoto, portraitPhoto } from './support/photos';
import {
	allFinished,
	AVATARS,
	decode,
	drawn,
	DRAWN,
	finished,
	openPhoto,
	results,
	texture,
} from './support/studio';
import { foreignRequests, recordTraffic } from './support/traffic';

test('a photo becomes one avatar of every style, four of the one picked, kept and exported', async ({
	page,
	context,
	baseURL,
}) => {
	test.setTimeout(600_000);
	const { seen } = recordTraffic(context);
	await page.goto('/');
	await openPhoto(page, await portraitPhoto(0));
	await allFinished(page);

	// 1. A style that is picked gets its four compositions, and scores fall from left to right.
	await page.getByRole('radio', { name: /^Watercolour/ }).check({ force: true });
	await allFinished(page, 4);
	const scores = (await results(page).getByRole('button').all()).map(async (button) => {
		const label = (await button.getAttribute('aria-label')) ?? '';
		return /Likeness (\d+)/.exec(label)?.[1];
	});
	const known = (await Promise.all(scores)).filter((score) => score !== undefined).map(Number);
	expect(known.length).toBe(4);
	expect(known).toEqual([...known].sort((a, b) => b - a));
	expect(known[0]).toBeGreaterThan(50);

	// 2. Exported: each shape and format, as asked for.
	await results(page)
		.getByRole('button', { name: /^Watercolour/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog');
	const choose = (name: string) => dialog.getByText(name, { exact: true }).click();
	const download = async () => {
		const [file] = await Promise.all([
			page.waitForEvent('download'),
			dialog.getByRole('button', { name: 'Download' }).click(),
		]);
		return file;
	};
	await choose('PNG');
	await choose('1024');
	const square = await decode(await download());
	expect([square.width, square.height]).toEqual([1024, 1024]);
	expect(texture(square.data)).toBeGreaterThan(0.05);
	const metadata = readFileSync(square.path).toString('latin1');
	expect(metadata).toContain('DigitalSourceType');
	expect(metadata).toContain('watercolour');

	await choose('Circle');
	await choose('512');
	const circle = await decode(await download());
	expect([circle.width, circle.alphaAt(2, 2), circle.alphaAt(256, 256)]).toEqual([512, 0, 255]);

	await choose('Sticker');
	const sticker = await decode(await download());
	expect([sticker.alphaAt(2, 2), sticker.alphaAt(256, 256)]).toEqual([0, 255]);

	await choose('Square');
	await choose('JPEG');
	await choose('256');
	const jpeg = await download();
	expect(jpeg.suggestedFilename()).toMatch(/\.jpe?g$/);
	expect((await decode(jpeg)).width).toBe(256);
	expect(readFileSync(await jpeg.path()).toString('latin1')).toContain('DigitalSourceType');

	await choose('WebP');
	const webp = await download();
	expect(readFileSync(await webp.path()).toString('latin1', 8, 12)).toBe('WEBP');
	await page.keyboard.press('Escape');

	// 3. Kept: a reload loses nothing.
	await page.goto('/gallery');
	await expect(page.getByText(new RegExp(`^${AVATARS + 3} avatars`))).toBeVisible();

	// 4. Nothing left the device.
	expect(foreignRequests(seen, baseURL!)).toEqual([]);
});

test('a face of a group photo is chosen by keyboard, and another one later', async ({ page }) => {
	test.setTimeout(400_000);
	await page.goto('/');
	await openPhoto(page, await groupPhoto());
	const people = page.getByRole('radio', { name: /^Person/ });
	await expect(people).toHaveCount(4, DRAWN);
	await expect(drawn(page).first()).toBeVisible(DRAWN);
	const first = await drawn(page).first().getAttribute('src');

	await people.first().focus();
	await page.keyboard.press('ArrowRight');
	await expect(people.nth(1)).toBeChecked();
	await expect
		.poll(
			async () =>
				drawn(page)
					.first()
					.getAttribute('src')
					.catch(() => first),
			DRAWN,
		)
		.not.toBe(first);
});

test('drawing stops when it is cancelled and goes on when asked to', async ({ page }) => {
	test.setTimeout(400_000);
	await page.goto('/');
	await openPhoto(page, await portraitPhoto(1));
	await expect(drawn(page).first()).toBeVisible(DRAWN);
	await page.getByRole('button', { name: 'Cancel' }).click();
	const goOn = page.getByRole('button', { name: 'Continue' });
	await expect(goOn).toBeVisible();
	const before = await finished(page).count();
	await goOn.click();
	await expect.poll(() => finished(page).count(), DRAWN).toBeGreaterThan(before);
});

test('a deleted avatar comes back by undo, and so does a removed photo', async ({ page }) => {
	test.setTimeout(400_000);
	await page.goto('/');
	await openPhoto(page, await portraitPhoto(2));
	await expect(finished(page).first()).toBeVisible(DRAWN);
	await page.getByRole('button', { name: 'Cancel' }).click();
	const count = await results(page).getByRole('listitem').count();

	await results(page)
		.getByRole('button', { name: /^(Watercolour|Medallion|Engraving)/ })
		.first()
		.click();
	await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
	await expect(results(page).getByRole('listitem')).toHaveCount(count - 1);
	await page.getByRole('button', { name: 'Undo' }).click();
	await expect(results(page).getByRole('listitem')).toHaveCount(count);

	await page.getByRole('button', { name: 'Remove photo' }).click();
	await expect(page.getByRole('heading', { level: 1, name: /look like you/i })).toBeVisible();
	// The offer before may still be there.
	await page.getByRole('button', { name: 'Undo' }).last().click();
	await expect(results(page).getByRole('listitem')).toHaveCount(count);
});
