/** From a style to the recipe of a picture. */
import type { GeneratedRecipe } from '$lib/domain/generated';
import type { OwnStyle } from './own-style';
import { steer } from './steering';
import type { Aspect, GeneratedStyle, Look } from './style';
import { fillPrompt, type Subject } from './subject';
import { drawTraits, traitWords } from './traits';

/** What must be known of the open pack; OpenedPack of the studio worker has all of it. */
export interface PackFacts {
	readonly pack: string;
	readonly hash: string;
	readonly defaults: Pick<GeneratedRecipe, 'sampler' | 'steps' | 'guidance'>;
	/** Pixels. */
	readonly sizes: { readonly least: number; readonly most: number; readonly step: number };
}

export interface Choices {
	readonly seed: number;
	readonly subject: Subject;
	/** Slider, 0 (all style) .. 1 (most alike), 0.5 the style's own. */
	readonly likeness: number;
	/** About how long a square picture's side would be, in pixels. */
	readonly side: number;
}

/** The recipe that draws a style with a pack. The prompt is complete: placeholders and traits are filled in. */
export function recipeOf(
	style: GeneratedStyle | OwnStyle,
	facts: PackFacts,
	{ seed, subject, likeness, side }: Choices,
): GeneratedRecipe {
	const { look } = style;
	const traits =
		'traits' in style && style.traits ? traitWords(drawTraits(style.traits, seed)) : '';
	return {
		version: 1,
		kind: 'generated',
		pack: facts.pack,
		packHash: facts.hash,
		style: style.id,
		prompt: fillPrompt(look.prompt, subject, traits),
		negative: look.negative,
		seed,
		sampler: facts.defaults.sampler,
		steps: Math.min(facts.defaults.steps + look.extraSteps, 50),
		guidance: facts.defaults.guidance,
		...steer(look, likeness),
		...sizeOf(look.aspect, side, facts.sizes),
	};
}

/** The recipe of a free prompt, which was checked by prompt-rules. */
export function freeRecipeOf(look: Look, facts: PackFacts, choices: Choices): GeneratedRecipe {
	return {
		...recipeOf({ id: 'own:free', name: '', description: '', look }, facts, choices),
		style: null,
	};
}

/**
 * Width and height of about `side` x `side` pixels in an aspect, on the pack's grid and within its bounds.
 * Generated recipes want multiples of 64.
 */
export function sizeOf(
	aspect: Aspect,
	side: number,
	{ least, most, step }: PackFacts['sizes'],
): { readonly width: number; readonly height: number } {
	const [across, down] = aspect.split(':').map(Number);
	const grid = Math.max(step, 64);
	const fit = (length: number) =>
		Math.min(
			Math.max(Math.round(length / grid) * grid, Math.ceil(least / grid) * grid),
			Math.floor(most / grid) * grid,
		);
	return {
		width: fit(side * Math.sqrt(across / down)),
		height: fit(side * Math.sqrt(down / across)),
	};
}
