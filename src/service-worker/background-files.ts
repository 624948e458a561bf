import type { OfflineStatus } from '$lib/domain/offline';
import type { BuiltFile } from './files';

const CACHE = 'likeness-files';

/**
 * The large files: runtime, models, pictures. Kept from their first use or fetched ahead by
 * prepare(), whichever comes first; one request each, even when both happen at once.
 */
export class BackgroundFiles {
	readonly #files = new Map<string, { readonly key: string; readonly bytes: number }>();
	readonly #underway = new Map<string, Promise<void>>();

	constructor(files: readonly BuiltFile[], scope: string) {
		for (const { url, revision, bytes } of files) {
			const address = new URL(url, scope);
			const key = new URL(address);
			if (revision) key.searchParams.set('revision', revision);
			this.#files.set(address.href, { key: key.href, bytes });
		}
	}

	/** True when the address, without its query, is one of ours. */
	has(url: URL): boolean {
		return this.#files.has(url.origin + url.pathname);
	}

	/**
	 * The file, from the device if it is there, else from the network; then it streams to the caller
	 * while the copy is written. `keep` receives the writing, so that the service worker is not ended
	 * before it is done. A full disk costs the copy, not the answer.
	 */
	async get(
		url: URL,
		keep: (writing: Promise<void>) => void,
	): Promise<{ readonly response: Response; readonly stored: boolean }> {
		const { key } = this.#files.get(url.origin + url.pathname)!;
		const stored = await this.#stored(key);
		if (stored) return { response: stored, stored: true };
		const { response, writing } = this.#fetch(url.href, key);
		keep(writing.catch(() => undefined));
		return { response: await response, stored: false };
	}

	/** What is stored of the files that `needed` accepts. */
	async status(): Promise<OfflineStatus> {
		const stored = new Set((await (await caches.open(CACHE)).keys()).map(({ url }) => url));
		const all = [...this.#files.values()];
		const here = all.filter(({ key }) => stored.has(key));
		return {
			files: all.length,
			storedFiles: here.length,
			bytes: sum(all),
			storedBytes: sum(here),
		};
	}

	/** Fetches the smallest file that is missing, if one is. One at a time, so that each call is short. */
	async prepareNext(): Promise<void> {
		const bySize = [...this.#files].sort(([, a], [, b]) => a.bytes - b.bytes);
		for (const [address, { key }] of bySize) {
			if (await this.#stored(key)) continue;
			return this.#fetch(address, key).writing;
		}
	}

	/** Removes what an earlier version left. */
	async forgetOld(): Promise<void> {
		const current = new Set([...this.#files.values()].map(({ key }) => key));
		const cache = await caches.open(CACHE);
		for (const request of await cache.keys()) {
			if (!current.has(request.url)) await cache.delete(request);
		}
	}

	/** The stored copy, after a copy that is being written now. */
	async #stored(key: string): Promise<Response | undefined> {
		const cache = await caches.open(CACHE);
		let found = await cache.match(key);
		while (!found && this.#underway.has(key)) {
			await this.#underway.get(key);
			found = await cache.match(key);
		}
		return found;
	}

	#fetch(
		address: string,
		key: string,
	): { readonly response: Promise<Response>; readonly writing: Promise<void> } {
		const response = fetch(address);
		const writing = response
			.then(async (answer) => {
				if (!answer.ok) throw new Error(`${answer.status} for ${address}`);
				const copy = answer.clone();
				await (await caches.open(CACHE)).put(key, copy);
			})
			.finally(() => this.#underway.delete(key));
		// Whoever waits for a write that fails finds no file and fetches it.
		const settled = writing.catch(() => undefined);
		this.#underway.set(key, settled);
		return { response, writing };
	}
}

function sum(files: readonly { readonly bytes: number }[]): number {
	return files.reduce((total, { bytes }) => total + bytes, 0);
}
