import { describe, expect, test } from 'vitest';
import { LARGEST_SEED } from '$lib/domain/recipe';
import { instantCandidates, seededCandidates } from './candidates';
import { costOf, FULL, GENERATED_PLANS, INSTANT_PLANS, type Effort, type SearchPlan } from './plan';
import { searchLikeness, type Found, type SearchTools } from './search';
import type { Verdict } from './verdict';

const scored = (score: number): Verdict => ({ kind: 'scored', score });
const DRAFT: Effort = { steps: 0.5, side: 1 };
const SMALL_PLAN: SearchPlan = {
	rungs: [
		{ effort: DRAFT, candidates: 6, group: 3 },
		{ effort: FULL, candidates: 3, group: 3 },
	],
	leastGain: 0,
	least: 1,
	spread: 0,
};
interface Picture {
	readonly candidate: number;
	readonly effort: Effort;
}

/** Pictures that know what they are of, scored by a table (drafts, finals), and a book of what happened. */
function drawer(
	scores: (picture: Picture) => Verdict,
	more: Partial<SearchTools<number, Picture>> = {},
) {
	const alive = new Set<Picture>();
	const drawn: Picture[] = [];
	const places: [number, number][] = [];
	const fractions: number[] = [];
	const tools: SearchTools<number, Picture> = {
		async draw(candidate, effort) {
			const picture = { candidate, effort };
			alive.add(picture);
			drawn.push(picture);
			// Later candidates are ready earlier.
			await new Promise((resolve) => setTimeout(resolve, (37 * (9 - candidate)) % 5));
			return picture;
		},
		score: async (picture) => scores(picture),
		release(picture) {
			if (!alive.delete(picture)) throw new Error('released twice');
		},
		onResult: ({ candidate }, place) => places.push([candidate, place]),
		onProgress: ({ fraction }) => fractions.push(fraction),
		...more,
	};
	return { tools, alive, drawn, places, fractions };
}
const names = (results: readonly Found<number, Picture>[]) =>
	results.map(({ candidate }) => candidate);

