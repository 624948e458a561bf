import type { AnyRecipe } from '$lib/domain/recipe';
import { locale } from './locale.svelte';

type NameOf = (id: string) => string | null;

/** Names of generated styles, for pages that show finished pictures: the catalogue comes when one needs it. */
class GeneratedNames {
	#nameOf = $state.raw<NameOf | null>(null);
	#loading = false;

	/** Null for other pictures, free words, styles that are gone, and while the catalogue is not there. */
	of(recipe: AnyRecipe): string | null {
		if (recipe.kind !== 'generated' || recipe.style === null) return null;
		if (!this.#nameOf) void this.#load();
		return this.#nameOf?.(recipe.style) ?? null;
	}

	async #load(): Promise<void> {
		if (this.#loading) return;
		this.#loading = true;
		try {
			const [{ findStyle }, { ownStyles }] = await Promise.all([
				import('$lib/styles/catalogue'),
				import('./own-styles.svelte'),
			]);
			this.#nameOf = (id) =>
				findStyle(id)?.name[locale.current] ??
				ownStyles.list.find((own) => own.id === id)?.name ??
				null;
		} catch (error) {
			console.error(error);
			this.#loading = false;
		}
	}
}

export const generatedNames = new GeneratedNames();
