import type { GeneratedRecipe } from '$lib/domain/generated';
import type { GenerationJob } from '$lib/domain/generation-job';
import type { Candidate } from '$lib/domain/recipe';
import { likenessOf } from '$lib/likeness/calibration';
import type { StoredCandidate } from '$lib/storage/schema';
import type { Judged } from './generate-artist';
import { figureOf } from './generate-pixels';
import { recipeKey } from './generate-recipe';
import type { JobTools } from './generate-tools';

/** Of a job's picture in the gallery: the same again after any interruption, so that none is kept twice. */
export const pictureId = ({ id }: GenerationJob, recipe: GeneratedRecipe): string =>
	`${id}.${recipeKey(recipe)}`;

/** A finished picture, also where the tab died before its job heard of it, or the person has deleted it since. */
export async function findKept(
	{ jobs }: JobTools,
	job: GenerationJob,
	recipe: GeneratedRecipe,
): Promise<StoredCandidate | null> {
	return (await jobs.store.get('candidates', pictureId(job, recipe))) ?? null;
}

/** Puts a picture into the gallery, and then tells the job of it. The bitmap stays the caller's. Throws NotSavedError. */
export async function keepPicture(
	tools: JobTools,
	job: GenerationJob,
	recipe: GeneratedRecipe,
	{ picture, verdict, portrait }: Judged,
	signal: AbortSignal,
): Promise<void> {
	const { gallery, encode } = tools;
	const { width, height } = recipe;
	const [file, cutout] = await Promise.all([
		encode.png(picture),
		portrait && width === height ? encode.grey(figureOf(portrait, recipe), width) : null,
	]);
	signal.throwIfAborted();
	const candidate: Candidate = {
		id: pictureId(job, recipe),
		recipe,
		picture: file,
		cutout,
		width,
		height,
		likeness: verdict.kind === 'scored' ? likenessOf(verdict.score, true) : null,
		createdAt: Date.now(),
	};
	await gallery.save(candidate);
	await noteKept(tools, job, recipe);
}

/** Tells the job of a picture that the gallery has. */
export async function noteKept(
	{ jobs }: JobTools,
	job: GenerationJob,
	recipe: GeneratedRecipe,
): Promise<void> {
	const id = pictureId(job, recipe);
	await jobs.change(job.id, ({ finished }) => ({
		finished: finished.includes(id) ? finished : [...finished, id],
	}));
}
