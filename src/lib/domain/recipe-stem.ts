import type { AnyRecipe } from './recipe';

/** A word for file names: the style, the size of an ID photo, or that it was described in words. */
export function recipeStem(recipe: AnyRecipe): string {
	switch (recipe.kind) {
		case undefined:
			return recipe.style;
		case 'generated':
			return recipe.style?.replace(/[^a-z0-9-]+/gi, '-') ?? 'own-words';
		case 'id-photo':
			return recipe.spec.id;
	}
}
