import { expect, test, type Page } from '@playwright/test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Chance } from '../hub/random';
import type { FakeHub } from '../hub/server';
import { startChromium } from './support/killable-chromium';
import {
	expectVerified,
	installed,
	PACKS_ORIGIN,
	startInstall,
	startTinyHub,
	tiny,
} from './support/packs';

const KILLS = 25;
/** Bytes per second and connection: the download takes a good part of an install. */
const RATE = 3_000_000;

let hub: FakeHub;
let profile: string;
test.beforeEach(async () => {
	hub = await startTinyHub();
	profile = mkdtempSync(path.join(tmpdir(), 'likeness-kill-'));
});
test.afterEach(async () => {
	await hub.close();
	rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
});

test('an install that is killed again and again loses nothing and ends verified', async () => {
	test.setTimeout(400_000);
	hub.faults.add({ kind: 'slow', rate: RATE, on: 'file' });
	const chance = new Chance(20261122);
	// How long one takes here, so that kills strike all of it on any machine.
	const whole = await undisturbed();
	let kept = 0;
	let kills = 0;
	let done = 0;
	/** What each start found. */
	const history: (number | 'installed')[] = [];
	while (kills < KILLS) {
		const chromium = await startChromium(profile, `${PACKS_ORIGIN}/packs`);
		const found = await begin(chromium.page);
		history.push(found);
		if (found === 'installed') {
			// It was quicker than the kill: what it left is whole, and the next round begins anew.
			done++;
			await expectVerified(chromium.page);
			await remove(chromium.page);
			kept = 0;
			await startInstall(chromium.page);
		} else {
			expect(found, 'bytes that were kept before the kill are still there').toBeGreaterThanOrEqual(
				kept,
			);
			kept = found;
		}
		await chromium.page.waitForTimeout(chance.next() * whole);
		await chromium.kill();
		kills++;
	}

	expect(new Set(history).size, 'kills struck at several stages').toBeGreaterThan(2);

	// Nothing else goes wrong now: it goes on where it was and ends whole.
	hub.faults.set([]);
	const chromium = await startChromium(profile, `${PACKS_ORIGIN}/packs`);
	try {
		await begin(chromium.page);
		await installed(chromium.page);
		await expectVerified(chromium.page);
	} finally {
		await chromium.kill();
	}
	console.log(`${kills} kills, ${done} installs that were quicker; found: ${history.join(', ')}`);
});

/** Installs the pack once and removes it. Returns the milliseconds that the install took. */
async function undisturbed(): Promise<number> {
	const { page, kill } = await startChromium(profile, `${PACKS_ORIGIN}/packs`);
	await startInstall(page);
	const begun = performance.now();
	await installed(page);
	const took = performance.now() - begun;
	await remove(page);
	await kill();
	return took;
}

/** Goes on with the install, or begins it. Returns the bytes that were there, or that it is installed. */
async function begin(page: Page): Promise<number | 'installed'> {
	const card = tiny(page);
	const check = card.getByRole('button', { name: 'Check', exact: true });
	const goOn = card.getByRole('button', { name: 'Go on' });
	const get = page.getByRole('button', { name: 'Download Tiny' });
	await expect(check.or(goOn).or(get)).toBeVisible();
	// The list of begun installs comes after the catalogue.
	await page.waitForLoadState('networkidle');
	if (await check.isVisible()) return 'installed';
	if (await goOn.isVisible()) {
		const text = await card.getByText(/are here and will not be downloaded again/).innerText();
		await goOn.click();
		return bytes(text);
	}
	await startInstall(page);
	return 0;
}

async function remove(page: Page): Promise<void> {
	await tiny(page).getByRole('button', { name: 'Delete …' }).click();
	await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click();
	await expect(page.getByRole('button', { name: 'Download Tiny' })).toBeVisible();
}

/** "3.4 MB are here ..." as a number. */
function bytes(text: string): number {
	const [, amount, unit] = /^([\d.]+)\s(bytes?|kB|MB)/.exec(text)!;
	return Number(amount) * { b: 1, k: 1e3, M: 1e6 }[unit[0] as 'b' | 'k' | 'M'];
}
