import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { landscapePhoto, portraitPhoto } from './support/photos';
import { openPhoto } from './support/studio';

const onePixel = () =>
	sharp({ create: { width: 1, height: 1, channels: 3, background: '#888' } })
		.png()
		.toBuffer();

test.beforeEach(({ page }) => page.goto('/'));

test('a file that is no photo gets a plain message, and the next photo works', async ({ page }) => {
	const { buffer } = await portraitPhoto(0);
	const cases = [
		{ name: 'empty.jpg', buffer: Buffer.alloc(0), says: 'This file is empty' },
		{ name: 'notes.jpg', buffer: Buffer.from('dear diary'), says: 'This is not a picture' },
		{
			name: 'half.jpg',
			buffer: buffer.subarray(0, buffer.length / 2),
			says: 'This picture is damaged',
		},
		{ name: 'dot.png', buffer: await onePixel(), says: 'This picture is too small' },
	];
	for (const { name, buffer, says } of cases) {
		await openPhoto(page, { name, mimeType: 'image/jpeg', buffer });
		await expect(page.getByRole('heading', { name: says })).toBeVisible();
	}
	await openPhoto(page, { name: 'me.jpg', mimeType: 'image/jpeg', buffer });
	await expect(page.getByAltText('Your photo').first()).toBeVisible();
	await expect(page.getByText('This picture is too small')).toBeHidden();
});

test('a photo without a face says so and offers a way on', async ({ page }) => {
	await openPhoto(page, await landscapePhoto());
	await expect(page.getByText('No face found')).toBeVisible({ timeout: 120_000 });
	await expect(page.getByRole('button', { name: 'Another photo' }).first()).toBeVisible();
});

test('a photo can be dropped and pasted', async ({ page }) => {
	const { buffer } = await landscapePhoto();
	const data = buffer.toString('base64');
	for (const kind of ['drop', 'paste'] as const) {
		await page.goto('/');
		await expect(page.getByRole('button', { name: 'Choose a photo' })).toBeVisible(); // it listens now
		await page.evaluate(
			async ({ data, kind }) => {
				const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
				const transfer = new DataTransfer();
				transfer.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
				const init = { bubbles: true, cancelable: true };
				if (kind === 'drop') {
					document.body.dispatchEvent(new DragEvent('drop', { ...init, dataTransfer: transfer }));
				} else {
					document.body.dispatchEvent(
						new ClipboardEvent('paste', { ...init, clipboardData: transfer }),
					);
				}
			},
			{ data, kind },
		);
		await expect(page.getByAltText('Your photo').first()).toBeVisible();
	}
});
