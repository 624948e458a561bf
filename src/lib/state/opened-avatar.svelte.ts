import type { Candidate } from '$lib/domain/recipe';
import { m } from '$lib/paraglide/messages';
import { galleryState } from './gallery.svelte';
import { toasts } from './toasts.svelte';

/** The avatar that is looked at in full size. Owns the object URL of its picture. */
export class OpenedAvatar {
	#id = $state<string | null>(null);
	#candidate = $state.raw<Candidate | null>(null);
	#picture = $state.raw<string | null>(null);

	/** Null when none is open. */
	get id(): string | null {
		return this.#id;
	}

	/** Null while it is loading. */
	get candidate(): Candidate | null {
		return this.#candidate;
	}

	/** Object URL of the whole picture, or null while it is loading. */
	get picture(): string | null {
		return this.#picture;
	}

	async open(id: string): Promise<void> {
		this.close();
		this.#id = id;
		try {
			const candidate = await galleryState.candidate(id);
			if (this.#id !== id) return;
			if (!candidate) return this.close(); // deleted in another tab
			this.#candidate = candidate;
			this.#picture = URL.createObjectURL(candidate.picture);
		} catch (error) {
			console.error(error);
			toasts.show(m.gallery_load_failed(), { tone: 'error' });
			this.close();
		}
	}

	close(): void {
		if (this.#picture) URL.revokeObjectURL(this.#picture);
		this.#id = null;
		this.#candidate = null;
		this.#picture = null;
	}
}
