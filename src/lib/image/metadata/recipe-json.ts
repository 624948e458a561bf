import { STYLE_IDS, type AnyRecipe, type Recipe, type StyleId } from '$lib/domain/recipe';

/** The recipe as one line of JSON, and nothing else: no name, no place, no time of the photo. */
export function recipeToJson(recipe: AnyRecipe): string {
	return JSON.stringify(recipe);
}

/** Reads what recipeToJson wrote, in a file that anybody may have changed: null when it is no recipe of ours. */
export function recipeFromJson(text: string): Recipe | null {
	let value: Partial<Record<keyof Recipe, unknown>> | null;
	try {
		value = JSON.parse(text);
	} catch {
		return null;
	}
	const { version, style, seed } = value ?? {};
	if (version !== 1 || !STYLE_IDS.includes(style as StyleId)) return null;
	if (!Number.isInteger(seed) || (seed as number) < 0 || (seed as number) >= 2 ** 31) return null;
	return { version, style: style as StyleId, seed: seed as number };
}
