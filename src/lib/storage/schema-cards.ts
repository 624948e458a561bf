import type { Recipe } from '$lib/domain/recipe';
import type { StoredFile } from './stored-file';

/** A card that came out of a blind box and was kept. */
export interface StoredCard {
	readonly id: string;
	/** Of the draw: what is on it follows from style and finish. */
	readonly recipe: Recipe;
	/** What the person called themselves; ''. */
	readonly person: string;
	/** The picture alone, square: the card is drawn around it, in the language of the moment. */
	readonly art: StoredFile;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
	readonly deletedAt: number | null;
}

export interface CardSchema {
	/** By card id. */
	cards: StoredCard;
}
