import { NotSavedError } from '$lib/gallery/gallery';
import { m } from '$lib/paraglide/messages';
import { galleryState } from './gallery.svelte';
import { openGallery } from './open-gallery';
import type { Result } from './result.svelte';
import { toasts } from './toasts.svelte';

/** Keeps a finished avatar, and says on the result how that went; it stays on the page in any case. Never throws. */
export async function keep(result: Result): Promise<void> {
	const { candidate } = result;
	if (!candidate || result.deleted) return;
	try {
		const { gallery } = await openGallery();
		await gallery.save(candidate);
		result.keeping = 'kept';
	} catch (error) {
		console.error(error);
		const full = error instanceof NotSavedError && error.kind === 'full';
		result.keeping = full ? 'full' : 'refused';
		return;
	}
	// What the person did while it was being saved.
	if (result.deleted) await forget(result);
	else if (result.favourite) await galleryState.setFavourite(candidate.id, true);
}

/** Marks or unmarks a favourite, here at once and in the gallery as soon as it is there. */
export async function toggleFavourite(result: Result): Promise<void> {
	if (!result.candidate) return;
	result.favourite = !result.favourite;
	if (result.keeping !== 'kept') return;
	await galleryState.setFavourite(result.candidate.id, result.favourite);
}

/** Takes an avatar out of the gallery; bringBack() undoes it. Never throws. */
export async function forget(result: Result): Promise<void> {
	result.deleted = true;
	if (!result.candidate || result.keeping !== 'kept') return;
	try {
		const { gallery } = await openGallery();
		await gallery.remove(result.candidate.id);
		result.keeping = 'open';
	} catch (error) {
		console.error(error);
		toasts.show(m.gallery_not_changed(), { tone: 'error' });
	}
}

/** Kept again, also when it was finished after it had been deleted. Never throws. */
export async function bringBack(result: Result): Promise<void> {
	result.deleted = false;
	await keep(result);
}
