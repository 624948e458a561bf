import type { OpenedPack } from '$lib/bridge/generate-client';
import type { GeneratedRecipe } from '$lib/domain/generated';
import type { JobLook } from '$lib/domain/generation-job';
import { recipeOf } from '$lib/styles/plan';

/** What tells the pictures of one job apart; strengths that are left out are the style's and the slider's. */
export interface Variation {
	readonly seed: number;
	readonly strength?: number;
	readonly identityScale?: number;
}

/** Pixels of a picture's side, were it a square: what the networks of this generation were trained on. */
const FULL_SIDE = 512;
const LOW_MEMORY_SIDE = 384;
/** Of a draft: a face in it is still large enough to be told apart. */
const DRAFT_SIDE = 256;
/** Of a draft: as few as few-step packs still draw a face with. */
const DRAFT_STEPS = 2;
const MOST_STEPS = 50;

/** What a job knows when its pack is open. */
export interface RecipeContext {
	readonly pack: OpenedPack;
	readonly look: JobLook;
	/** Without a portrait to begin from a picture begins with pure noise, whatever the strength says. */
	readonly structure: boolean;
}

/** Of a finished picture. */
export function finalRecipe(context: RecipeContext, variation: Variation): GeneratedRecipe {
	return build(context, variation, context.pack.lowMemory ? LOW_MEMORY_SIDE : FULL_SIDE);
}

/** Of a draft of the same picture: small, in few steps. */
export function draftRecipe(context: RecipeContext, variation: Variation): GeneratedRecipe {
	const draft = build(context, variation, DRAFT_SIDE);
	return { ...draft, steps: Math.min(draft.steps, enough(DRAFT_STEPS, draft.strength)) };
}

/** How many steps really run: image-to-image runs the last part of the schedule. */
export const stepsRun = ({ steps, strength }: Pick<GeneratedRecipe, 'steps' | 'strength'>) =>
	Math.max(1, Math.floor(steps * strength));

export const pixelsOf = ({ width, height }: Pick<GeneratedRecipe, 'width' | 'height'>) =>
	width * height;

/** The same for pictures that come out the same, of one pack, style and photo. */
export const recipeKey = (recipe: GeneratedRecipe): string =>
	[recipe.seed, recipe.strength, recipe.identityScale, recipe.steps, recipe.width, recipe.height]
		.map((value) => Number(value.toFixed(4)))
		.join('-');

function build(
	{ pack, look: job, structure }: RecipeContext,
	{ seed, ...own }: Variation,
	side: number,
): GeneratedRecipe {
	const { look, traits, subject, likeness } = job;
	const style = { id: 'own:job', name: '', description: '', look, traits } as const;
	const recipe = recipeOf(style, pack, { seed, subject, likeness, side });
	const strength = structure ? (own.strength ?? recipe.strength) : 1;
	return {
		...recipe,
		style: job.style,
		strength,
		identityScale: pack.identity ? (own.identityScale ?? recipe.identityScale) : 0,
		steps: enough(recipe.steps, strength),
	};
}

/** So many steps that at least one of them runs. */
function enough(steps: number, strength: number): number {
	return Math.min(MOST_STEPS, Math.max(steps, Math.ceil(1 / strength)));
}
