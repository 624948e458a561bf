import type { OfflineStatus } from '$lib/domain/offline';
import { m } from '$lib/paraglide/messages';
import { listenForIncoming } from './incoming';
import { directRequests } from './requests.svelte';
import { askServiceWorker, registerServiceWorker } from './service-worker';
import { toasts } from './toasts.svelte';

/** Chromium's offer to install the app (https://wicg.github.io/manifest-incubations/). */
interface InstallPrompt extends Event {
	prompt(): Promise<{ readonly outcome: 'accepted' | 'dismissed' }>;
}

export type OfflineStage = 'unsupported' | 'waiting' | 'preparing' | 'ready' | 'failed';

/** The app as an app: installed, offline, up to date. */
class Pwa {
	#online = $state(true);
	#offline = $state.raw<OfflineStatus | null>(null);
	#stage = $state<OfflineStage>('waiting');
	#waiting = $state.raw<ServiceWorker | null>(null);
	#prompt = $state.raw<InstallPrompt | null>(null);
	#installed = $state(false);

	/** False when the device says that it has no network. */
	get online(): boolean {
		return this.#online;
	}

	/** What is on the device of the files that the app needs, or null while that is not known. */
	get offline(): OfflineStatus | null {
		return this.#offline;
	}

	get stage(): OfflineStage {
		return this.#stage;
	}

	/** True when a new version is there and starts at the person's word. */
	get updateReady(): boolean {
		return this.#waiting !== null;
	}

	/** How the app can be installed here: by our button, by Safari's share menu, or not. */
	get install(): 'button' | 'share-menu' | 'installed' | 'none' {
		if (this.#installed) return 'installed';
		if (this.#prompt) return 'button';
		return isAppleTouch() ? 'share-menu' : 'none';
	}

	/** Call once, when the app starts. `root` is the address of the app's folder. */
	start(root: string): void {
		this.#online = navigator.onLine;
		addEventListener('online', () => this.#setOnline(true));
		addEventListener('offline', () => this.#setOnline(false));
		this.#installed = matchMedia('(display-mode: standalone)').matches;
		addEventListener('beforeinstallprompt', (event) => {
			event.preventDefault(); // the browser's own banner would come in the middle of work
			this.#prompt = event as InstallPrompt;
		});
		addEventListener('appinstalled', () => {
			this.#installed = true;
			this.#prompt = null;
		});
		listenForIncoming(root).catch((error: unknown) => console.error(error));
		this.#startServiceWorker(root).catch((error: unknown) => {
			console.error(error);
			this.#stage = 'failed';
		});
	}

	async askToInstall(): Promise<void> {
		const prompt = this.#prompt;
		this.#prompt = null; // an offer can be used once
		await prompt?.prompt();
	}

	/** Fetches what is missing for offline use. Never throws: the stage says how it went. */
	async prepareOffline(): Promise<void> {
		if (this.#stage === 'preparing' || this.#stage === 'unsupported') return;
		try {
			let status = await this.#ask('offline-status');
			while (status.storedFiles < status.files) {
				this.#stage = 'preparing';
				status = await this.#ask('offline-prepare');
			}
			this.#stage = 'ready';
		} catch (error) {
			console.error(error);
			this.#stage = 'failed';
		}
	}

	/** Starts the new version and loads this page anew; other windows say so and wait for the person. */
	update(): void {
		if (!this.#waiting) return;
		if (this.#waiting.state !== 'installed') return location.reload(); // another window was first
		navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
		this.#waiting.postMessage({ type: 'activate' });
	}

	#setOnline(online: boolean): void {
		this.#online = online;
		toasts.show(online ? m.pwa_online() : m.pwa_offline());
		if (online) void this.prepareOffline();
	}

	async #startServiceWorker(root: string): Promise<void> {
		if (!import.meta.env.PROD || !('serviceWorker' in navigator)) {
			this.#stage = 'unsupported';
			return;
		}
		const { serviceWorker } = navigator;
		let served = serviceWorker.controller !== null;
		serviceWorker.addEventListener('controllerchange', () => {
			// Another window chose the new version; this one keeps its work until the person agrees.
			if (served && !this.#waiting) this.#announce(() => location.reload());
			served = true;
		});
		await registerServiceWorker(new URL('service-worker.js', root).href, (worker) => {
			if (this.#waiting === worker) return;
			this.#waiting = worker;
			this.#announce(() => this.update());
		});
		await serviceWorker.ready;
		await controlled(serviceWorker);
		serviceWorker.controller?.postMessage({ type: 'direct', requests: directRequests() });
		this.#offline = (await askServiceWorker({ type: 'offline-status' }, 'offline')).status;
		if (savesData()) return; // what is used is kept all the same; Settings offers the rest
		requestIdleCallback(() => void this.prepareOffline());
	}

	#announce(reload: () => void): void {
		const id = toasts.show(m.pwa_update_ready(), {
			action: { label: m.pwa_update_now(), run: reload },
		});
		toasts.hold(id); // until the person decides
	}

	async #ask(type: 'offline-status' | 'offline-prepare'): Promise<OfflineStatus> {
		this.#offline = (await askServiceWorker({ type }, 'offline')).status;
		return this.#offline;
	}
}

/** Resolves when the service worker answers for this page. */
async function controlled(container: ServiceWorkerContainer): Promise<void> {
	if (container.controller) return;
	await new Promise((resolve) => {
		container.addEventListener('controllerchange', resolve, { once: true });
	});
}

function savesData(): boolean {
	const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
	return connection?.saveData === true;
}

/** Safari on iPhone and iPad installs from its share menu only and tells us nothing about it. */
function isAppleTouch(): boolean {
	const { userAgent, maxTouchPoints } = navigator;
	return /iPhone|iPad/.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1);
}

export const pwa = new Pwa();
