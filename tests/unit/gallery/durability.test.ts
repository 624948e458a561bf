import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { chromium, type Browser, type Page } from 'playwright';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { NotSavedError } from '../../../src/lib/gallery/gallery';
import { CHROMIUM_FLAGS, findChromium } from '../../../tools/find-chromium';
import type {} from './page';

/**
 * What no test inside a page can do: kill the browser while it saves, and fill its disk. A Chromium with a
 * profile on disk, and the app's own modules served by Vite.
 */
const executable = findChromium();
if (!executable)
	console.warn('no Chromium: the gallery is not tested against kills and full disks');

let server: ViteDevServer;
let profile: string;
let browser: { process: ChildProcess; client: Browser } | null = null;

beforeAll(async () => {
	if (!executable) return;
	const root = path.resolve(import.meta.dirname, '../../..');
	server = await createServer({
		configFile: false,
		root,
		cacheDir: await mkdtemp(path.join(os.tmpdir(), 'likeness-vite-')),
		logLevel: 'error',
		resolve: { alias: { $lib: path.join(root, 'src/lib') } },
		optimizeDeps: { include: ['idb-keyval'], noDiscovery: true },
		plugins: [
			{
				name: 'blank-page',
				configureServer: ({ middlewares }) =>
					void middlewares.use('/blank', (_request, response) =>
						response
							.setHeader('Content-Type', 'text/html')
							.end('<!doctype html><script type=module src=/tests/unit/gallery/page.ts></script>'),
					),
			},
		],
		server: { host: '127.0.0.1', port: 0, ws: false, hmr: false },
		appType: 'custom',
	});
	await server.listen();
	profile = await mkdtemp(path.join(os.tmpdir(), 'likeness-profile-'));
});

afterEach(kill);

afterAll(async () => {
	if (!executable) return;
	await server.close();
	await rm(server.config.cacheDir, { recursive: true, force: true });
	await rm(profile, { recursive: true, force: true, maxRetries: 5 });
});

/** Starts Chromium on the profile and opens the page of page.ts. */
async function start(): Promise<Page> {
	const child = spawn(
		executable!,
		[
			...CHROMIUM_FLAGS,
			'--headless=new',
			'--remote-debugging-port=0',
			`--user-data-dir=${profile}`,
			'about:blank',
		],
		{ stdio: ['ignore', 'ignore', 'pipe'], detached: true },
	);
	const endpoint = await new Promise<string>((resolve, reject) => {
		let log = '';
		child.stderr!.on('data', (chunk) => {
			log += chunk;
			const match = /DevTools listening on (ws:\S+)/.exec(log);
			if (match) resolve(match[1]);
		});
		child.once('exit', () => reject(new Error(`Chromium ended early: ${log}`)));
	});
	const client = await chromium.connectOverCDP(endpoint);
	browser = { process: child, client };
	const page = await client.contexts()[0].newPage();
	await page.goto(`${server.resolvedUrls!.local[0]}blank`);
	await page.waitForFunction(() => 'app' in globalThis);
	return page;
}

/** Ends all of Chromium's processes at once, as a crash or a dead battery would. */
async function kill(): Promise<void> {
	if (!browser) return;
	const { process: child } = browser;
	browser = null;
	const ended = once(child, 'exit');
	process.kill(-child.pid!, 'SIGKILL');
	await ended;
}

test.skipIf(!executable)('what was confirmed survives a kill, and nothing is torn', async () => {
	let confirmed = 0;
	for (let round = 0; round < 6; round++) {
		const page = await start();
		const before = await page.evaluate(() => globalThis.app.readAll());
		expect(before.length).toBeGreaterThanOrEqual(confirmed);

		// Save without pause, and kill as soon as some more are confirmed: the next is then being written.
		confirmed = before.length;
		const goal = confirmed + 2 + round;
		let reached = () => {};
		const enough = new Promise<void>((resolve) => (reached = resolve));
		await page.exposeFunction('confirm', () => {
			confirmed++;
			if (confirmed >= goal) reached();
		});
		page
			.evaluate(async (first) => {
				const { confirm } = globalThis as unknown as { confirm(): Promise<void> };
				const { gallery, candidate } = globalThis.app;
				let number = first;
				// Three at a time, so that something is being written at any moment.
				const saveWithoutEnd = async () => {
					for (;;) {
						await gallery.save(await candidate(number++));
						void confirm();
					}
				};
				await Promise.all([saveWithoutEnd(), saveWithoutEnd(), saveWithoutEnd()]);
			}, 100 * round)
			.catch(() => {}); // dies with the browser
		await enough;
		await kill();
	}
	const page = await start();
	const after = await page.evaluate(() => globalThis.app.readAll());
	expect(after.length).toBeGreaterThanOrEqual(confirmed);
});

test.skipIf(!executable)('a full disk keeps what is there and hands the avatar back', async () => {
	const page = await start();
	const cdp = await page.context().newCDPSession(page);
	const origin = new URL(page.url()).origin;
	const usage = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
	// Room for a few avatars; the browser's count lags behind, so we do not know for how many.
	await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 5_000_000 });
	const before = await page.evaluate(() => globalThis.app.readAll());
	const { saved, failure } = await page.evaluate(async () => {
		const { gallery, candidate } = globalThis.app;
		const saved: number[] = [];
		for (let number = 5000; number < 5050; number++) {
			const next = await candidate(number);
			try {
				await gallery.save(next);
				saved.push(number);
			} catch (error) {
				const { name, kind, candidate } = error as NotSavedError;
				return { saved, failure: { name, kind, handedBack: candidate === next } };
			}
		}
		return { saved, failure: null };
	});
	expect(failure).toEqual({ name: 'NotSavedError', kind: 'full', handedBack: true });
	expect(saved.length).toBeGreaterThan(0);
	const kept = [...before, ...saved];
	expect(await page.evaluate(() => globalThis.app.readAll())).toEqual(kept);

	// Deleting works on a full disk.
	await cdp.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1 });
	await page.evaluate((id) => globalThis.app.gallery.remove(id), `avatar-${kept.pop()}`);
	expect(await page.evaluate(() => globalThis.app.readAll())).toEqual(kept);

	// With room again, saving works again.
	await cdp.send('Storage.overrideQuotaForOrigin', { origin });
	await page.evaluate(async () => {
		await globalThis.app.gallery.save(await globalThis.app.candidate(9999));
	});
	expect(await page.evaluate(() => globalThis.app.readAll())).toEqual([...kept, 9999]);
});
