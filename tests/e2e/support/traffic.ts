import type { BrowserContext } from '@playwright/test';

interface Seen {
	readonly method: string;
	readonly url: string;
}

/** Records every request of a context: pages, workers, and the service worker. */
export function recordTraffic(context: BrowserContext): { readonly seen: readonly Seen[] } {
	const seen: Seen[] = [];
	context.on('request', (request) => seen.push({ method: request.method(), url: request.url() }));
	return { seen };
}

/**
 * The promise of the product: only same-origin GETs. Blob and data addresses are memory, not network;
 * `allowed` names what the service worker answers itself (the share target's POST).
 */
export function foreignRequests(
	seen: readonly Seen[],
	origin: string,
	allowed: readonly string[] = [],
): string[] {
	return seen
		.filter(({ method, url }) => {
			if (/^(blob|data):/.test(url)) return false;
			return method !== 'GET' || new URL(url).origin !== origin;
		})
		.map(({ method, url }) => `${method} ${url}`)
		.filter((line) => !allowed.includes(line));
}
