/** Counts kernel launches in Chromium, with the runtime of the app. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../../tools/find-chromium';
import type { Feed, Launches } from './page';

/** A graph with its weights inside, and what to feed it. */
export interface Job {
	readonly name: string;
	readonly model: Uint8Array;
	readonly feeds: Readonly<Record<string, Feed>>;
}

export async function countLaunches(jobs: readonly Job[]): Promise<Launches[]> {
	const root = path.resolve(import.meta.dirname, '../..');
	const scratch = await mkdtemp(path.join(os.tmpdir(), 'likeness-launches-'));
	const server = await createServer({
		configFile: false,
		root,
		cacheDir: path.join(scratch, 'vite'),
		logLevel: 'error',
		resolve: { alias: { $lib: path.join(root, 'src/lib') } },
		optimizeDeps: { exclude: ['onnxruntime-web'], noDiscovery: true },
		plugins: [
			{
				name: 'graphs',
				configureServer: ({ middlewares }) => {
					middlewares.use('/count', (_request, response) =>
						response
							.setHeader('Content-Type', 'text/html')
							.end('<!doctype html><script type="module" src="/bench/launches/page.ts"></script>'),
					);
					jobs.forEach(({ model }, i) =>
						middlewares.use(`/graph/${i}.onnx`, (_request, response) => response.end(model)),
					);
				},
			},
		],
		server: { host: '127.0.0.1', port: 0, ws: false, hmr: false },
		appType: 'custom',
	});
	await server.listen();
	const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
	try {
		const counts: Launches[] = [];
		for (const [i, { feeds }] of jobs.entries()) {
			// A page each: onnxruntime shares its device and its buffers between sessions.
			const page = await browser.newPage();
			await page.goto(`${server.resolvedUrls!.local[0]}count`);
			await page.waitForFunction(() => 'countLaunches' in window);
			counts.push(
				await page.evaluate(
					([url, feeds]) =>
						(
							window as unknown as {
								countLaunches(url: string, feeds: Job['feeds']): Promise<Launches>;
							}
						).countLaunches(url, feeds),
					[`/graph/${i}.onnx`, feeds] as const,
				),
			);
			await page.close();
		}
		return counts;
	} finally {
		await browser.close();
		await server.close();
		await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
	}
}
