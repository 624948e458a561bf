import type { Effort, SearchPlan } from './plan';
import type { DropReason, Verdict } from './verdict';

/** Draws and looks at pictures P of candidates C. Rejections end the search. */
export interface SearchTools<C, P> {
	draw(candidate: C, effort: Effort, signal: AbortSignal): Promise<P>;
	score(picture: P, candidate: C, signal: AbortSignal): Promise<Verdict>;
	/** Takes back a picture that is no result. */
	release(picture: P): void;
	/** What is known of a draft from before an interruption; it is then not drawn again. */
	recall?(candidate: C, effort: Effort): Verdict | null;
	/** Every verdict as it is reached, for those who keep them. */
	onVerdict?(candidate: C, effort: Effort, verdict: Verdict): void;
	/** A picture at full effort, and the place among the results so far that its score earns it, 0 the best. */
	onResult?(result: Found<C, P>, place: number): void;
	onProgress?(progress: SearchProgress): void;
}

export interface Found<C, P> {
	readonly candidate: C;
	readonly picture: P;
	readonly score: number;
}

export interface SearchProgress {
	/** Share of the plan's cost that is done or saved, 0..1; never falls. */
	readonly fraction: number;
	/** Best score of the pictures at the present effort; null until there is one. */
	readonly best: number | null;
	readonly rung: number;
	readonly drawn: number;
}

export interface SearchOutcome<C, P> {
	/** Best first. Empty when nothing had a face. */
	readonly results: readonly Found<C, P>[];
	readonly dropped: readonly { readonly candidate: C; readonly because: DropReason }[];
	/** Pictures that were drawn, of all efforts. */
	readonly drawn: number;
	/** Whether a rung ended because scores stopped growing. */
	readonly stoppedEarly: boolean;
}

export interface SearchOptions {
	readonly signal?: AbortSignal;
	/** Candidates that are drawn at the same time; changes no result. */
	readonly lanes?: number;
}

/**
 * Successive halving (Jamieson and Talwalkar 2016): many candidates at low effort, the best of them at the next, the
 * last few at full effort. The outcome depends on the scores alone, never on how long a drawing takes.
 * @param candidates in the order in which they are tried; as many as the first rung takes, more are left alone
 * @throws the signal's reason when aborted; RangeError for a plan that cannot be
 */
export async function searchLikeness<C, P>(
	plan: SearchPlan,
	candidates: readonly C[],
	tools: SearchTools<C, P>,
	{ signal = new AbortController().signal, lanes = 1 }: SearchOptions = {},
): Promise<SearchOutcome<C, P>> {
	checkPlan(plan, candidates.length);
	const results: Found<C, P>[] = [];
	const dropped: { candidate: C; because: DropReason }[] = [];
	const meter = createMeter(plan);
	let left = candidates.slice(0, plan.rungs[0].candidates);
	let drawn = 0;
	let stoppedEarly = false;

	for (const [index, { effort, candidates: most, group }] of plan.rungs.entries()) {
		const last = index === plan.rungs.length - 1;
		const ranked: { candidate: C; score: number }[] = [];
		let best: number | null = null;

		async function look(candidate: C): Promise<Seen<C, P>> {
			const known = last ? null : (tools.recall?.(candidate, effort) ?? null);
			if (known) return { candidate, verdict: known, picture: null };
			signal.throwIfAborted();
			const picture = await tools.draw(candidate, effort, signal);
			drawn++;
			try {
				const verdict = await tools.score(picture, candidate, signal);
				signal.throwIfAborted();
				tools.onVerdict?.(candidate, effort, verdict);
				if (last && verdict.kind === 'scored') return { candidate, verdict, picture };
				tools.release(picture);
				return { candidate, verdict, picture: null };
			} catch (error) {
				tools.release(picture);
				throw error;
			}
		}

		const queue = left.slice(0, most);
		for (let from = 0; from < queue.length; from += group) {
			const before = best;
			// 1. A group is drawn, several at a time; results are told as they come.
			await inLanes(
				queue.slice(from, from + group),
				lanes,
				look,
				({ candidate, verdict, picture }) => {
					if (verdict.kind === 'dropped') dropped.push({ candidate, because: verdict.because });
					else {
						ranked.push({ candidate, score: verdict.score });
						best = Math.max(best ?? -Infinity, verdict.score);
						if (picture !== null) tell({ candidate, picture, score: verdict.score });
					}
					tools.onProgress?.({ fraction: meter.one(index), best, rung: index, drawn });
				},
			);
			// 2. The rung ends when a group gained nothing.
			const grew = before === null || best === null || best - before >= plan.leastGain;
			if (!grew && ranked.length >= plan.least && from + group < queue.length) {
				stoppedEarly = true;
				break;
			}
		}
		tools.onProgress?.({ fraction: meter.rung(index), best, rung: index, drawn });
		// 3. The best go on; equals keep their order.
		left = byOrder(ranked, queue).map(({ candidate }) => candidate);
	}
	return {
		results: inOrder(results, left),
		dropped: inOrder(dropped, candidates),
		drawn,
		stoppedEarly,
	};

	function tell(result: Found<C, P>) {
		const place = results.filter(({ score }) => score >= result.score).length;
		results.splice(place, 0, result);
		tools.onResult?.(result, place);
	}
}

