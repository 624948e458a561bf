import type { GalleryEntry } from '$lib/gallery/gallery';
import type { AnyRecipe, Likeness } from '$lib/domain/recipe';
import { generatedNames } from './generated-names.svelte';
import { openGallery } from './open-gallery';

/** One avatar in the grid. Its thumbnail is in memory only while it is near the screen. */
export class GalleryItem {
	#entry = $state.raw<GalleryEntry>()!;
	#url = $state.raw<string | null>(null);
	#wanted = false;

	constructor(entry: GalleryEntry) {
		this.#entry = entry;
	}

	get id(): string {
		return this.#entry.id;
	}

	get recipe(): AnyRecipe {
		return this.#entry.recipe;
	}

	/** Name of a generated style. */
	get generatedStyle(): string | null {
		return generatedNames.of(this.#entry.recipe);
	}

	get likeness(): Likeness | null {
		return this.#entry.likeness;
	}

	/** Milliseconds since 1970. */
	get createdAt(): number {
		return this.#entry.createdAt;
	}

	get favourite(): boolean {
		return this.#entry.favourite;
	}

	/** Object URL of the thumbnail, or null while it is not loaded. */
	get url(): string | null {
		return this.#url;
	}

	update(entry: GalleryEntry): void {
		this.#entry = entry;
	}

	/** Loads the thumbnail. */
	async show(): Promise<void> {
		if (this.#wanted) return;
		this.#wanted = true;
		try {
			const { gallery } = await openGallery();
			const picture = await gallery.thumbnail(this.id);
			if (this.#wanted && picture) this.#url = URL.createObjectURL(picture);
		} catch (error) {
			console.error(error);
			this.#wanted = false;
		}
	}

	/** Lets go of the thumbnail. */
	hide(): void {
		this.#wanted = false;
		if (this.#url) URL.revokeObjectURL(this.#url);
		this.#url = null;
	}
}
