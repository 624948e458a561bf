import type { FromServiceWorker, OriginTraffic } from '$lib/domain/offline';

const CACHE = 'likeness-traffic';
const KEY = 'traffic';
const WRITE_DELAY = 500;

type Counts = { -readonly [K in keyof Omit<OriginTraffic, 'origin'>]: number };
interface Stored {
	readonly since: number;
	readonly origins: Record<string, Counts>;
}

/** Counts what leaves the device and what does not, by origin; shown on the privacy page. */
export class Traffic {
	#loaded: Promise<Stored> | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor() {
		// The browser's own record of every request this worker sent: the number of bytes is what
		// came over the network, headers included, and 0 when the HTTP cache answered.
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as PerformanceResourceTiming[]) {
				if (entry.transferSize === 0 && entry.decodedBodySize > 0) continue;
				this.network(entry.name, entry.transferSize);
			}
		}).observe({ type: 'resource', buffered: true });
	}

	/** @param bytes as received, headers included */
	network(url: string, bytes: number): void {
		void this.#change(new URL(url).origin, (counts) => {
			counts.network += 1;
			counts.networkBytes += bytes;
		});
	}

	local(origin: string): void {
		void this.#change(origin, (counts) => (counts.local += 1));
	}

	refused(origin: string): void {
		void this.#change(origin, (counts) => (counts.refused += 1));
	}

	upload(origin: string): void {
		void this.#change(origin, (counts) => (counts.uploads += 1));
	}

	async report(): Promise<FromServiceWorker> {
		const { since, origins } = await this.#load();
		const list = Object.entries(origins).map(([origin, counts]) => ({ origin, ...counts }));
		return { type: 'traffic', since, origins: list };
	}

	async #change(origin: string, apply: (counts: Counts) => void): Promise<void> {
		const stored = await this.#load();
		apply(
			(stored.origins[origin] ??= {
				network: 0,
				networkBytes: 0,
				local: 0,
				refused: 0,
				uploads: 0,
			}),
		);
		if (this.#timer !== undefined) return;
		this.#timer = setTimeout(() => {
			this.#timer = undefined;
			void caches.open(CACHE).then((cache) => cache.put(KEY, Response.json(stored)));
		}, WRITE_DELAY);
	}

	#load(): Promise<Stored> {
		this.#loaded ??= caches
			.open(CACHE)
			.then((cache) => cache.match(KEY))
			.then((found) => found?.json() ?? { since: Date.now(), origins: {} });
		return this.#loaded;
	}
}
