import {
	FINAL_SIDE,
	LARGEST_SEED,
	PREVIEW_SIDE,
	VARIANTS,
	type Likeness,
	type Recipe,
	type StyleId,
} from '$lib/domain/recipe';
import { STYLE_ORDER } from '$lib/domain/style-order';
import { tuningKey } from '$lib/domain/tuning';
import { rankByLikeness } from '$lib/likeness/rank';

interface Queued {
	readonly recipe: Recipe;
	readonly status: 'waiting' | 'preview' | 'final' | 'failed';
	readonly likeness: Likeness | null;
	/** Being drawn now. */
	readonly busy: boolean;
}

/** The first avatars of a photo: the one asked for, then every style once, the most loved first. */
export function firstRecipes(asked: Recipe | null = null): Recipe[] {
	const all = STYLE_ORDER.map((style): Recipe => ({ version: 1, style, seed: 0 }));
	return asked ? [asked, ...without(all, [asked])] : all;
}

/** The four compositions of a style that are not among those drawn already. */
export function compositionsOf(style: StyleId, drawn: readonly Recipe[]): Recipe[] {
	const all = Array.from({ length: VARIANTS }, (_, seed): Recipe => ({ version: 1, style, seed }));
	return without(all, drawn);
}

/** One more composition of every style, the most loved first. */
export function anotherOfEach(drawn: readonly Recipe[]): Recipe[] {
	return STYLE_ORDER.flatMap((style) => moreRecipes(drawn, style, 1));
}

function without(recipes: readonly Recipe[], known: readonly Recipe[]): Recipe[] {
	const keys = new Set(known.map(recipeKey));
	return recipes.filter((recipe) => !keys.has(recipeKey(recipe)));
}

/** The same for equal recipes only. */
export function recipeKey({ style, seed, tuning }: Recipe): string {
	const tuned = tuningKey(tuning);
	return tuned ? `${style}-${seed}-${tuned}` : `${style}-${seed}`;
}

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

/**
 * In the order to show: the one asked for; then style by style, the most loved first, and within a style drawn ones
 * by likeness (scores of two styles say nothing of each other), then those that are still waiting.
 */
export function arrange<R extends Queued>(results: readonly R[], asked: Recipe | null = null): R[] {
	const isAsked = ({ recipe }: R) => asked !== null && recipeKey(recipe) === recipeKey(asked);
	const others = results.filter((result) => !isAsked(result));
	const isDrawn = ({ likeness, status }: R) => likeness !== null || status !== 'waiting';
	const ofStyle = (style: StyleId) => others.filter(({ recipe }) => recipe.style === style);
	return [
		...results.filter(isAsked),
		...STYLE_ORDER.map(ofStyle).flatMap((own) => [
			...rankByLikeness(own.filter(isDrawn)),
			...own.filter((result) => !isDrawn(result)),
		]),
	];
}
