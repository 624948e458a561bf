import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { groupPhoto } from './support/photos';
import { drawn, DRAWN, finished, openPhoto, results } from './support/studio';

/** axe finds nothing. The page must be still: contrast is measured on what is painted. */
async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(
		violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`),
	).toEqual([]);
}

for (const colorScheme of ['light', 'dark'] as const) {
	for (const viewport of [
		{ width: 390, height: 844 },
		{ width: 1280, height: 800 },
	]) {
		test.describe(`${colorScheme}, ${viewport.width} px`, () => {
			test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

			for (const at of ['/', '/gallery', '/settings', '/privacy', '/blind-box']) {
				test(`${at} has no violation`, async ({ page }) => {
					await page.goto(at);
					await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
					await expectAccessible(page);
				});
			}

			test('the studio at work and the result dialog have no violation', async ({ page }) => {
				test.setTimeout(400_000);
				await page.goto('/');
				await openPhoto(page, await groupPhoto());
				await expect(finished(page).first()).toBeVisible(DRAWN);
				await page.getByRole('button', { name: 'Cancel' }).click();
				await expectAccessible(page);
				await results(page)
					.getByRole('button', { name: /^(Watercolour|Poster|Engraving)/ })
					.first()
					.click();
				await expect(page.getByRole('dialog')).toBeVisible();
				await expectAccessible(page);
			});
		});
	}
}

test('avatars are made, opened, favoured and downloaded with the keyboard alone', async ({
	page,
}) => {
	test.setTimeout(400_000);
	await page.goto('/');
	const reach = async (name: RegExp) => {
		for (let i = 0; i < 80; i++) {
			await page.keyboard.press('Tab');
			const label = await page.evaluate(() => {
				const active = document.activeElement as HTMLElement | null;
				return active?.getAttribute('aria-label') ?? active?.textContent?.trim() ?? '';
			});
			if (name.test(label)) return;
		}
		throw new Error(`no stop of the Tab key is called ${name}`);
	};
	const choosing = page.waitForEvent('filechooser'); // listens before any key is pressed
	await reach(/^Choose a photo$/);
	await page.keyboard.press('Enter');
	await (await choosing).setFiles(await groupPhoto());
	await expect(drawn(page).first()).toBeVisible(DRAWN);
	await expect(finished(page).first()).toBeVisible(DRAWN);

	await reach(/^Add .* to favourites$/);
	await page.keyboard.press('Enter');
	await expect(finished(page).and(page.locator('[aria-pressed=true]'))).toHaveCount(1);

	await results(page)
		.locator('li', { has: page.locator('[aria-pressed=true]') })
		.locator('button')
		.first()
		.focus();
	await page.keyboard.press('Enter');
	await expect(page.getByRole('dialog')).toBeVisible();
	const download = page.waitForEvent('download');
	await reach(/^Download$/);
	await page.keyboard.press('Enter');
	await download;
	await page.keyboard.press('Escape');
	await expect(page.getByRole('dialog')).toBeHidden();
});
