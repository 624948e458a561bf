import type { GeneratedRecipe } from '$lib/domain/generated';
import type { GenerationJob } from '$lib/domain/generation-job';
import { seededCandidates, type SearchCandidate } from '$lib/likeness/search/candidates';
import { costOf, FULL, GENERATED_PLANS, type Effort } from '$lib/likeness/search/plan';
import { searchLikeness } from '$lib/likeness/search/search';
import { showsNothing, type Verdict } from '$lib/likeness/search/verdict';
import type { Artist, Judged } from './generate-artist';
import { findKept, keepPicture, noteKept } from './generate-keep';
import { readBitmap } from './generate-pixels';
import { recipeFor, recipeKey, type RecipeContext } from './generate-recipe';
import { JobError, type JobTools } from './generate-tools';
import type { JobWork } from './generate-work';

/** Pictures of a job in which nobody was found, so that the person sees what the pack draws. */
const UNSCORED = 4;
const NOBODY: Verdict = { kind: 'dropped', because: 'no-face' };

/** Cost of a job's search in finished pictures, at most. */
export const picturesOf = ({ budget, exact }: Pick<GenerationJob, 'budget' | 'exact'>): number =>
	exact ? 1 : costOf(GENERATED_PLANS[budget]);

interface Search {
	readonly job: GenerationJob;
	readonly context: RecipeContext;
	readonly artist: Artist;
	readonly work: JobWork;
	readonly tools: JobTools;
	readonly signal: AbortSignal;
}

/**
 * Searches the likest pictures and keeps each as it is finished. Where neither a draft nor a picture shows one whole
 * face, the first few are kept unscored, and the job says so.
 */
export async function searchPictures(search: Search): Promise<void> {
	const { job, context, work, tools, signal } = search;
	const plan = GENERATED_PLANS[job.budget];
	const [{ candidates: count }] = plan.rungs;
	const candidates = seededCandidates(job.seed, job.look.likeness, count, plan.spread);
	const known = new Map(job.trials.map(({ key, score }) => [key, toVerdict(score)]));
	const spares = new Spares();
	const keyOf = (candidate: SearchCandidate, effort: Effort) =>
		recipeKey(recipeFor(context, candidate, effort));
	try {
		const { results } = await searchLikeness<SearchCandidate, Verdict>(
			plan,
			candidates,
			{
				draw: async (candidate, effort) => {
					const recipe = recipeFor(context, candidate, effort);
					if (effort !== FULL) return draft(search, recipe);
					if (known.get(recipeKey(recipe))?.kind === 'dropped') return NOBODY;
					return finish(search, recipe, spares);
				},
				// Pictures are judged, kept and closed where they are drawn: what the search hands around is what was said.
				score: async (verdict) => verdict,
				release: () => undefined,
				recall: (candidate, effort) => known.get(keyOf(candidate, effort)) ?? null,
				onProgress: ({ fraction }) => work.reach(fraction),
			},
			{ signal },
		);
		if (results.length > 0) return;
		await tools.jobs.change(job.id, () => ({ faceless: true }));
		for (const candidate of candidates.slice(0, UNSCORED)) {
			await finishUnscored(search, recipeFor(context, candidate), spares);
		}
	} finally {
		spares.close();
	}
}

async function draft({ artist, tools, job, signal }: Search, recipe: GeneratedRecipe) {
	const { picture, verdict } = await artist.draw(recipe, 'searching', signal);
	picture.close();
	await note(tools, job, recipe, verdict);
	return verdict;
}

/** Draws a picture and keeps it, unless that was done before an interruption, or no whole face is in it. */
async function finish(
	{ artist, tools, job, signal }: Search,
	recipe: GeneratedRecipe,
	spares: Spares,
): Promise<Verdict> {
	const kept = await findKept(tools, job, recipe);
	if (kept) {
		await noteKept(tools, job, recipe);
		return toVerdict(kept.likeness?.cosine ?? null);
	}
	const judged = await artist.draw(recipe, 'finishing', signal);
	const { picture, verdict } = judged;
	if (verdict.kind === 'dropped') {
		spares.add(recipeKey(recipe), judged);
		await note(tools, job, recipe, verdict);
		return verdict;
	}
	try {
		spares.close();
		await keepPicture(tools, job, recipe, judged, signal);
	} finally {
		picture.close();
	}
	return verdict;
}

async function finishUnscored(
	{ artist, tools, job, signal }: Search,
	recipe: GeneratedRecipe,
	spares: Spares,
): Promise<void> {
	if (await findKept(tools, job, recipe)) return noteKept(tools, job, recipe);
	const judged = spares.take(recipeKey(recipe)) ?? (await artist.draw(recipe, 'finishing', signal));
	try {
		if (showsNothing(readBitmap(judged.picture))) {
			throw new JobError('run-failed', 'the networks of this pack drew nothing');
		}
		await keepPicture(tools, job, recipe, judged, signal);
	} finally {
		judged.picture.close();
	}
}

async function note(
	{ jobs }: JobTools,
	{ id }: GenerationJob,
	recipe: GeneratedRecipe,
	verdict: Verdict,
): Promise<void> {
	const trial = { key: recipeKey(recipe), score: verdict.kind === 'scored' ? verdict.score : null };
	await jobs.change(id, ({ trials }) => ({ trials: [...trials, trial] }));
}

const toVerdict = (score: number | null): Verdict =>
	score === null ? NOBODY : { kind: 'scored', score };

/** Finished pictures without a face: shown only if there will be no others. Owns their bitmaps. */
class Spares {
	readonly #pictures = new Map<string, Judged>();

	add(key: string, judged: Judged): void {
		if (this.#pictures.size < UNSCORED) this.#pictures.set(key, judged);
		else judged.picture.close();
	}

	/** The caller closes it. */
	take(key: string): Judged | null {
		const judged = this.#pictures.get(key) ?? null;
		this.#pictures.delete(key);
		return judged;
	}

	close(): void {
		for (const { picture } of this.#pictures.values()) picture.close();
		this.#pictures.clear();
	}
}
