import type { OpenedPack } from '$lib/bridge/generate-client';
import type { GeneratedRecipe } from '$lib/domain/generated';
import type { JobLook } from '$lib/domain/generation-job';
import type { SearchCandidate } from '$lib/likeness/search/candidates';
import { FULL, type Effort } from '$lib/likeness/search/plan';
import { recipeOf } from '$lib/styles/plan';

/** Pixels of a picture's side, were it a square: what the networks of this generation were trained on. */
const FULL_SIDE = 512;
const LOW_MEMORY_SIDE = 384;
const MOST_STEPS = 50;

/** What a job knows when its pack is open. */
export interface RecipeContext {
	readonly pack: OpenedPack;
	readonly look: JobLook;
	/** Without a portrait to begin from a picture begins with pure noise, whatever the strength says. */
	readonly structure: boolean;
}

/** The recipe of a candidate; drafts save steps. */
export function recipeFor(
	{ pack, look: job, structure }: RecipeContext,
	{ seed, likeness }: SearchCandidate,
	effort: Effort = FULL,
): GeneratedRecipe {
	const side = (pack.lowMemory ? LOW_MEMORY_SIDE : FULL_SIDE) * effort.side;
	const { look, traits, subject } = job;
	const style = { id: 'own:job', name: '', description: '', look, traits } as const;
	const recipe = recipeOf(style, pack, { seed, subject, likeness, side });
	const strength = structure ? recipe.strength : 1;
	// Image-to-image runs the last part of the schedule only: so many steps that at least one of them runs.
	const least = Math.ceil(1 / strength);
	const steps = Math.max(Math.round(recipe.steps * effort.steps), least);
	return {
		...recipe,
		style: job.style,
		strength,
		identityScale: pack.identity ? recipe.identityScale : 0,
		steps: Math.min(steps, MOST_STEPS),
	};
}

/** How many steps really run. */
export const stepsRun = ({ steps, strength }: Pick<GeneratedRecipe, 'steps' | 'strength'>) =>
	Math.max(1, Math.floor(steps * strength));

export const pixelsOf = ({ width, height }: Pick<GeneratedRecipe, 'width' | 'height'>) =>
	width * height;

/** The same for pictures that come out the same, of one pack, style and photo. */
export const recipeKey = (recipe: GeneratedRecipe): string =>
	[recipe.seed, recipe.strength, recipe.identityScale, recipe.steps, recipe.width, recipe.height]
		.map((value) => Number(value.toFixed(4)))
		.join('-');
