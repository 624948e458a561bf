import type { OriginTraffic } from '$lib/domain/offline';
import { askServiceWorker } from './service-worker';

const EVERY_MS = 2000;

/** The requests of this app, by website, as the service worker and this page saw them. */
class Requests {
	#origins = $state.raw<readonly OriginTraffic[]>([]);
	#since = $state<number | null>(null);

	get origins(): readonly OriginTraffic[] {
		return this.#origins;
	}

	/** When the counting began, in milliseconds since 1970; null: when this page was loaded. */
	get since(): number | null {
		return this.#since;
	}

	/** Keeps the counts up to date. Returns the function that stops it. */
	watch(): () => void {
		const read = () => void this.#read();
		read();
		const timer = setInterval(read, EVERY_MS);
		return () => clearInterval(timer);
	}

	async #read(): Promise<void> {
		try {
			const { origins, since } = await askServiceWorker({ type: 'traffic' }, 'traffic');
			this.#origins = origins;
			this.#since = since;
		} catch {
			// No service worker counts here: what the page itself asked for is what there is.
			this.#origins = pageTraffic();
			this.#since = null;
		}
	}
}

/** What the browser recorded of this page's own requests that no service worker answered. */
export function directRequests(): { readonly url: string; readonly bytes: number }[] {
	const entries = [
		...performance.getEntriesByType('navigation'),
		...performance.getEntriesByType('resource'),
	] as PerformanceResourceTiming[];
	return entries
		.filter(({ name }) => name.startsWith('http'))
		.filter(({ workerStart, transferSize }) => workerStart === 0 && transferSize > 0)
		.map(({ name, transferSize }) => ({ url: name, bytes: transferSize }));
}

function pageTraffic(): OriginTraffic[] {
	const origins: Record<string, OriginTraffic> = {};
	for (const { url, bytes } of directRequests()) {
		const { origin } = new URL(url);
		const before = origins[origin];
		origins[origin] = {
			origin,
			network: (before?.network ?? 0) + 1,
			networkBytes: (before?.networkBytes ?? 0) + bytes,
			local: 0,
			refused: 0,
			uploads: 0,
		};
	}
	return Object.values(origins);
}

export const requests = new Requests();
