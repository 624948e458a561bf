import type { GenerationJob } from '$lib/domain/generation-job';
import type { Progress } from '$lib/domain/progress';
import { Artist } from './generate-artist';
import { findKept, keepPicture, noteKept } from './generate-keep';
import { GeneratePace } from './generate-pace';
import { recipeFor } from './generate-recipe';
import { picturesOf, searchPictures } from './generate-search';
import { JobError, type JobTools } from './generate-tools';
import { JobWork, OPENING_SHARE } from './generate-work';

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
	const { client, jobs, report } = tools;
	const source = await jobs.source(job.source);
	if (!source) throw new JobError('source-missing');
	// 1. Open the pack and work out who it is.
	const opening = { job: job.id, phase: 'opening', step: 0, steps: 0, secondsLeft: null } as const;
	const onProgress = ({ fraction }: Progress) =>
		report({ ...opening, fraction: OPENING_SHARE * fraction }, null);
	report({ ...opening, fraction: 0 }, null);
	const pack = await client.open(job.pack, await tools.engine(), { signal, onProgress });
	const faces = source.faces.map(({ rgb }) => rgb);
	const identity =
		pack.identity && faces.length > 0 ? await client.identify(faces, { signal }) : null;
	// 2. What a picture costs.
	const context = { pack, look: job.look, structure: source.portrait !== null };
	const strength = context.structure ? job.exact?.strength : 1;
	// The same recipe for what is here now: it says of which weights the picture really is.
	const exact = job.exact && {
		...job.exact,
		pack: pack.pack,
		packHash: pack.hash,
		strength: strength ?? 1,
	};
	const pace = await GeneratePace.of(jobs.store, job.pack);
	const full = exact ?? recipeFor(context, { seed: job.seed, likeness: job.look.likeness });
	const work = new JobWork(job.id, full, picturesOf(job), pace);
	const artist = new Artist(tools, source, identity, pace, work);
	// 3. Search, or draw what was asked for.
	if (!exact) return searchPictures({ job, context, artist, work, tools, signal });
	if (await findKept(tools, job, exact)) return noteKept(tools, job, exact);
	const judged = await artist.draw(exact, 'finishing', signal);
	try {
		await keepPicture(tools, job, exact, judged, signal);
	} finally {
		judged.picture.close();
	}
}
