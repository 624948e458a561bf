import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import type { FakeHub } from '../hub/server';
import { fillHub, HUB_ORIGINS, INSTALLED, PACKS_ORIGIN, startTinyHub } from './support/packs';
import { portraitPhoto } from './support/photos';
import { decode } from './support/studio';
import { recordTraffic } from './support/traffic';

test.use({ baseURL: PACKS_ORIGIN });

/** Opening a pack, the face models and pictures on a machine without a GPU: no measure of speed. */
const DRAWN = { timeout: 400_000 };

let hub: FakeHub;
test.beforeAll(async () => {
	hub = await startTinyHub();
});
test.afterAll(() => hub.close());
test.beforeEach(() => fillHub(hub));

const job = (page: Page, name: string) => page.getByRole('article', { name, exact: true });
const pictures = (page: Page, name: string) =>
	page.getByRole('list', { name: `Pictures: ${name}` }).getByRole('listitem');

/** What was stored arrives after the page: a radio may be set back once by it. */
const pick = (page: Page, name: string) =>
	expect(() =>
		page.getByRole('radio', { name, exact: true }).check({ force: true, timeout: 5_000 }),
	).toPass();

async function openCreate(page: Page): Promise<void> {
	await page.goto('/create');
	await expect(page.getByRole('heading', { level: 1, name: 'Create' })).toBeVisible();
}

async function givePhotos(page: Page, ...indices: number[]): Promise<void> {
	const photos = await Promise.all(indices.map((index) => portraitPhoto(index)));
	await page.getByTestId('person-photos').setInputFiles(photos);
	await expect(page.getByRole('list', { name: 'Photos of one person' }).locator('img')).toHaveCount(
		indices.length,
		DRAWN,
	);
}

test('without a pack the page says what styles need, and shows them', async ({ page }) => {
	await openCreate(page);
	await expect(page.getByRole('heading', { name: 'These styles need a model' })).toBeVisible();
	await expect(page.getByText('Commercial use: not allowed')).toHaveCount(2);
	await expect(page.getByRole('link', { name: 'Choose a model' })).toHaveAttribute(
		'href',
		'/packs',
	);
	await expect(page.getByRole('button', { name: 'Create', exact: true })).toBeDisabled();
	await expect(page.getByText('Needs a model.')).toBeVisible();
	// Groups and search.
	const all = page.getByRole('list', { name: 'Styles to draw' }).getByRole('checkbox');
	await page.getByRole('button', { name: /^Show all/ }).click();
	expect(await all.count()).toBeGreaterThanOrEqual(30);
	await pick(page, 'Ages');
	expect(await all.count()).toBeLessThan(10);
	await pick(page, 'All');
	await page.getByRole('searchbox', { name: 'Search styles' }).fill('ukiyo');
	await expect(all).toHaveCount(1);
	// A favourite stays one.
	await page.getByRole('button', { name: /^Add .* to favourite styles/ }).click();
	await page.reload();
	await pick(page, 'Favourites');
	await expect(all).toHaveCount(1);
	// Words that are not drawn are refused with a reason.
	await pick(page, 'Own words');
	await page.getByRole('textbox', { name: 'Describe the picture' }).fill('a nude portrait');
	await expect(page.getByRole('alert')).toContainText('This asks for nudity');
	await page.getByRole('textbox', { name: 'Describe the picture' }).fill('a knight in armour');
	await expect(page.getByRole('alert')).toBeHidden();
});

