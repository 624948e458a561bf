import type { Budget } from '$lib/domain/generated';
import type { JobLook } from '$lib/domain/generation-job';
import { GENERATED_PLANS } from '$lib/likeness/search/plan';
import type { GeneratePace } from './generate-pace';
import type { PackAbility } from './generate-pack';
import { pixelsOf, recipeFor, stepsRun } from './generate-recipe';
import { picturesOf } from './generate-search';

/** Pictures of a style that a budget ends with. */
export const resultsOf = (budget: Budget): number =>
	GENERATED_PLANS[budget].rungs.at(-1)!.candidates;

/**
 * How long jobs would take at most, in seconds, by what was measured on this device.
 * @param structure whether pictures begin from a photo
 * @returns null before any picture of the pack was drawn here
 */
export function secondsOf(
	looks: readonly JobLook[],
	budget: Budget,
	ability: PackAbility,
	lowMemory: boolean,
	structure: boolean,
	pace: GeneratePace,
): number | null {
	let sum = 0;
	for (const look of looks) {
		const pack = { ...ability, hash: '', backend: 'wasm', attention: 'fused', lowMemory } as const;
		const recipe = recipeFor({ pack, look, structure }, { seed: 0, likeness: look.likeness });
		const picture = pace.seconds([{ pixels: pixelsOf(recipe), steps: stepsRun(recipe) }]);
		if (picture === null) return null;
		sum += picture * picturesOf({ budget, exact: null });
	}
	return sum;
}
