import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/find-chromium';
import { groupPhoto, portraitPhoto } from './support/photos';
import { drawn, DRAWN, finished, openPhoto, results } from './support/studio';
import { foreignRequests, recordTraffic } from './support/traffic';

interface Device {
	readonly locale: string;
	readonly viewport: { readonly width: number; readonly height: number };
	readonly flags?: readonly string[];
}

/** Runs with a profile on disk, as people have one: an incognito window keeps little. */
async function withDevice(
	{ locale, viewport, flags = [] }: Device,
	baseURL: string,
	body: (page: Page, context: BrowserContext) => Promise<void>,
): Promise<void> {
	const profile = mkdtempSync(path.join(tmpdir(), 'likeness-'));
	const context = await chromium.launchPersistentContext(profile, {
		executablePath: findChromium(),
		args: [...CHROMIUM_FLAGS, ...flags],
		baseURL,
		locale,
		viewport,
	});
	try {
		await body(context.pages()[0], context);
	} finally {
		await context.close();
		rmSync(profile, { recursive: true, force: true });
	}
}

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };

test('on a phone in Chinese: three photos online, the same again in a plane', async ({
	baseURL,
}) => {
	test.setTimeout(900_000);
	await withDevice({ locale: 'zh-CN', viewport: PHONE }, baseURL!, async (page, context) => {
		const { seen } = recordTraffic(context);
		const photos = [await portraitPhoto(0), await portraitPhoto(1), await groupPhoto()];
		const drawEach = async () => {
			for (const photo of photos) {
				const before = await drawn(page)
					.first()
					.getAttribute('src', { timeout: 1 })
					.catch(() => null);
				await openPhoto(page, photo);
				await expect
					.poll(
						() =>
							drawn(page)
								.first()
								.getAttribute('src')
								.catch(() => before),
						DRAWN,
					)
					.not.toBe(before);
				await expect(finished(page).first()).toBeVisible(DRAWN);
			}
		};
		await page.goto('/settings');
		await expect(page.getByText(/已可离线使用/)).toBeVisible({ timeout: 120_000 });
		await page.goto('/');
		await expect(page.getByRole('heading', { level: 1 })).toContainText('一张照片');
		await drawEach();

		await context.setOffline(true);
		await page.reload();
		await drawEach();
		await page.getByRole('link', { name: '作品' }).first().click();
		await expect(page.getByRole('heading', { level: 1, name: '作品' })).toBeVisible();
		expect(foreignRequests(seen, baseURL!)).toEqual([]);

		// Nothing is wider than the phone.
		for (const at of ['/', '/gallery', '/packs', '/settings', '/privacy']) {
			await page.goto(at);
			await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
			expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
				PHONE.width,
			);
		}
	});
});

test('the language switches in the middle of work and loses nothing', async ({ baseURL }) => {
	test.setTimeout(400_000);
	await withDevice({ locale: 'en-GB', viewport: DESKTOP }, baseURL!, async (page) => {
		await page.goto('/');
		await openPhoto(page, await portraitPhoto(0));
		await expect(drawn(page).first()).toBeVisible(DRAWN);
		await page.getByRole('button', { name: /中文/ }).click();
		await expect(page.getByRole('link', { name: '作品' }).first()).toBeVisible();
		await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
		await expect(drawn(page).first()).toBeVisible();
		await page.reload();
		await expect(page.getByRole('link', { name: '作品' }).first()).toBeVisible();
	});
});

