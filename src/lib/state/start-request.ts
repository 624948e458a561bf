import { LARGEST_SEED, STYLE_IDS, type Recipe } from '$lib/domain/recipe';
import { STYLE_CONTROLS } from '$lib/domain/style-table';
import { obeyed, tuningFromKey, tuningKey } from '$lib/domain/tuning';

/** What the address of the studio asks for: a shortcut of the installed app, or a recipe of the gallery. */
export interface StartRequest {
	/** ?camera=1 */
	readonly camera: boolean;
	/** ?style=...&seed=...&tuning=...; null when there is none or it names no avatar of ours. */
	readonly recipe: Recipe | null;
}

export function readStartRequest({ searchParams }: URL): StartRequest {
	return { camera: searchParams.has('camera'), recipe: readRecipe(searchParams) };
}

/** Where the studio draws a recipe again, with the same settings: what readStartRequest reads. */
export function recipeQuery({ style, seed, tuning }: Recipe): string {
	const tuned = tuningKey(tuning);
	return `?style=${style}&seed=${seed}${tuned && `&tuning=${tuned}`}`;
}

function readRecipe(parameters: URLSearchParams): Recipe | null {
	const style = STYLE_IDS.find((id) => id === parameters.get('style'));
	const seed = Number(parameters.get('seed') ?? NaN);
	const valid = style && Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED;
	if (!valid) return null;
	const key = parameters.get('tuning');
	if (!key) return { version: 1, style, seed };
	const tuning = tuningFromKey(key);
	return tuning && { version: 1, style, seed, tuning: obeyed(tuning, STYLE_CONTROLS[style]) };
}