describe('a search', () => {
	const DRAFTS = [0.3, 0.9, 0.1, 0.8, 0.7, 0.2];
	const FINALS: Record<number, number> = { 1: 0.5, 3: 0.9, 4: 0.7 };
	const byTable = ({ candidate, effort }: Picture) =>
		scored(effort === DRAFT ? DRAFTS[candidate] : FINALS[candidate]);

	test.each([1, 2, 4])(
		'keeps the best drafts and ranks the finals, %i at a time',
		async (lanes) => {
			const { tools, alive, drawn, fractions } = drawer(byTable);
			const outcome = await searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], tools, { lanes });
			expect(names(outcome.results)).toEqual([3, 4, 1]);
			expect(outcome.results.every(({ picture }) => picture.effort === FULL)).toBe(true);
			expect(outcome).toMatchObject({ drawn: 9, stoppedEarly: false, dropped: [] });
			expect(drawn.filter(({ effort }) => effort === FULL)).toHaveLength(3);
			expect([...alive].map(({ candidate }) => candidate).sort()).toEqual([1, 3, 4]);
			expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
			expect(fractions.at(-1)).toBe(1);
		},
	);

	test('finishes the most promising first and tells where each belongs', async () => {
		const { tools, places, drawn } = drawer(byTable);
		await searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], tools);
		expect(drawn.slice(6).map(({ candidate }) => candidate)).toEqual([1, 3, 4]);
		expect(places).toEqual([
			[1, 0],
			[3, 0],
			[4, 1],
		]);
	});

	test('drops pictures with no face, two faces or a broken one, and gives them back', async () => {
		const { tools, alive } = drawer(({ candidate, effort }) => {
			if (candidate === 1) return { kind: 'dropped', because: 'two-faces' };
			if (candidate === 2) return { kind: 'dropped', because: 'no-face' };
			if (candidate === 3 && effort === FULL) return { kind: 'dropped', because: 'broken' };
			return scored(DRAFTS[candidate]);
		});
		const outcome = await searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], tools);
		expect(names(outcome.results)).toEqual([4, 0]);
		expect(outcome.dropped).toEqual([
			{ candidate: 1, because: 'two-faces' },
			{ candidate: 2, because: 'no-face' },
			{ candidate: 3, because: 'broken' },
		]);
		expect(alive.size).toBe(2);
	});

	test('without any face it ends with nothing, and draws no finals', async () => {
		const { tools, alive } = drawer(() => ({ kind: 'dropped', because: 'no-face' }));
		const outcome = await searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], tools);
		expect(outcome).toMatchObject({ results: [], drawn: 6, stoppedEarly: false });
		expect(alive.size).toBe(0);
	});

	test('stops drafting when a group gained nothing', async () => {
		const plan = { ...SMALL_PLAN, leastGain: 0.01 };
		const flat = [0.5, 0.6, 0.55, 0.605, 0.2, 0.1];
		const stop = drawer(({ candidate }) => scored(flat[candidate]));
		const wide = { ...plan, rungs: [{ ...plan.rungs[0], group: 2 }, plan.rungs[1]] };
		const outcome = await searchLikeness(wide, [0, 1, 2, 3, 4, 5], stop.tools);
		expect(outcome.stoppedEarly).toBe(true);
		expect(names(outcome.results)).toEqual([3, 1, 2]);
		expect(outcome.drawn).toBe(4 + 3);
		expect(stop.fractions.at(-1)).toBe(1);
		const patient = drawer(({ candidate }) => scored(flat[candidate]));
		const all = await searchLikeness({ ...wide, least: 6 }, [0, 1, 2, 3, 4, 5], patient.tools);
		expect(all).toMatchObject({ stoppedEarly: false, drawn: 9 });
	});

	test('draws nothing again that is known from before', async () => {
		const known = new Map<number, Verdict>();
		const first = drawer(byTable, {
			onVerdict: (candidate, effort, verdict) => {
				if (effort === DRAFT) known.set(candidate, verdict);
			},
		});
		const before = await searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], first.tools);
		const again = drawer(byTable, { recall: (candidate) => known.get(candidate) ?? null });
		const after = await searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], again.tools);
		expect(after.drawn).toBe(3);
		expect(names(after.results)).toEqual(names(before.results));
	});

	test.each([1, 4])(
		'a cancel ends it with the reason and loses no picture, %i at a time',
		async (lanes) => {
			const controller = new AbortController();
			const reason = new DOMException('enough', 'AbortError');
			const { tools, alive, drawn, places } = drawer(byTable);
			const score = tools.score;
			tools.score = async (picture, ...rest) => {
				if (drawn.length >= 8) controller.abort(reason);
				return score(picture, ...rest);
			};
			const running = searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], tools, {
				signal: controller.signal,
				lanes,
			});
			await expect(running).rejects.toBe(reason);
			// What was told as a result is the caller's; nothing else is alive.
			expect([...alive].map(({ candidate }) => candidate).sort()).toEqual(
				places.map(([candidate]) => candidate).sort(),
			);
		},
	);

	test('a drawing that fails ends it, after the others of its group', async () => {
		const { tools, alive } = drawer(({ candidate }) => {
			if (candidate === 1) throw new Error('device lost');
			return scored(0.5);
		});
		const running = searchLikeness(SMALL_PLAN, [0, 1, 2, 3, 4, 5], tools, { lanes: 3 });
		await expect(running).rejects.toThrow('device lost');
		expect(alive.size).toBe(0);
	});

	test.each([
		['no rungs', { ...SMALL_PLAN, rungs: [] }],
		['a draft at the end', { ...SMALL_PLAN, rungs: SMALL_PLAN.rungs.slice(0, 1) }],
		[
			'more at the end',
			{ ...SMALL_PLAN, rungs: [SMALL_PLAN.rungs[1], { ...SMALL_PLAN.rungs[1], candidates: 9 }] },
		],
	])('%s is no plan', async (_, plan) => {
		const { tools } = drawer(byTable);
		await expect(searchLikeness(plan, [0], tools)).rejects.toThrow(RangeError);
	});
});

test('plans cost what they say', () => {
	const costs = (plans: typeof GENERATED_PLANS) =>
		(['fast', 'better', 'best'] as const).map((budget) => costOf(plans[budget]));
	expect(costs(GENERATED_PLANS)).toEqual([4, 10, 18]);
	expect(costs(INSTANT_PLANS)).toEqual([4, 7, 16]);
});

