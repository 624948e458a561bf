import type { StoredGenerateChoices } from '$lib/storage/schema-generate';
import { m } from '$lib/paraglide/messages';
import { openGallery } from './open-gallery';
import { toasts } from './toasts.svelte';

const KEY = 'choices';
const DEFAULTS: StoredGenerateChoices = {
	consentAt: null,
	favourites: [],
	lowMemory: 'auto',
	mark: false,
};

/** What the page of generated avatars remembers of the person. Methods never throw. */
class GenerateChoices {
	#all = $state.raw<StoredGenerateChoices>(DEFAULTS);
	#reading: Promise<void> | null = null;

	get consented(): boolean {
		return this.#all.consentAt !== null;
	}

	/** Ids of styles. */
	get favourites(): readonly string[] {
		return this.#all.favourites;
	}

	get lowMemory(): boolean | 'auto' {
		return this.#all.lowMemory;
	}

	/** Whether exported pictures say visibly that a computer made them. */
	get mark(): boolean {
		return this.#all.mark;
	}

	/** Reads what was stored, once; where nothing can be read, the defaults hold. */
	load(): Promise<void> {
		this.#reading ??= openGallery()
			.then(({ store }) => store.get('generateChoices', KEY))
			.then((stored) => {
				this.#all = { ...DEFAULTS, ...stored };
			})
			.catch((error: unknown) => console.error(error));
		return this.#reading;
	}

	consent(): Promise<void> {
		return this.#change({ consentAt: Date.now() });
	}

	toggleFavourite(style: string): Promise<void> {
		const { favourites } = this.#all;
		const others = favourites.filter((id) => id !== style);
		return this.#change({
			favourites: others.length < favourites.length ? others : [...favourites, style],
		});
	}

	chooseLowMemory(lowMemory: boolean | 'auto'): Promise<void> {
		return this.#change({ lowMemory });
	}

	chooseMark(mark: boolean): Promise<void> {
		return this.#change({ mark });
	}

	async #change(change: Partial<StoredGenerateChoices>): Promise<void> {
		this.#all = { ...this.#all, ...change };
		try {
			const { store } = await openGallery();
			await store.update('generateChoices', KEY, (old) => ({ ...DEFAULTS, ...old, ...change }));
		} catch (error) {
			console.error(error);
			toasts.show(m.settings_not_saved(), { tone: 'error' });
		}
	}
}

export const generateChoices = new GenerateChoices();