test('photo, style, search, pictures, gallery, recipe: the whole way with a tiny pack', async ({
	page,
	context,
}) => {
	test.setTimeout(1_500_000);
	const { seen } = recordTraffic(context);
	await page.goto('/packs');
	await page.getByRole('button', { name: 'Download Miniature' }).click();
	await page.getByRole('checkbox').check();
	await page.getByRole('button', { name: /^Download \d/ }).click();
	const pack = page.getByRole('article', { name: 'Miniature' });
	await expect(pack.getByRole('button', { name: 'Check', exact: true })).toBeVisible(INSTALLED);
	await page.getByRole('link', { name: 'Create' }).first().click();

	// 1. Who, and a style. The consent comes once.
	await givePhotos(page, 0);
	const style = page.getByRole('checkbox', { name: /^3D animation film/ });
	await style.check({ force: true });
	await page.getByRole('button', { name: 'Create', exact: true }).click();
	await page.getByRole('button', { name: 'I agree' }).click();
	const card = job(page, '3D animation film');
	await expect(card).toBeVisible();
	await expect(card.getByRole('progressbar')).toBeVisible(DRAWN);

	// 2. It goes on while the person browses, and after a reload.
	await page.getByRole('link', { name: 'Gallery' }).first().click();
	await expect(page.getByText(/^Creating avatars: \d+%/)).toBeVisible(DRAWN);
	await page.reload();
	await page.getByText(/^Creating avatars: \d+%/).click();
	await expect(card.getByRole('img', { name: /./ }).or(card.locator('canvas')).first()).toBeVisible(
		DRAWN,
	);
	await expect(pictures(page, '3D animation film')).toHaveCount(4, DRAWN);
	await expect(card.getByText('4 pictures, in the gallery too')).toBeVisible(DRAWN);
	// Random numbers draw nobody: the page says so instead of inventing a likeness.
	await expect(card.getByText(/^No face could be found in these/)).toBeVisible();

	// 3. Large, with its recipe; downloaded with a mark.
	await pictures(page, '3D animation film').first().getByRole('button').first().click();
	const dialog = page.getByRole('dialog');
	await dialog.getByText('Recipe', { exact: true }).click();
	await expect(dialog.getByText(/portrait of a person as the hero/)).toBeVisible();
	await dialog.getByRole('checkbox', { name: /Show “AI”/ }).check();
	const saving = page.waitForEvent('download');
	await dialog.getByRole('button', { name: 'Download' }).click();
	const file = await decode(await saving);
	expect(file.width).toBe(1024);
	expect(file.path).toBeTruthy();
	await page.keyboard.press('Escape');

	// 4. The gallery has them, and leads back here with the recipe.
	await page.getByRole('link', { name: 'Gallery' }).first().click();
	const kept = page.getByRole('list', { name: 'Gallery' }).getByRole('listitem');
	await expect(kept).toHaveCount(4);
	await kept.first().getByRole('button').first().click();
	await page.getByRole('button', { name: 'Make again with this recipe' }).click();
	await expect(page.getByRole('dialog').getByText('Recipe', { exact: true })).toBeVisible();

	// 5. Exactly this again, of the photo that is given: one more picture.
	await page.keyboard.press('Escape');
	await givePhotos(page, 0);
	await pictures(page, '3D animation film').first().getByRole('button').first().click();
	await page.getByRole('dialog').getByRole('button', { name: 'Exactly this again' }).click();
	await expect(card).toHaveCount(2);
	await expect(card.first().getByText('1 picture, in the gallery too')).toBeVisible(DRAWN);

	// Nothing was sent, and nobody but the hub was asked.
	const origins = new Set([PACKS_ORIGIN, ...HUB_ORIGINS]);
	expect(
		seen.filter(
			({ method, url }) =>
				!/^(blob|data):/.test(url) && (method !== 'GET' || !origins.has(new URL(url).origin)),
		),
	).toEqual([]);
});

test('several photos make one person, who is saved, named, deleted and brought back', async ({
	page,
}) => {
	await openCreate(page);
	await givePhotos(page, 0, 0, 1);
	// The third shows somebody else.
	await expect(page.getByText('Left out: not the same person, or too unclear')).toHaveCount(1);
	await expect(page.getByText('2 of 3 photos are averaged.')).toBeVisible();
	await page.getByRole('button', { name: 'Save this person' }).click();
	await page.getByRole('textbox', { name: 'Name' }).fill('Ada');
	await page.getByRole('textbox', { name: 'Name' }).press('Enter');
	await expect(page.getByText('Person saved on this device')).toBeVisible();

	await page.reload();
	await expect(page.getByRole('radio', { name: 'Ada' })).toBeChecked();
	await expect(
		page.getByText(/^Saved: head and shoulders of the best photo; aligned faces: 2/),
	).toBeVisible();
	await page.getByRole('button', { name: 'Delete Ada' }).click();
	await expect(page.getByRole('radio', { name: 'Ada' })).toBeHidden();
	await page.getByRole('button', { name: 'Undo' }).last().click();
	await expect(page.getByRole('radio', { name: 'Ada' })).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
	for (const viewport of [
		{ width: 390, height: 844 },
		{ width: 1280, height: 800 },
	]) {
		test.describe(`${colorScheme}, ${viewport.width} px`, () => {
			test.use({ colorScheme, viewport, contextOptions: { reducedMotion: 'reduce' } });

			test('the page has no violation and fits', async ({ page }) => {
				await openCreate(page);
				await expectAccessible(page);
				const wide = await page.evaluate(() => document.documentElement.scrollWidth);
				expect(wide).toBeLessThanOrEqual(viewport.width);
				for (const mode of ['Blind box', 'Own words']) {
					await page.getByRole('radio', { name: mode }).check({ force: true });
					await expectAccessible(page);
				}
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