interface Seen<C, P> {
	readonly candidate: C;
	readonly verdict: Verdict;
	readonly picture: P | null;
}

/** Best first, equals as they stand in `order`. */
function byOrder<C>(ranked: readonly { candidate: C; score: number }[], order: readonly C[]) {
	return inOrder(ranked, order).sort((a, b) => b.score - a.score);
}

function inOrder<T extends { readonly candidate: unknown }>(
	entries: readonly T[],
	order: readonly unknown[],
): T[] {
	return [...entries].sort((a, b) => order.indexOf(a.candidate) - order.indexOf(b.candidate));
}

/** Runs `work` over the items, `lanes` at a time, and tells each outcome; the first rejection waits for the others. */
async function inLanes<T, R>(
	items: readonly T[],
	lanes: number,
	work: (item: T) => Promise<R>,
	tell: (outcome: R) => void,
): Promise<void> {
	const waiting = items.values();
	let failed = false;
	const lane = async () => {
		for (const item of waiting) {
			if (failed) return;
			try {
				tell(await work(item));
			} catch (error) {
				failed = true;
				throw error;
			}
		}
	};
	const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
	const rejected = ends.find((end) => end.status === 'rejected');
	if (rejected) throw rejected.reason;
}

/** How far a search is, by cost; what a rung saves counts as done. */
function createMeter({ rungs }: SearchPlan) {
	const costs = rungs.map(({ effort }) => effort.steps * effort.side ** 2);
	const total = rungs.reduce((sum, { candidates }, i) => sum + candidates * costs[i], 0);
	let done = 0;
	const upTo = (index: number) =>
		rungs.slice(0, index + 1).reduce((sum, { candidates }, i) => sum + candidates * costs[i], 0);
	return {
		one: (index: number) => (done = Math.min(done + costs[index], upTo(index))) / total,
		rung: (index: number) => (done = upTo(index)) / total,
	};
}

function checkPlan({ rungs }: SearchPlan, candidates: number) {
	if (rungs.length === 0) throw new RangeError('a search needs a rung');
	if (candidates === 0) throw new RangeError('a search needs a candidate');
	const full = rungs.at(-1)!.effort;
	if (full.steps !== 1 || full.side !== 1) {
		throw new RangeError('the last rung must draw at full effort');
	}
	for (const [i, { candidates: most, group }] of rungs.entries()) {
		if (most < 1 || group < 1) throw new RangeError(`rung ${i} draws nothing`);
		if (i > 0 && most > rungs[i - 1].candidates) {
			throw new RangeError(`rung ${i} has more candidates than the one before`);
		}
	}
}
