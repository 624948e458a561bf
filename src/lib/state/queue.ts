import {
	FINAL_SIDE,
	LARGEST_SEED,
	PREVIEW_SIDE,
	STYLE_IDS,
	VARIANTS,
	type Likeness,
	type Recipe,
	type StyleId,
} from '$lib/domain/recipe';
import { rankByLikeness } from '$lib/likeness/rank';

interface Queued {
	readonly recipe: Recipe;
	readonly status: 'waiting' | 'preview' | 'final' | 'failed';
	readonly likeness: Likeness | null;
	/** Being drawn now. */
	readonly busy: boolean;
}

/** The first avatars of a photo: the one asked for, then every style once, then the other compositions of each. */
export function firstRecipes(asked: Recipe | null = null): Recipe[] {
	const all = Array.from({ length: VARIANTS }, (_, seed) =>
		STYLE_IDS.map((style): Recipe => ({ version: 1, style, seed })),
	).flat();
	return asked ? [asked, ...all.filter((recipe) => recipeKey(recipe) !== recipeKey(asked))] : all;
}

/** The same for equal recipes only. */
export const recipeKey = ({ style, seed }: Recipe): string => `${style}-${seed}`;

/** The next `count` recipes of a style that are not among those drawn already. */
export function moreRecipes(drawn: readonly Recipe[], style: StyleId, count = VARIANTS): Recipe[] {
	const seeds = drawn.filter((recipe) => recipe.style === style).map(({ seed }) => seed);
	const more: Recipe[] = [];
	for (let seed = Math.max(-1, ...seeds); more.length < count;) {
		seed = seed < LARGEST_SEED ? seed + 1 : 0;
		if (!seeds.includes(seed)) more.push({ version: 1, style, seed });
	}
	return more;
}

/**
 * What to draw next, or null: previews before finals; the wanted picture and the wanted style before others;
 * finals of the most alike first.
 * @param wanted the style that the person looks at, null for all; `key` of the picture they opened
 */
export function nextDrawing<R extends Queued & { readonly key: string }>(
	results: readonly R[],
	wanted: { readonly style: StyleId | null; readonly key: string | null },
): { result: R; side: number } | null {
	const free = results.filter(({ busy }) => !busy);
	const opened = free.find((result) => result.key === wanted.key);
	if (opened?.status === 'waiting') return { result: opened, side: PREVIEW_SIDE };
	if (opened?.status === 'preview') return { result: opened, side: FINAL_SIDE };

	const ofStyle = (result: R) => (result.recipe.style === wanted.style ? 0 : 1);
	const waiting = free.filter(({ status }) => status === 'waiting');
	if (waiting.length > 0) {
		const result = waiting.reduce((a, b) => (ofStyle(b) < ofStyle(a) ? b : a));
		return { result, side: PREVIEW_SIDE };
	}
	const drafts = rankByLikeness(free.filter(({ status }) => status === 'preview'));
	if (drafts.length === 0) return null;
	return { result: drafts.reduce((a, b) => (ofStyle(b) < ofStyle(a) ? b : a)), side: FINAL_SIDE };
}

/** In the order to show: the one asked for, drawn ones by likeness, then those that are still waiting. */
export function arrange<R extends Queued>(results: readonly R[], asked: Recipe | null = null): R[] {
	const isAsked = ({ recipe }: R) => asked !== null && recipeKey(recipe) === recipeKey(asked);
	const others = results.filter((result) => !isAsked(result));
	const isDrawn = ({ likeness, status }: R) => likeness !== null || status !== 'waiting';
	return [
		...results.filter(isAsked),
		...rankByLikeness(others.filter(isDrawn)),
		...others.filter((result) => !isDrawn(result)),
	];
}
