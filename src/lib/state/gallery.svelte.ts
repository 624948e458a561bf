import { SvelteSet } from 'svelte/reactivity';
import type { Candidate } from '$lib/domain/recipe';
import type { Gallery } from '$lib/gallery/gallery';
import { m } from '$lib/paraglide/messages';
import { GalleryItem } from './gallery-item.svelte';
import { openGallery } from './open-gallery';
import { toasts } from './toasts.svelte';

export type GalleryStatus = 'closed' | 'ready' | 'failed';

/** The avatars that were kept, as the pages see them. */
class GalleryState {
	#items = $state.raw<readonly GalleryItem[]>([]);
	#status = $state<GalleryStatus>('closed');
	#bytes = $state(0);
	#memoryOnly = $state(false);
	/** Ids; only what is listed counts. */
	readonly selected = new SvelteSet<string>();

	/** Newest first. */
	get items(): readonly GalleryItem[] {
		return this.#items;
	}

	get status(): GalleryStatus {
		return this.#status;
	}

	/** Of all avatars, those that can still be brought back included. */
	get bytes(): number {
		return this.#bytes;
	}

	/** True when the browser stores nothing: the avatars go with the tab. */
	get memoryOnly(): boolean {
		return this.#memoryOnly;
	}

	/** Lists the avatars and follows changes from every tab. Returns the function that stops it. */
	watch(): () => void {
		let stop = () => {};
		let stopped = false;
		openGallery()
			.then(async ({ gallery }) => {
				this.#memoryOnly = gallery.memoryBecause !== null;
				await this.#list(gallery);
				if (!stopped) stop = gallery.subscribe(() => void this.#list(gallery));
			})
			.catch((error: unknown) => {
				console.error(error);
				this.#status = 'failed';
			});
		return () => {
			stopped = true;
			stop();
			this.selected.clear();
			for (const item of this.#items) item.hide();
		};
	}

	async setFavourite(id: string, favourite: boolean): Promise<void> {
		await this.#attempt((gallery) => gallery.setFavourite(id, favourite));
	}

	/** Deletes with a way back, except on a full disk, where there is none. */
	async remove(ids: readonly string[]): Promise<void> {
		const kept: string[] = [];
		const done = await this.#attempt((gallery) =>
			inTurn(ids, async (id) => {
				if (await gallery.remove(id)) kept.push(id);
			}),
		);
		if (!done) return;
		for (const id of ids) this.selected.delete(id);
		const text =
			ids.length === 1 ? m.gallery_deleted_one() : m.gallery_deleted({ count: ids.length });
		const run = () => void this.#attempt((gallery) => inTurn(kept, (id) => gallery.restore(id)));
		toasts.show(text, kept.length > 0 ? { action: { label: m.action_undo(), run } } : {});
	}

	/** The whole avatar; null when it is gone. Throws StorageError. */
	async candidate(id: string): Promise<Candidate | null> {
		const { gallery } = await openGallery();
		return gallery.get(id);
	}

	async #list(gallery: Gallery): Promise<void> {
		const [entries, { bytes }] = await Promise.all([gallery.list(), gallery.totals()]);
		const before: Record<string, GalleryItem> = {};
		for (const item of this.#items) before[item.id] = item;
		this.#items = entries.map((entry) => {
			const item = before[entry.id] ?? new GalleryItem(entry);
			delete before[entry.id];
			item.update(entry);
			return item;
		});
		for (const item of Object.values(before)) item.hide();
		this.#bytes = bytes;
		this.#status = 'ready';
	}

	/** Tells the person when a change could not be stored. Returns whether it was. */
	async #attempt(change: (gallery: Gallery) => Promise<void>): Promise<boolean> {
		try {
			const { gallery } = await openGallery();
			await change(gallery);
			return true;
		} catch (error) {
			console.error(error);
			toasts.show(m.gallery_not_changed(), { tone: 'error' });
			return false;
		}
	}
}

async function inTurn(ids: readonly string[], work: (id: string) => Promise<void>): Promise<void> {
	for (const id of ids) await work(id);
}

export const galleryState = new GalleryState();
