import type { SelfTestRow } from '$lib/domain/runtime';
import type { SelfTestStore } from './create-runtime';

const NAME = 'self-test';

/**
 * Keeps results in the browser's cache storage, which workers have, under this browser's version: with
 * it the driver may have changed. A browser that refuses storage only tests again.
 */
export const browserSelfTestStore: SelfTestStore = {
	async get(key) {
		try {
			const cache = await caches.open(NAME);
			const answer = await cache.match(address(key));
			return answer && ((await answer.json()) as readonly SelfTestRow[]);
		} catch {
			return undefined;
		}
	},
	async set(key, rows) {
		try {
			const cache = await caches.open(NAME);
			await cache.put(address(key), Response.json(rows));
		} catch {
			// Private windows and full disks: it costs one more test next time.
		}
	},
};

/** Entries need an address; nothing is ever requested from it. */
function address(key: string): string {
	return `/self-test/${encodeURIComponent(`${navigator.userAgent} ${key}`)}`;
}
