import type { OpenedPack } from '$lib/bridge/generate-client';
import type { GeneratedRecipe } from '$lib/domain/generated';
import type { GenerationJob } from '$lib/domain/generation-job';
import type { Candidate } from '$lib/domain/recipe';
import { likenessOf } from '$lib/likeness/calibration';
import { Artist, type Judged } from './generate-artist';
import { GeneratePace } from './generate-pace';
import { figureOf } from './generate-pixels';
import { draftRecipe, finalRecipe, recipeKey, type RecipeContext } from './generate-recipe';
import { draftsOf, findLikest, FINALS } from './generate-search';
import { JobError, type JobTools } from './generate-tools';
import { JobWork } from './generate-work';

/**
 * Draws a job until all its pictures are in the gallery. Goes on where it was left: drafts that were scored and
 * pictures that were finished are not drawn again. Every picture is in the gallery before the job tells of it.
 * Throws the signal's reason, JobError, or what client, gallery and store throw.
 */
export async function runJob(
	job: GenerationJob,
	tools: JobTools,
	signal: AbortSignal,
): Promise<void> {
	const source = await tools.jobs.source(job.source);
	if (!source) throw new JobError('source-missing');
	// 1. Open the pack and work out who it is.
	const opening = { phase: 'opening', fraction: 0, step: 0, steps: 0, secondsLeft: null } as const;
	tools.report({ job: job.id, ...opening }, null);
	const pack = await tools.client.open(job.pack, await tools.engine(), { signal });
	const faces = source.faces.map(({ rgb }) => rgb);
	const identity =
		pack.identity && faces.length > 0 ? await tools.client.identify(faces, { signal }) : null;
	// 2. Find the likest, or take what was asked for.
	const context = { pack, look: job.look, structure: source.portrait !== null };
	const pace = await GeneratePace.of(tools.jobs.store, job.pack);
	const example = { seed: job.seed };
	const work = new JobWork(
		job.id,
		draftRecipe(context, example),
		job.exact ?? finalRecipe(context, example),
		pace,
	);
	work.left(job.exact ? 0 : draftsOf(job.budget), job.exact ? 1 : FINALS);
	const artist = new Artist(tools, source, identity, pace, work);
	const recipes = job.exact
		? [exactRecipe(job.exact, pack, context)]
		: await search(job, context, artist, work, tools, signal);
	// 3. Finish them, best first.
	for (const [index, recipe] of recipes.entries()) {
		const id = `${job.id}.${recipeKey(recipe)}`;
		work.left(0, recipes.length - index);
		if (!(await isFinished(tools, job, id))) {
			const judged = await artist.draw(recipe, 'finishing', 1, signal);
			await keep(id, recipe, judged, tools, signal);
		}
		await tools.jobs.change(job.id, ({ finished }) => ({
			finished: finished.includes(id) ? finished : [...finished, id],
		}));
		work.finish('final');
	}
}

/** Tries drafts, noting each, and returns the recipes of the pictures to finish. */
async function search(
	job: GenerationJob,
	context: RecipeContext,
	artist: Artist,
	work: JobWork,
	{ jobs }: JobTools,
	signal: AbortSignal,
): Promise<GeneratedRecipe[]> {
	const known = new Map(job.trials.map(({ key, score }) => [key, score]));
	const found = await findLikest(job, context, async (recipe) => {
		signal.throwIfAborted();
		const key = recipeKey(recipe);
		let score = known.get(key);
		if (score === undefined) {
			const { picture, verdict } = await artist.draw(recipe, 'searching', 0, signal);
			picture.close();
			const cosine = verdict.kind === 'face' ? verdict.cosine : null;
			score = cosine;
			known.set(key, cosine);
			await jobs.change(job.id, ({ trials }) => ({ trials: [...trials, { key, score: cosine }] }));
		}
		work.finish('draft');
		return score;
	});
	if (found.faceless !== job.faceless) {
		await jobs.change(job.id, () => ({ faceless: found.faceless }));
	}
	return found.variations.map((variation) => finalRecipe(context, variation));
}

/** The same recipe for what is here now: it says of which weights the picture really is. */
function exactRecipe(
	recipe: GeneratedRecipe,
	pack: OpenedPack,
	{ structure }: RecipeContext,
): GeneratedRecipe {
	const strength = structure ? recipe.strength : 1;
	return { ...recipe, pack: pack.pack, packHash: pack.hash, strength };
}

/** Also when the tab died between gallery and job, or the person has deleted the picture since. */
async function isFinished(
	{ jobs }: JobTools,
	{ finished }: GenerationJob,
	id: string,
): Promise<boolean> {
	return finished.includes(id) || (await jobs.store.get('candidates', id)) !== undefined;
}

async function keep(
	id: string,
	recipe: GeneratedRecipe,
	{ picture, verdict }: Judged,
	{ gallery, encode }: JobTools,
	signal: AbortSignal,
): Promise<void> {
	try {
		const { width, height } = recipe;
		const file = await encode.png(picture);
		const figure = verdict.kind === 'face' && width === height;
		const cutout = figure ? await encode.grey(figureOf(verdict.portrait, recipe), width) : null;
		signal.throwIfAborted();
		const candidate: Candidate = {
			id,
			recipe,
			picture: file,
			cutout,
			width,
			height,
			likeness: verdict.kind === 'face' ? likenessOf(verdict.cosine, true) : null,
			createdAt: Date.now(),
		};
		await gallery.save(candidate);
	} finally {
		picture.close();
	}
}
