import type { GeneratedRecipe } from '$lib/domain/generated';
import type { GenerationJob, JobLook } from '$lib/domain/generation-job';
import type { Budget } from '$lib/domain/generated';
import { LARGEST_SEED } from '$lib/domain/recipe';
import { NEW_STYLE_LOOK, type OwnStyle } from '$lib/styles/own-style';
import { ASPECTS, type Aspect, type GeneratedStyle } from '$lib/styles/style';

export type Subject = JobLook['subject'];

/** What a style becomes in a job. */
export function lookOfStyle(
	style: GeneratedStyle | OwnStyle,
	subject: Subject,
	likeness: number,
): JobLook {
	const traits = 'traits' in style ? (style.traits ?? null) : null;
	return { style: style.id, look: style.look, traits, subject, likeness };
}

/** Free words, beside what a new style begins with. Braces would be placeholders: they are left out. */
export function lookOfWords(words: string, subject: Subject, likeness: number): JobLook {
	const prompt = words.replace(/[{}]/g, '').trim();
	return { style: null, look: { ...NEW_STYLE_LOOK, prompt }, traits: null, subject, likeness };
}

/**
 * The look of a picture that is there, whatever its style has become since.
 * @param packSteps what the pack was made for: the rest were the style's
 */
export function lookOfRecipe(recipe: GeneratedRecipe, packSteps: number): JobLook {
	const { style, prompt, negative, strength, identityScale, steps } = recipe;
	const extraSteps = Math.min(20, Math.max(0, steps - packSteps));
	const look = {
		prompt: prompt.replace(/[{}]/g, ''),
		negative,
		strength,
		identityScale,
		curve: 'even',
		aspect: aspectOf(recipe),
		extraSteps,
	} as const;
	return { style, look, traits: null, subject: 'person', likeness: 0.5 };
}

interface Order {
	readonly pack: string;
	readonly budget: Budget;
	readonly source: string;
	/** Where searches begin; a fresh one for every job where there is none. */
	readonly seed?: number;
}

/** Jobs that wait to be drawn, in the order of the looks. */
export function jobsOf(
	looks: readonly { readonly look: JobLook; readonly exact?: GeneratedRecipe }[],
	{ pack, budget, source, seed }: Order,
	now = Date.now(),
): GenerationJob[] {
	return looks.map(({ look, exact = null }, i) => ({
		id: crypto.randomUUID(),
		createdAt: now + i,
		pack,
		look,
		budget,
		seed: seed ?? randomSeed(),
		exact,
		source,
		status: 'waiting',
		problem: null,
		trials: [],
		finished: [],
		faceless: false,
	}));
}

export function randomSeed(): number {
	return crypto.getRandomValues(new Uint32Array(1))[0] & LARGEST_SEED;
}

function aspectOf({ width, height }: GeneratedRecipe): Aspect {
	const distance = (aspect: Aspect) => {
		const [across, down] = aspect.split(':').map(Number);
		return Math.abs(Math.log((width * down) / (height * across)));
	};
	return ASPECTS.reduce((a, b) => (distance(b) < distance(a) ? b : a));
}
