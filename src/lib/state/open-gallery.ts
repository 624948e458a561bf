import { Gallery } from '$lib/gallery/gallery';
import { openStore } from '$lib/storage/open';
import type { Store } from '$lib/storage/store';

interface Opened {
	readonly store: Store;
	readonly gallery: Gallery;
}

let opened: Promise<Opened> | null = null;

/**
 * The one store of the app and its gallery, opened when first needed. A failure is forgotten, so
 * that a retry works. Throws StorageError.
 */
export function openGallery(): Promise<Opened> {
	opened ??= openStore()
		.then(async (store) => ({ store, gallery: await Gallery.open(store) }))
		.catch((error: unknown) => {
			opened = null;
			throw error;
		});
	return opened;
}
