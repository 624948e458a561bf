import type { FromServiceWorker, ToServiceWorker } from '$lib/domain/offline';

/** Browsers end a service worker that works on one message for longer than five minutes. */
const PATIENCE_MS = 330_000;

/**
 * Asks the service worker and waits for its answer. Rejects when none serves this page, when it
 * fails, or when it does not answer.
 */
export async function askServiceWorker<Type extends FromServiceWorker['type']>(
	message: ToServiceWorker,
	expected: Type,
): Promise<Extract<FromServiceWorker, { type: Type }>> {
	const worker = navigator.serviceWorker?.controller;
	if (!worker) throw new Error('no service worker serves this page');
	const { port1, port2 } = new MessageChannel();
	try {
		const answer = await new Promise<FromServiceWorker>((resolve, reject) => {
			port1.onmessage = ({ data }) => resolve(data as FromServiceWorker);
			AbortSignal.timeout(PATIENCE_MS).onabort = () => reject(new Error('no answer'));
			worker.postMessage(message, [port2]);
		});
		if (answer.type === 'failed') throw new Error(answer.message);
		if (answer.type !== expected) throw new Error(`unexpected answer: ${answer.type}`);
		return answer as Extract<FromServiceWorker, { type: Type }>;
	} finally {
		port1.close();
	}
}

/** A registered service worker that waits for its turn, and how to hear of one. */
export async function registerServiceWorker(
	address: string,
	onWaiting: (worker: ServiceWorker) => void,
): Promise<ServiceWorkerRegistration> {
	const registration = await navigator.serviceWorker.register(address);
	const report = () => {
		// Without a controller this is the first visit: nothing older is in use.
		if (registration.waiting && navigator.serviceWorker.controller) onWaiting(registration.waiting);
	};
	report();
	registration.addEventListener('updatefound', () => {
		registration.installing?.addEventListener('statechange', report);
	});
	return registration;
}
