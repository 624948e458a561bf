/** Installs the pack of random numbers in Chromium, from a hub on loopback, and looks at the renderer's memory. */
import { readFileSync } from 'node:fs';
import { startHub } from '../../tests/hub/server';
import type { PackEntry } from '../../src/lib/domain/pack-catalogue';
import { Pages } from '../pages';
import type { Installed, InstallJob } from './install-worker';
import { CONFIG, randomComponent, randomPack, WEIGHTS } from './random-pack';

const REPO = 'bench/random';
/** Between two looks at the memory, in milliseconds. */
const LOOK_MS = 50;

export interface InstalledInChromium extends Installed {
	/** Of the renderer, above what it had with the code of the Worker loaded. */
	readonly peakBytes: number;
}

export async function installInChromium(
	checkpoint: string,
	precision: PackEntry['precision'],
): Promise<InstalledInChromium> {
	const hub = await startHub();
	const bytes = readFileSync(checkpoint);
	hub.repository(REPO).put(CONFIG.path, Buffer.from(CONFIG.text));
	hub.repository(REPO).put(WEIGHTS, bytes);
	const pages = await Pages.open({ include: ['idb-keyval', 'hash-wasm', 'valibot'] });
	try {
		const page = await pages.page();
		// 1. The Worker with its code, before it does anything.
		const worker = await page.evaluateHandle(
			() =>
				new Promise<Worker>((resolve, reject) => {
					const worker = new Worker('/bench/compile/install-worker.ts', { type: 'module' });
					worker.onmessage = () => resolve(worker);
					worker.onerror = ({ message }) => reject(new Error(message));
				}),
		);
		const before = await pages.rendererBytes();
		let peak = before;
		const looking = setInterval(async () => {
			peak = Math.max(peak, await pages.rendererBytes().catch(() => 0));
		}, LOOK_MS);
		// 2. The install.
		const component = randomComponent(bytes.length);
		const parts = [WEIGHTS, CONFIG.path].map((path) => ({
			component,
			file: hub.remote(REPO, path),
		}));
		const job: InstallJob = { target: { pack: randomPack(precision), parts }, hubs: hub.hubs };
		const installed = await worker.evaluate(
			(worker, job) =>
				new Promise<Installed>((resolve, reject) => {
					worker.onmessage = ({ data }) => resolve(data as Installed);
					worker.onerror = ({ message }) => reject(new Error(message));
					worker.postMessage(job);
				}),
			job,
		);
		clearInterval(looking);
		return { ...installed, peakBytes: peak - before };
	} finally {
		await pages.close();
		await hub.close();
	}
}