describe('candidates', () => {
	test('begin with what the person asked for', () => {
		expect(seededCandidates(42, 0.7, 3, 0.15)[0]).toEqual({ seed: 42, likeness: 0.7 });
		expect(
			instantCandidates(42, 0.7, 6, 0)
				.map(({ seed }) => seed)
				.slice(0, 5),
		).toEqual([0, 1, 2, 3, 42]);
	});

	test.each([0, 7, LARGEST_SEED])('are all different and can be seeds, from %i', (first) => {
		for (const make of [seededCandidates, instantCandidates]) {
			const seeds = make(first, 0.5, 500, 0.15).map(({ seed }) => seed);
			expect(new Set(seeds).size).toBe(500);
			expect(
				seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed <= LARGEST_SEED),
			).toBe(true);
		}
	});

	test('stay within the spread, on both sides, and within the slider', () => {
		const likeness = seededCandidates(1, 0.9, 64, 0.15).map((candidate) => candidate.likeness);
		expect(Math.min(...likeness)).toBeCloseTo(0.75, 1);
		expect(Math.max(...likeness)).toBe(1);
		const none = seededCandidates(1, 0.4, 9, 0);
		expect(none.every((candidate) => candidate.likeness === 0.4)).toBe(true);
	});
});

describe('with a noisy scorer whose truth is known', () => {
	// What a picture is worth, what its sketch shows of it, what the judge of the search sees: Gaussians in cosines.
	const TRUE_SPREAD = 0.05;
	const JUDGE_NOISE = 0.02;
	const DRAFT_NOISE = (steps: number) => 0.05 * (1 - steps);
	const gaussian = (seed: number, salt: number) => {
		const uniform = (k: number) => {
			let h = Math.imul(seed ^ Math.imul(salt * 2 + k, 0x9e3779b1), 0x85ebca6b);
			h = Math.imul(h ^ (h >>> 16), 0xc2b2ae35);
			return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
		};
		return Math.sqrt(-2 * Math.log(1 - uniform(0))) * Math.cos(2 * Math.PI * uniform(1));
	};
	const truth = (seed: number) => 0.6 + TRUE_SPREAD * gaussian(seed, 1);
	const seen = (seed: number, { steps }: Effort) =>
		truth(seed) + JUDGE_NOISE * gaussian(seed, 2) + DRAFT_NOISE(steps) * gaussian(seed, 3 + steps);

	async function topOne(plan: SearchPlan, first: number) {
		const candidates = seededCandidates(first, 0.5, plan.rungs[0].candidates, 0).map(
			({ seed }) => seed,
		);
		const { results, drawn } = await searchLikeness<number, { seed: number; effort: Effort }>(
			plan,
			candidates,
			{
				draw: async (seed, effort) => ({ seed, effort }),
				score: async ({ seed, effort }) => scored(seen(seed, effort)),
				release: () => {},
			},
		);
		return { top: truth(results[0].candidate), drawn };
	}

	const RUNS = 400;
	/** Mean truth of the best picture over many searches, and how many were drawn in the mean. */
	async function average(plan: SearchPlan) {
		let top = 0;
		let drawn = 0;
		for (let run = 0; run < RUNS; run++) {
			const one = await topOne(plan, 7919 * run);
			top += one.top / RUNS;
			drawn += one.drawn / RUNS;
		}
		return { top, drawn };
	}

	test('its best is better the more it may spend, and near the best that there was', async () => {
		const fast = await average(GENERATED_PLANS.fast);
		const better = await average(GENERATED_PLANS.better);
		const best = await average(GENERATED_PLANS.best);
		// A random pick is worth 0.6 whatever was spent on others; standard errors are 0.0025.
		expect(fast.top).toBeGreaterThan(0.6 + 0.04);
		expect(better.top).toBeGreaterThan(fast.top + 0.02);
		expect(best.top).toBeGreaterThan(better.top + 0.005);
		// The best of 48 Gaussians is 2.23 standard deviations up: the regret.
		expect(0.6 + 2.23 * TRUE_SPREAD - best.top).toBeLessThan(0.02);
		// Searches that stop growing stop.
		expect(best.drawn).toBeLessThan(48 + 6 - 2);
	});

	test.each(['better', 'best'] as const)(
		'%s beats finishing as many pictures as its cost buys and keeping the best of them',
		async (budget) => {
			const plan = GENERATED_PLANS[budget];
			const cost = costOf(plan);
			const flat: SearchPlan = {
				rungs: [{ effort: FULL, candidates: cost, group: cost }],
				leastGain: 0,
				least: 1,
				spread: 0,
			};
			expect((await average(plan)).top - (await average(flat)).top).toBeGreaterThan(0.01);
		},
	);
});