test('the camera takes a photo that becomes avatars', async ({ baseURL }) => {
	test.setTimeout(400_000);
	const folder = mkdtempSync(path.join(tmpdir(), 'likeness-camera-'));
	const video = path.join(folder, 'face.mjpeg');
	const { buffer } = await portraitPhoto(0);
	const frame = await sharp(buffer)
		.resize(640, 480, { fit: 'contain', background: '#445' })
		.jpeg()
		.toBuffer();
	writeFileSync(video, Buffer.concat([frame, frame]));
	const flags = [
		'--use-fake-ui-for-media-stream',
		'--use-fake-device-for-media-stream',
		`--use-file-for-fake-video-capture=${video}`,
	];
	try {
		await withDevice({ locale: 'en-GB', viewport: PHONE, flags }, baseURL!, async (page) => {
			await page.goto('/');
			await page.getByRole('button', { name: 'Take a photo' }).click();
			const shutter = page.getByRole('button', { name: 'Take the photo' });
			await expect(shutter).toBeEnabled();
			await expect
				.poll(() => page.locator('video').evaluate((node: HTMLVideoElement) => node.videoWidth))
				.toBeGreaterThan(0);
			await shutter.click();
			await expect(drawn(page).first()).toBeVisible(DRAWN);
		});
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
});

test('the gallery survives a closed tab, and a full disk keeps what is there', async ({
	baseURL,
}) => {
	test.setTimeout(600_000);
	await withDevice({ locale: 'en-GB', viewport: DESKTOP }, baseURL!, async (page, context) => {
		// 1. Close the tab in the middle of the work.
		await page.goto('/');
		await openPhoto(page, await portraitPhoto(0));
		await expect(finished(page).nth(1)).toBeVisible(DRAWN);
		const other = await context.newPage();
		await page.close();
		await other.goto('/gallery');
		const cards = other.getByRole('button', { name: /^Open / });
		await expect.poll(() => cards.count()).toBeGreaterThanOrEqual(2);
		const kept = await cards.count();

		// 2. Fill the disk.
		const session = await context.newCDPSession(other);
		await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL!, quotaSize: 1 });
		await other.goto('/');
		await openPhoto(other, await portraitPhoto(1));
		await expect(finished(other).first()).toBeVisible(DRAWN);
		const notice = other.getByText('The storage is full');
		await expect(notice).toBeVisible(DRAWN);
		await other.getByRole('button', { name: 'Cancel' }).click();

		// 3. Make room: what was on the page only is saved.
		await session.send('Storage.overrideQuotaForOrigin', { origin: baseURL! });
		await other.getByRole('button', { name: 'Save again' }).click();
		await expect(notice).toBeHidden();
		await other.goto('/gallery');
		await expect.poll(() => cards.count()).toBeGreaterThan(kept);
	});
});

test('the gallery: favourites, delete with undo, all as one zip, a recipe again', async ({
	baseURL,
}) => {
	test.setTimeout(600_000);
	await withDevice({ locale: 'en-GB', viewport: DESKTOP }, baseURL!, async (page) => {
		await page.goto('/');
		await openPhoto(page, await portraitPhoto(0));
		await expect(finished(page).nth(2)).toBeVisible(DRAWN);
		await page.getByRole('button', { name: 'Cancel' }).click();
		await page.getByRole('link', { name: 'Gallery' }).first().click();
		const cards = page.getByRole('button', { name: /^Open / });
		await expect.poll(() => cards.count()).toBeGreaterThanOrEqual(3);
		const count = await cards.count();

		await page
			.getByRole('button', { name: /^Add .* to favourites$/ })
			.first()
			.click();
		await page.getByText('Favourites', { exact: true }).click();
		await expect(cards).toHaveCount(1);
		await page.getByText('All', { exact: true }).click();

		await cards.first().click();
		await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
		await expect(cards).toHaveCount(count - 1);
		await page.getByRole('button', { name: 'Undo' }).click();
		await expect(cards).toHaveCount(count);

		const [zip] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('button', { name: 'Download all' }).click(),
		]);
		expect(zip.suggestedFilename()).toMatch(/\.zip$/);

		await cards.first().click();
		await page
			.getByRole('dialog')
			.getByRole('button', { name: /^Make again/ })
			.click();
		await expect(results(page)).toBeVisible(DRAWN);
	});
});

test('ten photos and forty avatars in one session leave nothing behind', async ({ baseURL }) => {
	test.setTimeout(1_800_000);
	await withDevice({ locale: 'en-GB', viewport: DESKTOP }, baseURL!, async (page, context) => {
		await page.goto('/');
		const session = await context.newCDPSession(page);
		const megabytes = async () => {
			await session.send('HeapProfiler.collectGarbage');
			await page.waitForTimeout(1000);
			const { result } = await session.send('Runtime.evaluate', {
				expression: `performance.memory.usedJSHeapSize / 2 ** 20`,
			});
			return result.value as number;
		};
		const heap: number[] = [];
		for (let i = 0; i < 10; i++) {
			const before = await drawn(page)
				.first()
				.getAttribute('src', { timeout: 1 })
				.catch(() => null);
			await openPhoto(page, await portraitPhoto(i));
			await expect
				.poll(
					() =>
						drawn(page)
							.first()
							.getAttribute('src')
							.catch(() => before),
					DRAWN,
				)
				.not.toBe(before);
			await expect(finished(page).nth(3)).toBeVisible(DRAWN);
			heap.push(await megabytes());
		}
		console.log(`heap after each photo, MB: ${heap.map((mb) => mb.toFixed(1)).join(' ')}`);
		expect(heap[9] - heap[2]).toBeLessThan(16);
	});
});
