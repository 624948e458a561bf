/** A Chromium with a profile on disk, and pages that load modules of this repository, TypeScript included. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright';
import { createServer } from 'vite';
import { CHROMIUM_FLAGS, findChromium } from '../tools/find-chromium';

export interface PagesOptions {
	/** Dependencies that are to be bundled for the browser. */
	readonly include?: readonly string[];
	/** Bytes to serve, by path. */
	readonly files?: Readonly<Record<string, Uint8Array>>;
}

export class Pages {
	private constructor(
		private readonly origin: string,
		private readonly context: BrowserContext,
		readonly close: () => Promise<void>,
	) {}

	static async open({ include = [], files = {} }: PagesOptions = {}): Promise<Pages> {
		const root = path.resolve(import.meta.dirname, '..');
		const scratch = await mkdtemp(path.join(os.tmpdir(), 'likeness-bench-'));
		const server = await createServer({
			configFile: false,
			root,
			cacheDir: path.join(scratch, 'vite'),
			logLevel: 'error',
			resolve: { alias: { $lib: path.join(root, 'src/lib') } },
			optimizeDeps: { include: [...include], exclude: ['onnxruntime-web'], noDiscovery: true },
			plugins: [
				{
					name: 'blank-page',
					configureServer: ({ middlewares }) => {
						middlewares.use('/blank', (request, response) => {
							const module = new URL(request.url!, 'http://page').searchParams.get('module');
							const script = module ? `<script type="module" src="${module}"></script>` : '';
							response.setHeader('Content-Type', 'text/html').end(`<!doctype html>${script}`);
						});
						for (const [name, bytes] of Object.entries(files)) {
							middlewares.use(name, (_request, response) => response.end(bytes));
						}
					},
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
		return new Pages(server.resolvedUrls!.local[0], context, async () => {
			await context.close();
			await server.close();
			await rm(scratch, { recursive: true, force: true, maxRetries: 5 });
		});
	}

	/** An empty page. @param module that it runs, by its path in the repository */
	async page(module = ''): Promise<Page> {
		const page = await this.context.newPage();
		await page.goto(`${this.origin}blank${module && `?module=${module}`}`);
		return page;
	}

	/** Resident bytes of the largest renderer now; Linux only. */
	async rendererBytes(): Promise<number> {
		const session = await this.context.browser()!.newBrowserCDPSession();
		const { processInfo } = await session.send('SystemInfo.getProcessInfo');
		await session.detach();
		const resident = ({ id }: { id: number }) => {
			const status = readFileSync(`/proc/${id}/status`, 'utf8');
			return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
		};
		return Math.max(...processInfo.filter(({ type }) => type === 'renderer').map(resident));
	}
}
