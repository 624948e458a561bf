import { LARGEST_SEED, STYLE_IDS, type Recipe } from '$lib/domain/recipe';

/** What the address of the studio asks for: a shortcut of the installed app, or a recipe of the gallery. */
export interface StartRequest {
	/** ?camera=1 */
	readonly camera: boolean;
	/** ?style=...&seed=...; null when there is none or it names no avatar of ours. */
	readonly recipe: Recipe | null;
}

export function readStartRequest({ searchParams }: URL): StartRequest {
	const style = STYLE_IDS.find((id) => id === searchParams.get('style'));
	const seed = Number(searchParams.get('seed') ?? NaN);
	const valid = style && Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED;
	return {
		camera: searchParams.has('camera'),
		recipe: valid ? { version: 1, style, seed } : null,
	};
}
