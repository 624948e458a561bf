/**
 * Our face pipeline against the Human library's own wasm run, in one page of one Chromium:
 * `npx tsx bench/face.speed.ts [photo] [runs]`. Ours does all of it for one face, the person mask and the
 * 1024 px portrait included; Human finds the face and makes mesh, iris and descriptor.
 */
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright';
import { createServer } from 'vite';
import { HAVE_PHOTOS, PHOTOS } from '../tools/calibrate/photos';
import { CHROMIUM_FLAGS, findChromium } from '../tools/find-chromium';
import type { SpeedResult } from './face.speed-page';

const ROOT = path.resolve(import.meta.dirname, '..');
const [photo = path.join(PHOTOS, 'portraits/S001184.jpg'), runs = '12'] = process.argv.slice(2);
if (!HAVE_PHOTOS && process.argv.length < 3) {
	console.error('Give a photo: there are none beside the checkout.');
	process.exit(1);
}

const server = await createServer({
	configFile: false,
	root: ROOT,
	publicDir: 'static',
	appType: 'custom',
	logLevel: 'error',
	cacheDir: path.join(ROOT, 'out/bench-vite'),
	resolve: { alias: { $lib: path.join(ROOT, 'src/lib') } },
	optimizeDeps: { noDiscovery: true },
	server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
	plugins: [
		{
			name: 'page',
			configureServer({ middlewares }) {
				middlewares.use('/page', (_, response) => {
					response.setHeader('content-type', 'text/html');
					response.end('<script type="module" src="/bench/face.speed-page.ts"></script>');
				});
				middlewares.use('/photo', (_, response) => response.end(readFileSync(photo)));
			},
		},
	],
});
await server.listen();
const address = server.httpServer?.address();
if (!address || typeof address === 'string') throw new Error('no port');
const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_FLAGS });
try {
	const page = await browser.newPage();
	page.on('pageerror', (error) => console.error(error));
	await page.goto(`http://127.0.0.1:${address.port}/page`);
	await page.waitForFunction(() => 'measure' in window, null, { timeout: 60_000 });
	const result = await page.evaluate(
		([url, count]) =>
			(window as unknown as { measure(url: string, runs: number): Promise<SpeedResult> }).measure(
				url,
				count,
			),
		['/photo', Number(runs)] as const,
	);
	report(result);
} finally {
	await browser.close();
	await server.close();
}

function report({ backend, human, find, analyse, networks }: SpeedResult): void {
	const total = find.map((milliseconds, i) => milliseconds + analyse[i]);
	const row = (name: string, values: number[]) => {
		const sorted = [...values].sort((a, b) => a - b);
		return { name, median: Math.round(sorted[sorted.length >> 1]), fastest: Math.round(sorted[0]) };
	};
	console.table([
		row(`Human (${backend})`, human),
		row('Likeness (wasm)', total),
		row('  find faces', find),
		row('  analyse', analyse),
	]);
	console.log(
		'per network:',
		Object.entries(networks)
			.map(([k, v]) => `${k} ${v.toFixed(0)} ms`)
			.join(', '),
	);
}
