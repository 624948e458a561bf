import { chromium, type Browser, type Page } from '@playwright/test';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { CHROMIUM_FLAGS, findChromium } from '../../../tools/find-chromium';

/** A Chromium of our own on a profile that outlives it: Playwright would not let us kill its own. */
export interface KillableChromium {
	readonly page: Page;
	/** SIGKILL to all its processes, as when the power goes. Resolves when they are gone. */
	kill(): Promise<void>;
}

export async function startChromium(profile: string, baseUrl: string): Promise<KillableChromium> {
	const process = spawn(
		findChromium() ?? 'chromium',
		[
			...CHROMIUM_FLAGS,
			'--headless=new',
			'--lang=en-GB',
			'--remote-debugging-port=0',
			`--user-data-dir=${profile}`,
			'about:blank',
		],
		{ detached: true, stdio: ['ignore', 'ignore', 'pipe'] },
	);
	const browser = await chromium.connectOverCDP(await debuggingAddress(process));
	const context = browser.contexts()[0];
	const page = context.pages()[0] ?? (await context.newPage());
	await page.goto(baseUrl);
	return { page, kill: () => kill(process, browser) };
}

async function debuggingAddress({ stderr }: ChildProcess): Promise<string> {
	let said = '';
	for await (const chunk of stderr!) {
		said += String(chunk);
		const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
		if (address) return address;
	}
	throw new Error(`Chromium did not start:\n${said}`);
}

async function kill(process: ChildProcess, browser: Browser): Promise<void> {
	const gone = once(process, 'exit');
	globalThis.process.kill(-process.pid!, 'SIGKILL'); // the whole group: renderers and workers too
	await gone;
	await browser.close().catch(() => undefined);
}
