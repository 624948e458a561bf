import * as v from 'valibot';
import type { AnyRecipe } from '$lib/domain/recipe';
import { AnyRecipeSchema } from './recipe-schema';

/** A recipe is short; what is longer is none, and is not parsed. */
const MAX_LENGTH = 32_768;

/** The recipe as one line of JSON, and nothing else: no name, no place, no time of the photo. */
export function recipeToJson(recipe: AnyRecipe): string {
	return JSON.stringify(recipe);
}

/** Reads what recipeToJson wrote, in a file that anybody may have changed: null when it is no recipe of ours. */
export function recipeFromJson(text: string): AnyRecipe | null {
	if (text.length > MAX_LENGTH) return null;
	let value: unknown;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	const result = v.safeParse(AnyRecipeSchema, value, { abortEarly: true });
	return result.success ? result.output : null;
}
