/**
 * A batch of many photos in Chromium, bad files among them: memory of the page and its workers as it goes.
 *   npm start, then: npx tsx bench/id-photo-batch.ts [--photos 100] [--base http://localhost:4173]
 * Photos are those beside the checkout, repeated. Memory is the proportional set size of Chromium's renderer
 * process, where page and workers live (Linux only).
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { badFiles } from '../tests/e2e/support/bad-photos';
import { CHROMIUM_FLAGS, findChromium } from '../tools/find-chromium';
import { HAVE_PHOTOS, PHOTOS, photosIn } from '../tools/calibrate/photos';

const option = (name: string) => {
	const at = process.argv.indexOf(`--${name}`);
	return at < 0 ? undefined : process.argv[at + 1];
};
const count = Number(option('photos') ?? 100);
const base = option('base') ?? 'http://localhost:4173';
if (!HAVE_PHOTOS || process.platform !== 'linux') {
	console.error('This bench wants the photos beside the checkout (../shared/photos), and Linux.');
	process.exit(1);
}

// 1. Files: one bad one after every tenth good one.
const names = [...photosIn('portraits'), ...photosIn('pairs')];
const bad = await badFiles();
const files = Array.from({ length: count }, (_, i) => {
	const n = String(i).padStart(3, '0');
	if (i % 10 === 9) {
		const file = bad[Math.floor(i / 10) % bad.length];
		return { ...file, name: `${n} ${file.name}` };
	}
	const name = names[i % names.length];
	const buffer = readFileSync(path.join(PHOTOS, name));
	return { name: `${n} ${path.basename(name)}`, mimeType: 'image/jpeg', buffer };
});

// 2. The batch.
const server = await chromium.launchServer({
	executablePath: findChromium(),
	args: CHROMIUM_FLAGS,
});
const root = server.process().pid!;
const browser = await chromium.connect(server.wsEndpoint());
const page = await browser.newPage({ locale: 'en-GB' });
await page.goto(`${base}/id-photo`);
await page.getByRole('button', { name: 'Many people at once' }).click();
await page.getByTestId('batch-photos').setInputFiles(files);
const dialog = page.getByRole('dialog');
await dialog.getByRole('region', { name: 'Document' }).getByRole('button').click();
await page.getByRole('searchbox').fill('一寸');
await page
	.getByRole('button', { name: /^China 1-inch/ })
	.first()
	.click();
const startedAt = Date.now();
await page.getByRole('button', { name: `Make ${count} photos` }).click();
const rows: Record<string, number>[] = [];
const marks = [1, 10, 25, 50, 75, 100].filter((mark) => mark <= count);
for (const mark of marks) {
	await page.waitForFunction(
		(wanted) => document.querySelectorAll('li:is(.pass,.warn,.fail,.error)').length >= wanted,
		mark,
		{ timeout: 3_600_000, polling: 250 },
	);
	rows.push({
		done: mark,
		'renderer MB': renderers(root),
		'page heap MB': await heapOf(page),
		seconds: Math.round((Date.now() - startedAt) / 1000),
	});
	console.log(rows.at(-1));
}

// 3. What came out.
const zipButton = page.getByRole('button', { name: 'Download zip and report' });
await zipButton.waitFor({ timeout: 120_000 });
const [download] = await Promise.all([page.waitForEvent('download'), zipButton.click()]);
const folder = mkdtempSync(path.join(tmpdir(), 'id-photo-batch-'));
await download.saveAs(path.join(folder, 'batch.zip'));
const zip = unzipSync(new Uint8Array(readFileSync(path.join(folder, 'batch.zip'))));
rmSync(folder, { recursive: true });
const report = new TextDecoder().decode(zip['report.csv']).trim().split('\r\n').slice(1);
const pictures = Object.keys(zip).filter((name) => name !== 'report.csv');
let exact = 0;
for (const name of pictures) {
	const { width, height, density } = await sharp(zip[name]).metadata();
	if (width === 295 && height === 413 && density === 300) exact++;
}
console.table(rows);
console.log(`${pictures.length} pictures, ${exact} exact; ${report.length} lines in the report`);
console.log(report.filter((line) => bad.some(({ name }) => line.includes(name))).join('\n'));
await browser.close();
await server.close();

/** Of the page alone, after a collection. */
async function heapOf(page: Page): Promise<number> {
	const session = await page.context().newCDPSession(page);
	await session.send('HeapProfiler.collectGarbage');
	const { usedSize } = await session.send('Runtime.getHeapUsage');
	await session.detach();
	return Math.round(usedSize / 1e6);
}

/** Proportional set size of all renderer processes below a process, in MB. */
function renderers(root: number): number {
	const parents = new Map<number, number>();
	for (const pid of readdirSync('/proc').map(Number).filter(Boolean)) {
		const stat = read(`/proc/${pid}/stat`);
		parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
	}
	const below = (pid: number): boolean => {
		const parent = parents.get(pid);
		return parent !== undefined && (parent === root || below(parent));
	};
	let kilobytes = 0;
	for (const pid of parents.keys()) {
		if (!below(pid) || !read(`/proc/${pid}/cmdline`).includes('--type=renderer')) continue;
		kilobytes += Number(/^Pss:\s+(\d+)/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0);
	}
	return Math.round(kilobytes / 1024);
}

/** A file of /proc; empty when its process has ended. */
function read(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}
