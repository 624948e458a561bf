import type { Likeness } from '$lib/domain/recipe';

/** What a result without a meaningful score counts as: neither rewarded nor punished for its style. */
const NEUTRAL = 50;

/**
 * Results by likeness, most alike first. A score that means nothing for its style, or none yet, counts
 * as 50: such results stand behind those known to be alike and before those known to be unlike. Equals
 * keep their order. Returns a new array.
 */
export function rankByLikeness<T extends { readonly likeness: Likeness | null }>(
	results: readonly T[],
): T[] {
	const weight = ({ likeness }: T) => (likeness?.meaningful ? likeness.score : NEUTRAL);
	return [...results].sort((a, b) => weight(b) - weight(a));
}
