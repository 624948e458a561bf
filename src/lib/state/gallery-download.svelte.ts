import type { Candidate } from '$lib/domain/recipe';
import { zipGalleryToBlob, type ZipSource } from '$lib/gallery/zip';
import { m } from '$lib/paraglide/messages';
import { openGallery } from './open-gallery';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

/** Many avatars as one zip file, with progress and a way to stop. */
class GalleryDownload {
	#progress = $state.raw<{ readonly done: number; readonly total: number } | null>(null);
	#stop: AbortController | null = null;

	/** Null when nothing is being packed. */
	get progress(): { readonly done: number; readonly total: number } | null {
		return this.#progress;
	}

	/** Packs the avatars of these ids, or all. Never throws: failures are told. */
	async start(ids: ReadonlySet<string> | null): Promise<void> {
		await this.#pack(async () => {
			const { gallery } = await openGallery();
			return {
				list: async () => (await gallery.list()).filter(({ id }) => ids === null || ids.has(id)),
				get: (id) => gallery.get(id),
			};
		});
	}

	/** Packs avatars that the gallery may not have. Never throws: failures are told. */
	async startWith(candidates: readonly Candidate[]): Promise<void> {
		await this.#pack(async () => ({
			list: async () => candidates.toSorted((a, b) => b.createdAt - a.createdAt),
			get: async (wanted) => candidates.find(({ id }) => id === wanted) ?? null,
		}));
	}

	cancel(): void {
		this.#stop?.abort();
	}

	async #pack(open: () => Promise<ZipSource>): Promise<void> {
		if (this.#stop) return;
		const stop = (this.#stop = new AbortController());
		try {
			const zip = await zipGalleryToBlob(await open(), {
				signal: stop.signal,
				onProgress: (done, total) => (this.#progress = { done, total }),
			});
			saveFile(zip, 'likeness.zip');
		} catch (error) {
			if (stop.signal.aborted) return;
			console.error(error);
			toasts.show(m.gallery_zip_failed(), { tone: 'error' });
		} finally {
			this.#progress = null;
			this.#stop = null;
		}
	}
}

export const galleryDownload = new GalleryDownload();
