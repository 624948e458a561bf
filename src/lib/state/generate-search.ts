import { LARGEST_SEED } from '$lib/domain/recipe';
import type { Budget, GeneratedRecipe } from '$lib/domain/generated';
import type { GenerationJob } from '$lib/domain/generation-job';
import { draftRecipe, type RecipeContext, type Variation } from './generate-recipe';

/** Pictures that a search finishes. */
export const FINALS = 4;
const DRAFTS: Readonly<Record<Budget, number>> = { fast: 4, better: 12, best: 32 };

/** Most drafts that a budget pays for. */
export const draftsOf = (budget: Budget): number => DRAFTS[budget];

export interface Found {
	/** Best first. */
	readonly variations: readonly Variation[];
	/** In no draft was there one whole face: these are the first, not the likest. */
	readonly faceless: boolean;
}

/** @param trial scores a draft: cosine, or null for one without a single whole face */
export async function findLikest(
	{ budget, seed }: Pick<GenerationJob, 'budget' | 'seed'>,
	context: RecipeContext,
	trial: (recipe: GeneratedRecipe) => Promise<number | null>,
): Promise<Found> {
	const tried: { variation: Variation; score: number | null }[] = [];
	for (let i = 0; i < draftsOf(budget); i++) {
		const variation = { seed: (seed + i) % (LARGEST_SEED + 1) };
		tried.push({ variation, score: await trial(draftRecipe(context, variation)) });
	}
	const faces = tried.filter(({ score }) => score !== null);
	const chosen = faces.length > 0 ? faces : tried;
	const best = chosen.toSorted((a, b) => (b.score ?? 0) - (a.score ?? 0)).slice(0, FINALS);
	return { variations: best.map(({ variation }) => variation), faceless: faces.length === 0 };
}
