import { expose, transfer, transferHandlers } from 'comlink';
import { chooseExecutor, type ChosenExecutor } from '$lib/compute/choose-executor';
import { carryErrors } from '$lib/domain/wire-error';
import { guideChecks } from '$lib/idphoto/guide';
import { customSpec } from '$lib/idphoto/specs/custom';
import { idSpecs } from '$lib/idphoto/specs/specs';
import { createIdStudio, type IdStudio } from '$lib/idphoto/studio';
import type { IdPhotoApi } from './api';
import { pixelsOf } from './bitmap-pixels';
import { Jobs } from './jobs';
import { toGrey } from './pixels';

carryErrors(transferHandlers);

interface Started extends ChosenExecutor {
	readonly studio: IdStudio;
}

const jobs = new Jobs();
let started: Started | null = null;

const api: IdPhotoApi = {
	specs: (job) => jobs.run(job, null, async () => idSpecs()),
	customSpec: (job, size) => jobs.run(job, null, async () => customSpec(size)),
	open: (job, photo, subject, finer) =>
		jobs.run(job, null, async () => {
			const { studio } = await start();
			return studio.open(pixelsOf(photo), subject, finer);
		}),
	guide: (job, frame, subject, spec, detail) =>
		jobs.run(job, null, async () => guideChecks(pixelsOf(frame), subject, spec, detail)),
	fit: (job, spec, mode, adjust) =>
		jobs.run(job, null, async () => (await start()).studio.fit(spec, mode, adjust)),
	render: (job, recipe, correction, onProgress) =>
		jobs.run(job, onProgress, async (signal, report) => {
			const { studio } = await start();
			const picture = await studio.render(recipe, correction, { signal, onProgress: report });
			return transfer(picture, [picture.rgba.buffer]);
		}),
	matte: (job, correction) =>
		jobs.run(job, null, async (signal) => {
			const { studio } = await start();
			const { square, alpha } = await studio.matte(correction, { signal });
			const grey = toGrey(alpha);
			const { width, height } = alpha;
			return transfer({ box: square, width, height, alpha: grey }, [grey.buffer]);
		}),
	cancel: (job) => jobs.cancel(job),
	async dispose() {
		started?.executor.dispose();
		started = null;
	},
};

async function start(): Promise<Started> {
	if (!started) {
		const chosen = await chooseExecutor({ prefer: 'auto' });
		started = { ...chosen, studio: createIdStudio(chosen.executor) };
	}
	return started;
}

expose(api);
