import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { FakeHub } from '../hub/server';
import {
	expectVerified,
	fillHub,
	HUB_ORIGINS,
	installed,
	INSTALLED,
	PACKS_ORIGIN,
	startInstall,
	startTinyHub,
	tiny,
} from './support/packs';
import { recordTraffic } from './support/traffic';

test.use({ baseURL: PACKS_ORIGIN });

let hub: FakeHub;
test.beforeAll(async () => {
	hub = await startTinyHub();
});
test.afterAll(() => hub.close());
test.beforeEach(() => fillHub(hub));

/** So slow that there is time to look at the install. */
const slowly = (rate = 250_000) => hub.faults.add({ kind: 'slow', rate, on: 'file' });
const openPacks = async (page: Page) => {
	await page.goto('/packs');
	await expect(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
	await expect(tiny(page)).toBeVisible();
};

test('a pack is installed, used, saved, deleted and imported again', async ({ page, context }) => {
	const { seen } = recordTraffic(context);
	await openPacks(page);
	await page.getByRole('button', { name: 'Download Tiny' }).click();

	// Before: sizes, terms of every part, the device, and no way around the consent.
	const dialog = page.getByRole('dialog');
	const start = dialog.getByRole('button', { name: /^Download \d/ });
	await expect(dialog.getByText('Keeps the likeness')).toBeVisible();
	await expect(dialog.getByText('Commercial use: not allowed')).toHaveCount(1);
	await expect(dialog.getByText('Commercial use: allowed')).toHaveCount(3);
	await expect(dialog.getByRole('radio', { name: /^Test mirror/ })).toBeVisible();
	await expect(dialog.getByText('This device', { exact: true })).toBeVisible();
	await expect(start).toBeDisabled();
	await dialog.getByRole('checkbox').check();
	await start.click();

	// After: checked and used.
	await installed(page);
	await expectVerified(page);
	await tiny(page).getByRole('button', { name: 'Test run' }).click();
	await expect(tiny(page).getByText(/^Every network ran/)).toBeVisible(INSTALLED);

	// Saved, deleted, and imported from the file.
	const saving = page.waitForEvent('download');
	await tiny(page).getByRole('button', { name: 'Save as a file' }).click();
	const file = await (await saving).path();
	await tiny(page).getByRole('button', { name: 'Delete …' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
	await expect(page.getByText('No pack yet.')).toBeVisible();
	const asked = hub.log.length;
	await page.getByTestId('pack-files').setInputFiles(file);
	await installed(page);
	await expectVerified(page);
	expect(hub.log.length).toBe(asked);

	// Nobody else was asked, and nothing was sent.
	const origins = new Set([PACKS_ORIGIN, ...HUB_ORIGINS]);
	const others = seen.filter(
		({ method, url }) =>
			!/^(blob|data):/.test(url) && (method !== 'GET' || !origins.has(new URL(url).origin)),
	);
	expect(others).toEqual([]);
});

test('a paused install survives a reload and goes on with what was there', async ({ page }) => {
	await openPacks(page);
	slowly();
	await startInstall(page);
	// The small files are there at once, whole.
	const configs = () => hub.log.filter(({ path, served }) => /config/.test(path) && served > 0);
	await expect(tiny(page).getByText(/\/s/)).toBeVisible(INSTALLED);
	await tiny(page).getByRole('button', { name: 'Pause' }).click();
	await expect(tiny(page).getByText('Paused', { exact: true })).toBeVisible();

	const asked = configs().length;
	expect(asked).toBeGreaterThanOrEqual(3);
	hub.faults.set([]);
	await page.reload();
	await expect(tiny(page).getByText('Paused', { exact: true })).toBeVisible();
	await tiny(page).getByRole('button', { name: 'Go on' }).click();
	await installed(page);
	await expectVerified(page);
	expect(configs().length).toBe(asked);
});

test('an install is shown on every page and in every tab, which can pause it', async ({
	page,
	context,
}) => {
	await openPacks(page);
	slowly();
	await startInstall(page);
	await expect(tiny(page).getByRole('button', { name: 'Pause' })).toBeVisible();
	await page.getByRole('link', { name: 'Gallery' }).first().click();
	await expect(page.getByText(/^Installing Tiny: \d+%/)).toBeVisible();

	const other = await context.newPage();
	await openPacks(other);
	await tiny(other).getByRole('button', { name: 'Pause' }).click();
	await expect(tiny(other).getByText('Paused', { exact: true })).toBeVisible();
	await expect(page.getByText('Tiny: download paused')).toBeVisible();

	// Discarded from there, it is gone here too.
	await tiny(other).getByRole('button', { name: 'Cancel …' }).click();
	await other.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
	await expect(other.getByRole('button', { name: 'Download Tiny' })).toBeVisible();
	await expect(page.getByText('Tiny: download paused')).toBeHidden();
});

test('a busy hub makes it wait, with a countdown, and it goes on by itself', async ({ page }) => {
	await openPacks(page);
	hub.faults.add({ kind: 'status', status: 503, retryAfter: 3, on: 'file' });
	await startInstall(page);
	await expect(tiny(page).getByText(/The hub is busy\. Next attempt in \d+ s\./)).toBeVisible();
	hub.faults.set([]);
	await installed(page);
});

test('a hub that refuses is said in words, with what to do', async ({ page }) => {
	await openPacks(page);
	hub.faults.add({ kind: 'status', status: 403, on: 'api' });
	await page.getByRole('button', { name: 'Download Tiny' }).click();
	const dialog = page.getByRole('dialog');
	await expect(dialog.getByText('The hub refuses access')).toBeVisible();
	hub.faults.set([]);
	await dialog.getByRole('button', { name: 'Try again' }).click();
	await expect(dialog.getByRole('checkbox')).toBeVisible();
});

test('a file that is no pack is refused in words and leaves nothing', async ({ page }) => {
	await openPacks(page);
	await page
		.getByTestId('pack-files')
		.setInputFiles({ name: 'evil.zip', mimeType: '', buffer: Buffer.from('no zip at all') });
	await expect(page.getByRole('alert')).toBeVisible();
	await expect(page.getByText('No pack yet.')).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
	for (const viewport of [
		{ width: 390, height: 844 },
		{ width: 1280, height: 800 },
	]) {
		test.describe(`${colorScheme}, ${viewport.width} px`, () => {
			test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

			test('the list, the offer, the install and what is installed have no violation', async ({
				page,
			}) => {
				await openPacks(page);
				await expectAccessible(page);
				await page.getByRole('button', { name: 'Download Tiny' }).click();
				await page.getByRole('checkbox').check();
				await expectAccessible(page);
				slowly(60_000); // axe takes its time
				await page.getByRole('button', { name: /^Download \d/ }).click();
				await expect(tiny(page).getByText(/\/s/)).toBeVisible(INSTALLED); // there is something to pause
				await expectAccessible(page);
				hub.faults.set([]);
				await tiny(page).getByRole('button', { name: 'Pause' }).click();
				await tiny(page).getByRole('button', { name: 'Go on' }).click();
				await installed(page);
				await expectAccessible(page);
			});
		});
	}
}

/** axe finds nothing. */
async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	expect(
		violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(' ')}`),
	).toEqual([]);
}
