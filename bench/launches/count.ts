/** Counts kernel launches in Chromium, with the runtime of the app. */
import { Pages } from '../pages';
import type { Feed, Launches } from './page';

/** A graph with its weights inside, and what to feed it. */
export interface Job {
	readonly name: string;
	readonly model: Uint8Array;
	readonly feeds: Readonly<Record<string, Feed>>;
}

interface CountingWindow {
	countLaunches(url: string, feeds: Job['feeds']): Promise<Launches>;
}

export async function countLaunches(jobs: readonly Job[]): Promise<Launches[]> {
	const url = (i: number) => `/graph/${i}.onnx`;
	const files = Object.fromEntries(jobs.map(({ model }, i) => [url(i), model]));
	const pages = await Pages.open({ files });
	try {
		const counts: Launches[] = [];
		for (const [i, { feeds }] of jobs.entries()) {
			// A page each: onnxruntime shares its device and its buffers between sessions.
			const page = await pages.page('/bench/launches/page.ts');
			await page.waitForFunction(() => 'countLaunches' in window);
			const counted = await page.evaluate(
				([url, feeds]) => (window as unknown as CountingWindow).countLaunches(url, feeds),
				[url(i), feeds] as const,
			);
			counts.push(counted);
			await page.close();
		}
		return counts;
	} finally {
		await pages.close();
	}
}
