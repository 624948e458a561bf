/**
 * Keeps the app on the device: the shell is stored before this worker starts to serve, the large
 * files follow in the background. Answers no other origin, counts what goes out, and takes over
 * from an older version only when the person asks for it.
 */
import { PrecacheController } from 'workbox-precaching';
import { HUBS, isHubAddress } from '$lib/domain/hubs';
import type { FromServiceWorker, ToServiceWorker } from '$lib/domain/offline';
import { BackgroundFiles } from './background-files';
import { isForOtherBrowsers, isShell, type BuiltFile } from './files';
import { isShare, receiveShare } from './share-target';
import { Traffic } from './traffic';

declare const self: ServiceWorkerGlobalScope;

// The build puts the list here; its entries are what tools/pwa/options.ts makes of them.
const files = self.__WB_MANIFEST as unknown as readonly BuiltFile[];
const scope = self.registration.scope;
const canSuspend = 'Suspending' in WebAssembly;

const shell = new PrecacheController({ fallbackToNetwork: true });
shell.addToCacheList(files.filter(isShell) as { url: string; revision: string | null }[]);
const background = new BackgroundFiles(
	files.filter((file) => !isShell(file) && !isForOtherBrowsers(file, canSuspend)),
	scope,
);
const traffic = new Traffic();

self.addEventListener('install', (event) => {
	event.waitUntil(shell.install(event));
});

self.addEventListener('activate', (event) => {
	event.waitUntil(
		Promise.all([shell.activate(event), background.forgetOld()]).then(() => self.clients.claim()),
	);
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	const url = new URL(request.url);
	if (!url.protocol.startsWith('http')) return;
	const isRead = request.method === 'GET' || request.method === 'HEAD';

	if (isShare(request, scope)) {
		event.respondWith(receiveShare(request, scope));
	} else if (url.origin !== self.location.origin && !(isRead && isHubAddress(url, HUBS))) {
		traffic.refused(url.origin);
		event.respondWith(Response.error());
	} else if (!isRead) {
		traffic.upload(url.origin); // no part of the app does this; the network decides
	} else if (request.mode === 'navigate') {
		event.respondWith(page(request, url));
	} else {
		event.respondWith(file(request, url, (promise) => event.waitUntil(promise)));
	}
});

/** Pages come from the device; an unknown address from the network, and offline from the start. */
async function page(request: Request, url: URL): Promise<Response> {
	const address = url.origin + url.pathname;
	const stored = await shell.matchPrecache(address);
	if (stored) {
		traffic.local(url.origin);
		return stored;
	}
	const bare = address.replace(/(\/index)?(\.html)?\/?$/, '');
	if (bare !== address && shell.getCacheKeyForURL(bare)) return Response.redirect(bare);
	return fetch(request).catch(() => Response.redirect(scope));
}

async function file(
	request: Request,
	url: URL,
	keep: (writing: Promise<void>) => void,
): Promise<Response> {
	const shellFile = await shell.matchPrecache(url.origin + url.pathname);
	if (!shellFile && !background.has(url)) return fetch(request);
	const { response, stored } = shellFile
		? { response: shellFile, stored: true }
		: await background.get(url, keep);
	if (stored) traffic.local(url.origin);
	return response;
}

self.addEventListener('message', (event) => {
	const message = event.data as ToServiceWorker;
	if (message.type === 'activate') {
		event.waitUntil(self.skipWaiting());
		return;
	}
	if (message.type === 'direct') {
		for (const { url, bytes } of message.requests) traffic.network(url, bytes);
		return;
	}
	const [port] = event.ports;
	const answer = (reply: FromServiceWorker) => port.postMessage(reply);
	event.waitUntil(
		respond(message, answer).catch((error: unknown) => {
			answer({ type: 'failed', message: String(error) });
		}),
	);
});

async function respond(
	{ type }: Exclude<ToServiceWorker, { type: 'activate' | 'direct' }>,
	answer: (reply: FromServiceWorker) => void,
): Promise<void> {
	switch (type) {
		case 'offline-prepare':
			await background.prepareNext();
			return answer({ type: 'offline', status: await background.status() });
		case 'offline-status':
			return answer({ type: 'offline', status: await background.status() });
		case 'traffic':
			return answer(await traffic.report());
	}
}
