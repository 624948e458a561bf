import { LARGEST_SEED, VARIANTS } from '$lib/domain/recipe';

/** What the search may choose; everything else of the recipe is the person's. */
export interface SearchCandidate {
	/** 0..LARGEST_SEED */
	readonly seed: number;
	/** Of the likeness slider, 0..1: strength and identity scale follow from it, or an instant style's tuning. */
	readonly likeness: number;
}

/**
 * Candidates for a search. The first is what the person asked for: their seed (or the style's first composition) and
 * their slider. Later ones lie on both sides of the slider, evenly spread (van der Corput), so that few of them cover
 * the range already: with likeness measured by a face network more of it nearly always wins, and the spread is what
 * keeps the style.
 * @param first seed that all follow from
 * @param likeness the slider, 0..1
 * @param spread see SearchPlan
 */
export function seededCandidates(
	first: number,
	likeness: number,
	count: number,
	spread: number,
): SearchCandidate[] {
	return candidatesOf(seedsFrom(first, count), likeness, spread);
}

/** The same for an instant style: its four named compositions first. */
export function instantCandidates(
	first: number,
	likeness: number,
	count: number,
	spread: number,
): SearchCandidate[] {
	const named = Array.from({ length: Math.min(VARIANTS, count) }, (_, seed) => seed);
	const later = seedsFrom(Math.max(first, VARIANTS), count).filter((seed) => seed >= VARIANTS);
	return candidatesOf([...named, ...later].slice(0, count), likeness, spread);
}

function candidatesOf(
	seeds: readonly number[],
	likeness: number,
	spread: number,
): SearchCandidate[] {
	return seeds.map((seed, i) => ({
		seed,
		likeness: i === 0 ? likeness : clamp(likeness + spread * (2 * radicalInverse(i) - 1)),
	}));
}

/** Different seeds, the first as given; the others by Weyl's sequence with the golden ratio of 2 ** 31. */
function seedsFrom(first: number, count: number): number[] {
	const GOLDEN = 1327217885; // odd: the sequence meets every number once
	return Array.from({ length: count }, (_, i) => (first + Math.imul(i, GOLDEN)) & LARGEST_SEED);
}

/** i's binary digits behind the point, in reverse: 0, 1/2, 1/4, 3/4, 1/8 ... */
function radicalInverse(i: number): number {
	let value = 0;
	for (let digit = 0.5; i > 0; i >>= 1, digit /= 2) value += digit * (i & 1);
	return value;
}

function clamp(value: number): number {
	return Math.min(Math.max(value, 0), 1);
}
