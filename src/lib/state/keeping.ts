import type { Candidate } from '$lib/domain/recipe';
import { NotSavedError } from '$lib/gallery/gallery';
import { m } from '$lib/paraglide/messages';
import { galleryState } from './gallery.svelte';
import { openGallery } from './open-gallery';
import type { Result } from './result.svelte';
import { toasts } from './toasts.svelte';

/** Twelve avatars fail together: one message is enough. */
let failing = false;

/** Keeps a finished avatar. A failure is told; the avatar stays on the page. Never throws. */
export async function keep(candidate: Candidate): Promise<void> {
	try {
		const { gallery } = await openGallery();
		await gallery.save(candidate);
		failing = false;
	} catch (error) {
		console.error(error);
		const full = error instanceof NotSavedError && error.kind === 'full';
		if (!failing) toasts.show(full ? m.keep_failed_full() : m.keep_failed(), { tone: 'error' });
		failing = true;
	}
}

/** Marks or unmarks a favourite, here at once and in the gallery after. */
export async function toggleFavourite(result: Result): Promise<void> {
	if (!result.candidate) return;
	result.favourite = !result.favourite;
	await galleryState.setFavourite(result.candidate.id, result.favourite);
}

/** Takes an avatar out of the gallery; bringBack() undoes it. Never throws. */
export async function forget(result: Result): Promise<void> {
	result.deleted = true;
	if (!result.candidate) return;
	try {
		const { gallery } = await openGallery();
		await gallery.remove(result.candidate.id);
	} catch (error) {
		console.error(error);
		toasts.show(m.gallery_not_changed(), { tone: 'error' });
	}
}

/** Kept again, also when it was finished after it had been deleted. Never throws. */
export async function bringBack(result: Result): Promise<void> {
	result.deleted = false;
	if (result.candidate) await keep(result.candidate);
}
