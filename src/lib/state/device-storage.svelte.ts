import { estimate, requestPersistence } from '$lib/storage/open';
import { deleteGenerated } from './delete-generated';
import { deletePacks } from './delete-packs';
import { openGallery } from './open-gallery';

/** An avatar with its cutout takes two to three megabytes. */
const ROOM_FOR_A_FEW = 20_000_000;

/** What is kept on this device, how safely, and how to be rid of it. */
class DeviceStorage {
	#use = $state.raw<{ readonly usage: number; readonly quota: number } | null>(null);
	#persisted = $state<boolean | null>(null);
	#refused = $state(false);
	#gallery = $state.raw<{ readonly count: number; readonly bytes: number } | null>(null);

	/** Null where the browser does not tell. */
	get use(): { readonly usage: number; readonly quota: number } | null {
		return this.#use;
	}

	/** True when only a few more avatars fit. */
	get nearlyFull(): boolean {
		return this.#use !== null && this.#use.quota - this.#use.usage < ROOM_FOR_A_FEW;
	}

	/** Null while it is not known, or where the browser knows no protection. */
	get persisted(): boolean | null {
		return this.#persisted;
	}

	/** True after the browser declined to protect the storage. */
	get refused(): boolean {
		return this.#refused;
	}

	/** Null while it is not known. */
	get gallery(): { readonly count: number; readonly bytes: number } | null {
		return this.#gallery;
	}

	async refresh(): Promise<void> {
		const [use, persisted, { gallery }] = await Promise.all([
			estimate(),
			navigator.storage?.persisted?.() ?? null,
			openGallery(),
		]);
		this.#use = use;
		this.#persisted = persisted;
		this.#gallery = await gallery.totals();
	}

	async persist(): Promise<void> {
		this.#persisted = await requestPersistence();
		this.#refused = !this.#persisted;
	}

	/**
	 * Deletes every avatar, pack, setting and stored file, and starts the app anew. Throws when something
	 * could not be deleted; what was deleted before stays deleted.
	 */
	async deleteEverything(): Promise<void> {
		const { store, gallery } = await openGallery();
		await gallery.clear();
		await deletePacks();
		await deleteGenerated(store);
		const settings = await store.keys('settings');
		await store.write(settings.map((key) => ({ store: 'settings', key })));
		for (const name of await caches.keys()) await caches.delete(name);
		localStorage.clear();
		const registrations = await navigator.serviceWorker?.getRegistrations();
		await Promise.all((registrations ?? []).map((registration) => registration.unregister()));
	}
}

export const deviceStorage = new DeviceStorage();
