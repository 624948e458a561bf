/**
 * How fast a file is installed, against fetch + sha256 + put of the same bytes and nothing else, from a hub on
 * loopback in a Chromium with a profile on disk: `npx tsx bench/install.ts [MiB] [rounds]`. Goals: 60% of the speed
 * of the plain way, and at most 300 MB more memory in the renderer than before it began (Linux only).
 */
import { randomFillSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type CDPSession } from 'playwright';
import { createServer } from 'vite';
import { startHub } from '../tests/hub/server';
import { CHROMIUM_FLAGS, findChromium } from '../tools/find-chromium';
import type { Job } from './install-worker';

const [mebibytes = '1024', rounds = '2'] = process.argv.slice(2);
const REPO = 'bench/model';
const FILE = 'weights.safetensors';
const WAYS: readonly Job['way'][] = ['plain', 'keep', 'stream'];
/** Between two looks at the memory, in milliseconds. */
const LOOK_MS = 50;

const root = path.resolve(import.meta.dirname, '..');
const scratch = await mkdtemp(path.join(os.tmpdir(), 'likeness-install-'));
const hub = await startHub();
const bytes = Buffer.alloc(Number(mebibytes) * 2 ** 20);
for (let at = 0; at < bytes.length; at += 2 ** 28) {
	randomFillSync(bytes, at, Math.min(2 ** 28, bytes.length - at));
}
hub.repository(REPO).put(FILE, bytes);

const server = await createServer({
	configFile: false,
	root,
	cacheDir: path.join(scratch, 'vite'),
	logLevel: 'error',
	resolve: { alias: { $lib: path.join(root, 'src/lib') } },
	optimizeDeps: { include: ['idb-keyval', 'hash-wasm', 'valibot'], noDiscovery: true },
	plugins: [
		{
			name: 'blank-page',
			configureServer: ({ middlewares }) =>
				void middlewares.use('/blank', (_request, response) =>
					response.setHeader('Content-Type', 'text/html').end('<!doctype html>'),
				),
		},
	],
	server: { host: '127.0.0.1', port: 0, ws: false, hmr: false },
	appType: 'custom',
});
await server.listen();
const context = await chromium.launchPersistentContext(path.join(scratch, 'profile'), {
	executablePath: findChromium(),
	args: CHROMIUM_FLAGS,
});

/** Resident bytes of the renderers that a browser has now. */
async function rendererBytes(browser: CDPSession): Promise<number> {
	const { processInfo } = await browser.send('SystemInfo.getProcessInfo');
	const resident = ({ id }: { id: number }) => {
		const status = readFileSync(`/proc/${id}/status`, 'utf8');
		return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
	};
	return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(resident));
}

const rows: Record<string, string | number>[] = [];
for (let round = 0; round < Number(rounds); round++) {
	for (const way of WAYS) {
		const page = await context.newPage();
		const browser = await context.browser()!.newBrowserCDPSession();
		await page.goto(`${server.resolvedUrls!.local[0]}blank`);
		// 1. The Worker with its code, before it does anything.
		const worker = await page.evaluateHandle(
			() =>
				new Promise<Worker>((resolve, reject) => {
					const worker = new Worker('/bench/install-worker.ts', { type: 'module' });
					worker.onmessage = () => resolve(worker);
					worker.onerror = ({ message }) => reject(new Error(message));
				}),
		);
		const before = await rendererBytes(browser);
		let peak = before;
		const looking = setInterval(async () => {
			peak = Math.max(peak, await rendererBytes(browser).catch(() => 0));
		}, LOOK_MS);
		// 2. The install.
		const job: Job = { way, file: hub.remote(REPO, FILE), hubs: hub.hubs };
		const { seconds, right } = await worker.evaluate(
			(worker, job) =>
				new Promise<{ seconds: number; right: boolean }>((resolve, reject) => {
					worker.onmessage = ({ data }) => resolve(data);
					worker.onerror = ({ message }) => reject(new Error(message));
					worker.postMessage(job);
				}),
			job,
		);
		clearInterval(looking);
		if (!right) throw new Error(`${way}: the hash is wrong`);
		rows.push({
			way,
			seconds: Number(seconds.toFixed(1)),
			'MB/s': Math.round(bytes.length / 1e6 / seconds),
			'renderer MB': Math.round((peak - before) / 1e6),
		});
		await page.close();
	}
}
console.table(rows);
const best = (way: Job['way']) =>
	Math.min(...rows.filter((row) => row.way === way).map(({ seconds }) => Number(seconds)));
for (const way of ['keep', 'stream'] as const) {
	console.log(`${way}: ${Math.round((100 * best('plain')) / best(way))}% of the plain speed`);
}
await context.close();
await server.close();
await hub.close();
await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
