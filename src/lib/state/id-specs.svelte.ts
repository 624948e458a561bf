import type { CustomSize, IdSpec } from '$lib/domain/id-photo';
import { m } from '$lib/paraglide/messages';
import { changeSettings, readSettings } from '$lib/storage/settings';
import { loadIdClient } from './id-clients';
import { searchSpecs } from './id-search';
import { openGallery } from './open-gallery';
import { toasts } from './toasts.svelte';

/** The documents to choose from: those that everybody has, the person's own sizes, and which of them are favourites. */
class IdSpecs {
	query = $state('');
	#all = $state.raw<readonly IdSpec[]>([]);
	#own = $state.raw<readonly IdSpec[]>([]);
	#sizes = $state.raw<readonly CustomSize[]>([]);
	#favourites = $state.raw<readonly string[]>([]);
	#status = $state<'idle' | 'loading' | 'ready' | 'failed'>('idle');
	#found = $derived(searchSpecs(this.all, this.query));

	/** Favourites first, then the person's own, then by use. */
	get all(): readonly IdSpec[] {
		const known = [...this.#own, ...this.#all];
		const isFavourite = ({ id }: IdSpec) => this.#favourites.includes(id);
		return [...known.filter(isFavourite), ...known.filter((spec) => !isFavourite(spec))];
	}

	/** Those that the query finds. */
	get found(): readonly IdSpec[] {
		return this.#found;
	}

	get favourites(): readonly string[] {
		return this.#favourites;
	}

	get own(): readonly IdSpec[] {
		return this.#own;
	}

	get status(): 'idle' | 'loading' | 'ready' | 'failed' {
		return this.#status;
	}

	of(id: string): IdSpec | null {
		return this.all.find((spec) => spec.id === id) ?? null;
	}

	/** Reads the documents and what was stored. Never throws: see status. */
	async load(): Promise<void> {
		if (this.#status === 'loading' || this.#status === 'ready') return;
		this.#status = 'loading';
		try {
			const client = await loadIdClient();
			this.#all = await client.specs();
			await this.#readStored();
			this.#status = 'ready';
		} catch (error) {
			console.error(error);
			this.#status = 'failed';
		}
	}

	async toggleFavourite(id: string): Promise<void> {
		const had = this.#favourites.includes(id);
		this.#favourites = had
			? this.#favourites.filter((one) => one !== id)
			: [...this.#favourites, id];
		await this.#store();
	}

	/** Keeps a size of the person's own. @returns the spec, or which fields cannot be */
	async add(
		size: CustomSize,
	): Promise<{ readonly spec: IdSpec | null; readonly wrong: readonly (keyof CustomSize)[] }> {
		const client = await loadIdClient();
		const result = await client.customSpec(size);
		const { spec } = result;
		if (!spec) return result;
		const others = this.#own.findIndex(({ id }) => id === spec.id);
		this.#own = [...this.#own.filter(({ id }) => id !== spec.id), spec];
		this.#sizes = [...this.#sizes.filter((_, i) => i !== others), size];
		await this.#store();
		return result;
	}

	/** Forgets a size of the person's own, with a way back. */
	async remove(id: string): Promise<void> {
		const index = this.#own.findIndex((spec) => spec.id === id);
		if (index < 0) return;
		const [own, sizes] = [this.#own, this.#sizes];
		this.#own = own.toSpliced(index, 1);
		this.#sizes = sizes.toSpliced(index, 1);
		await this.#store();
		toasts.show(m.id_size_removed(), {
			action: {
				label: m.action_undo(),
				run: () => {
					this.#own = own;
					this.#sizes = sizes;
					void this.#store();
				},
			},
		});
	}

	async #readStored(): Promise<void> {
		const { store } = await openGallery();
		const { idPhoto } = await readSettings(store);
		const client = await loadIdClient();
		const read = await Promise.all(idPhoto.sizes.map((size) => client.customSpec(size)));
		this.#own = read.flatMap(({ spec }) => spec ?? []);
		this.#sizes = idPhoto.sizes.filter((_, i) => read[i].spec !== null);
		this.#favourites = idPhoto.favourites;
	}

	async #store(): Promise<void> {
		try {
			const { store } = await openGallery();
			const idPhoto = {
				favourites: [...this.#favourites],
				sizes: this.#sizes.map((size) => ({ ...size })),
			};
			await changeSettings(store, { idPhoto });
		} catch (error) {
			console.error(error);
			toasts.show(m.settings_not_saved(), { tone: 'error' });
		}
	}
}

export const idSpecs = new IdSpecs();
