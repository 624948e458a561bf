import { expect, test } from '@playwright/test';
import { portraitPhoto } from './support/photos';
import { DRAWN, drawn, openPhoto, results } from './support/studio';

test('controls change the picture, undo takes one step back, reset all of them', async ({
	page,
}) => {
	test.setTimeout(600_000);
	await page.goto('/?style=watercolour&seed=0');
	await openPhoto(page, await portraitPhoto(0));
	await expect(drawn(page).first()).toBeVisible(DRAWN);
	await results(page)
		.getByRole('button', { name: /^Watercolour/ })
		.first()
		.click();
	const dialog = page.getByRole('dialog');
	await dialog.getByRole('button', { name: 'Adjust' }).click();
	const undo = dialog.getByRole('button', { name: 'Undo' });
	const keep = dialog.getByRole('button', { name: 'Keep this version' });
	await expect(undo).toBeDisabled();
	await expect(keep).toBeDisabled();

	// 1. By keyboard: a slider, then a palette.
	const crop = dialog.getByRole('slider', { name: 'Framing' });
	const before = await crop.inputValue();
	await crop.focus();
	for (let i = 0; i < 5; i++) await page.keyboard.press('ArrowRight');
	expect(Number(await crop.inputValue())).toBeGreaterThan(Number(before));
	const picture = dialog.locator('img').first();
	await expect(dialog.getByText('In full size', { exact: true })).toBeVisible(DRAWN);
	const cropped = await picture.getAttribute('src');
	await dialog.getByRole('radio', { name: 'Palette 3' }).focus();
	await page.keyboard.press('Space');
	await expect.poll(() => picture.getAttribute('src'), DRAWN).not.toBe(cropped);

	// 2. One step back, then none: the same settings, so nothing to keep.
	await undo.click();
	await expect(dialog.getByRole('radio', { name: 'Palette 3' })).not.toBeChecked();
	await expect(keep).toBeEnabled();
	await dialog.getByRole('button', { name: 'Reset' }).click();
	await expect(crop).toHaveValue(before);
	await expect(keep).toBeDisabled();
	await undo.click();
	await expect(keep).toBeEnabled();
});

test('an address with choices draws them first', async ({ page }) => {
	test.setTimeout(400_000);
	await page.goto('/?style=poster&seed=1&tuning=palette2.backdrop3');
	await expect(page.getByText(/Poster 2, adjusted/)).toBeVisible();
	await openPhoto(page, await portraitPhoto(2));
	await expect(drawn(page).first()).toBeVisible(DRAWN);
	await expect(results(page).getByRole('button').first()).toHaveAttribute(
		'aria-label',
		/^Poster 2, adjusted/,
	);
});
