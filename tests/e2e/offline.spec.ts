import { chromium, expect, test, type BrowserContext, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/find-chromium';
import { foreignRequests, recordTraffic } from './support/traffic';

const PAGES = [
	{ at: '/', heading: /look like you/i },
	{ at: '/gallery', heading: 'Gallery' },
	{ at: '/settings', heading: 'Settings' },
	{ at: '/packs', heading: 'Models' },
	{ at: '/privacy', heading: 'Your photo stays here' },
];

let profile: string;
let context: BrowserContext;
let page: Page;
let origin: string;

/** A profile on disk: an incognito context keeps its caches in memory and has other limits. */
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

/** One visit, until everything is on the device. */
async function visitOnce(): Promise<void> {
	await page.goto('/settings');
	await expect(page.getByText(/^Ready offline/)).toBeVisible({ timeout: 120_000 });
}

test('after one visit every page opens and the engine starts without a network', async () => {
	const { seen } = recordTraffic(context);
	await visitOnce();
	await context.setOffline(true);
	for (const { at, heading } of PAGES) {
		await page.goto(at);
		await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
	}
	await page.goto('/settings');
	await page.getByRole('button', { name: 'Start and test' }).click();
	await expect(page.getByText(/^(Processor|Graphics processor) \(/)).toBeVisible({
		timeout: 120_000,
	});
	expect(foreignRequests(seen, origin)).toEqual([]);
});

test('offline an address that does not exist leads to the start page', async () => {
	await visitOnce();
	await context.setOffline(true);
	await page.goto('/nowhere');
	await expect(page).toHaveURL(`${origin}/`);
});

test('a photo shared by another app reaches the studio without leaving the device', async () => {
	await visitOnce();
	await context.setOffline(true); // what answers is the service worker alone
	// A share comes from outside our pages, whose policy lets no form go anywhere.
	await page.goto('about:blank');
	await page.evaluate(async (action) => {
		const canvas = new OffscreenCanvas(320, 240);
		canvas.getContext('2d')!.fillRect(0, 0, 160, 240);
		const file = new File([await canvas.convertToBlob()], 'shared.png', { type: 'image/png' });
		const files = new DataTransfer();
		files.items.add(file);
		const form = document.createElement('form');
		form.method = 'post';
		form.enctype = 'multipart/form-data';
		form.action = action;
		const input = document.createElement('input');
		input.type = 'file';
		input.name = 'photo';
		input.files = files.files;
		form.append(input);
		document.body.append(form);
		form.submit();
	}, `${origin}/share-target`);
	await page.waitForURL(/\?shared=1/);
	await expect(page.getByAltText('Your photo').first()).toBeVisible({ timeout: 60_000 });
});

test('the privacy page counts downloads and no upload', async () => {
	await visitOnce();
	await page.goto('/privacy');
	const figure = (name: string) =>
		page.locator('dl.figures > div').filter({ has: page.locator('dt', { hasText: name }) });
	await expect(figure('Downloads').locator('.count')).toHaveText(/[1-9]/);
	await expect(figure('Uploads').locator('.count')).toHaveText('0');
	await expect(figure('Other websites').locator('.count')).toHaveText('0');
});
