import type { EmbeddingStore } from '$lib/diffusion/encode-prompt';

const PREFIX = 'embeddings-';
/** More than the catalogue has prompts; 236 KiB each with SD1.5. */
const MOST = 256;

/**
 * Embeddings of one pack in the browser's cache storage, which workers have. A browser that refuses storage only
 * computes again.
 * @param hash of the pack's manifest: with other weights they are others
 */
export function browserEmbeddings(hash: string): EmbeddingStore {
	const open = () => caches.open(PREFIX + hash);
	return {
		async get(prompt) {
			try {
				const answer = await (await open()).match(address(prompt));
				return answer && new Float32Array(await answer.arrayBuffer());
			} catch {
				return undefined;
			}
		},
		async set(prompt, embedding) {
			try {
				const cache = await open();
				const keys = await cache.keys();
				for (const oldest of keys.slice(0, Math.max(0, keys.length + 1 - MOST))) {
					await cache.delete(oldest);
				}
				await cache.put(address(prompt), new Response(Float32Array.from(embedding)));
			} catch {
				// Private windows and full disks: it costs one more run of the text encoder next time.
			}
		},
	};
}

/** Lets go of what belongs to packs that are not there any more. */
export async function forgetOtherEmbeddings(hashes: ReadonlySet<string>): Promise<void> {
	try {
		for (const name of await caches.keys()) {
			if (!name.startsWith(PREFIX) || hashes.has(name.slice(PREFIX.length))) continue;
			await caches.delete(name);
		}
	} catch {
		// Nothing is kept where nothing can be kept.
	}
}

/** Entries need an address; nothing is ever requested from it. */
function address(prompt: string): string {
	return `/embeddings/${encodeURIComponent(prompt)}`;
}
