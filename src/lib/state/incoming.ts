import { SHARED_CACHE, SHARED_KEY, SHARED_NAME_HEADER } from '$lib/domain/offline';

/** Photos that reach the app from outside the page: shared by another app, or opened with ours. */
type Open = (file: File) => void;

let open: Open | null = null;
const waiting: File[] = [];

/**
 * The studio takes incoming photos from now on; those that came before it was there follow at once.
 * Returns the function that ends it.
 */
export function receiveIncoming(handler: Open): () => void {
	open = handler;
	for (const file of waiting.splice(0)) handler(file);
	return () => {
		if (open === handler) open = null;
	};
}

function deliver(file: File): void {
	if (open) open(file);
	else waiting.push(file);
}

/** Starts to listen for photos: call once when the app starts. `scope` is the root of the app. */
export async function listenForIncoming(scope: string): Promise<void> {
	window.launchQueue?.setConsumer(async ({ files }) => {
		for (const handle of files) deliver(await handle.getFile());
	});
	const shared = await takeShared(scope);
	if (shared) deliver(shared);
}

/** The photo that the service worker kept from a share, once; null when there is none. */
async function takeShared(scope: string): Promise<File | null> {
	if (!new URL(location.href).searchParams.has('shared')) return null;
	const cache = await caches.open(SHARED_CACHE);
	const key = new URL(SHARED_KEY, scope);
	const response = await cache.match(key);
	if (!response) return null;
	await cache.delete(key);
	const name = decodeURIComponent(response.headers.get(SHARED_NAME_HEADER) ?? '');
	const blob = await response.blob();
	return new File([blob], name, { type: blob.type });
}

/** File Handling API, Chromium only (https://wicg.github.io/web-app-launch/). */
interface LaunchQueue {
	setConsumer(
		consumer: (launch: { readonly files: readonly FileSystemFileHandle[] }) => void,
	): void;
}

declare global {
	interface Window {
		readonly launchQueue?: LaunchQueue;
	}
}
