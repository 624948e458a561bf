import type { Budget } from '$lib/domain/generated';

/** How much work one picture is: shares of the recipe's own steps and side, 0..1. */
export interface Effort {
	readonly steps: number;
	readonly side: number;
}

export const FULL: Effort = { steps: 1, side: 1 };

/** One round: this many of the candidates that are left are drawn at this effort, the best first. */
export interface Rung {
	readonly effort: Effort;
	readonly candidates: number;
	/**
	 * Candidates are drawn in groups of this size, and it is looked whether to stop after each. Part of the plan,
	 * not of the device: the same scores stop at the same place however many are drawn at once.
	 */
	readonly group: number;
}

/** A search: efforts rise, candidates fall; the last rung is at FULL effort and gives the results. */
export interface SearchPlan {
	readonly rungs: readonly Rung[];
	/** A group that raises the best score of its rung by less than this ends the rung, ... */
	readonly leastGain: number;
	/** ... but not before this many scored pictures of it. */
	readonly least: number;
	/** How far candidates may leave the likeness slider to either side, 0..1; 0 searches seeds alone. */
	readonly spread: number;
}

/**
 * Drafts of generated pictures keep their side: another side would be another noise, and so another picture. They save
 * steps: one of four.
 */
const DRAFT: Effort = { steps: 0.25, side: 1 };

/**
 * Plans for generated pictures. At most 4, 10 and 18 pictures' worth of steps. Many quick drafts and few finals beat
 * fewer, better drafts and a rung in between, unless drafts say next to nothing (search.test.ts has the model; no real
 * weights have run here). `leastGain` is a fraction of the spread between seeds, which is 0.02 to 0.04 in instant
 * styles (bench/search.ts).
 */
export const GENERATED_PLANS: Readonly<Record<Budget, SearchPlan>> = {
	fast: {
		rungs: [{ effort: FULL, candidates: 4, group: 4 }],
		leastGain: 0,
		least: 4,
		spread: 0,
	},
	better: {
		rungs: [
			{ effort: DRAFT, candidates: 24, group: 6 },
			{ effort: FULL, candidates: 4, group: 4 },
		],
		leastGain: 0.005,
		least: 18,
		spread: 0,
	},
	best: {
		rungs: [
			{ effort: DRAFT, candidates: 48, group: 12 },
			{ effort: FULL, candidates: 6, group: 6 },
		],
		leastGain: 0.005,
		least: 36,
		spread: 0.15,
	},
};

/** Instant styles are drawn from the photo at any size, so drafts are small: a quarter of the pixels. */
const SMALL: Effort = { steps: 1, side: 0.5 };

/** Plans for instant styles; `fast` is the four compositions that everybody gets. */
export const INSTANT_PLANS: Readonly<Record<Budget, SearchPlan>> = {
	fast: GENERATED_PLANS.fast,
	better: {
		rungs: [
			{ effort: SMALL, candidates: 12, group: 6 },
			{ effort: FULL, candidates: 4, group: 4 },
		],
		leastGain: 0.005,
		least: 12,
		spread: 0.1,
	},
	best: {
		rungs: [
			{ effort: SMALL, candidates: 32, group: 8 },
			{ effort: FULL, candidates: 8, group: 4 },
		],
		leastGain: 0.005,
		least: 16,
		spread: 0.15,
	},
};

/** Upper bound of a plan's cost, in pictures at full effort; pixels and steps count alike. */
export function costOf({ rungs }: SearchPlan): number {
	return rungs.reduce(
		(sum, { effort, candidates }) => sum + candidates * effort.steps * effort.side ** 2,
		0,
	);
}
