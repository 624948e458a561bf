import type { Recipe } from '$lib/domain/recipe';
import { m } from '$lib/paraglide/messages';
import type { StoredCard } from '$lib/storage/schema-cards';
import { openGallery } from './open-gallery';
import { toasts } from './toasts.svelte';

/** A card that was kept. */
export interface Card {
	readonly id: string;
	readonly recipe: Recipe;
	/** '' when the person gave no name. */
	readonly person: string;
	/** The picture alone, square. */
	readonly art: Blob;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
}

/** A deleted card can be brought back for at least this long; then opening the collection purges it. */
const UNDO_MILLISECONDS = 10 * 60_000;

/** The cards that a person keeps. Methods tell failures and never throw. */
class Cards {
	#list = $state.raw<readonly Card[]>([]);
	#status = $state<'closed' | 'ready' | 'failed'>('closed');

	/** Newest first. */
	get list(): readonly Card[] {
		return this.#list;
	}

	get status(): 'closed' | 'ready' | 'failed' {
		return this.#status;
	}

	async load(): Promise<void> {
		try {
			const { store } = await openGallery();
			const all = await store.values('cards');
			const old = all.filter(
				({ deletedAt }) => (deletedAt ?? Infinity) < Date.now() - UNDO_MILLISECONDS,
			);
			if (old.length > 0) await store.write(old.map(({ id }) => ({ store: 'cards', key: id })));
			this.#list = all
				.filter(({ deletedAt }) => deletedAt === null)
				.sort((a, b) => b.createdAt - a.createdAt)
				.map(toCard);
			this.#status = 'ready';
		} catch (error) {
			console.error(error);
			this.#status = 'failed';
		}
	}

	/** @returns whether it is kept */
	async keep(card: Card): Promise<boolean> {
		try {
			const { store } = await openGallery();
			const { art, ...rest } = card;
			const file = { type: art.type, bytes: await art.arrayBuffer() };
			const value: StoredCard = { ...rest, art: file, deletedAt: null };
			await store.write([{ store: 'cards', key: card.id, value }]);
			this.#list = [card, ...this.#list.filter(({ id }) => id !== card.id)];
			return true;
		} catch (error) {
			console.error(error);
			toasts.show(m.cards_not_kept(), { tone: 'error' });
			return false;
		}
	}

	/** Takes a card out of the collection, with a way back. */
	async remove(card: Card): Promise<void> {
		const index = this.#list.indexOf(card);
		if (index < 0 || !(await this.#mark(card.id, Date.now()))) return;
		this.#list = this.#list.toSpliced(index, 1);
		toasts.show(m.cards_deleted(), {
			action: {
				label: m.action_undo(),
				run: () => {
					void this.#mark(card.id, null);
					this.#list = this.#list.toSpliced(index, 0, card);
				},
			},
		});
	}

	async #mark(id: string, deletedAt: number | null): Promise<boolean> {
		try {
			const { store } = await openGallery();
			await store.update('cards', id, (old) => {
				if (!old) throw new RangeError(`there is no card ${id}`);
				return { ...old, deletedAt };
			});
			return true;
		} catch (error) {
			console.error(error);
			toasts.show(m.cards_not_changed(), { tone: 'error' });
			return false;
		}
	}
}

function toCard({ art, deletedAt: _, ...rest }: StoredCard): Card {
	return { ...rest, art: new Blob([art.bytes], { type: art.type }) };
}

export const cards = new Cards();
