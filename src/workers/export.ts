import { expose, transferHandlers } from 'comlink';
import { carryErrors } from '$lib/domain/wire-error';
import { exportPicture } from '$lib/image/export';
import type { ExportApi } from './api';
import { Jobs } from './jobs';

carryErrors(transferHandlers);

const jobs = new Jobs();

const api: ExportApi = {
	exportPicture: (job, candidate, options) =>
		jobs.run(job, null, () => exportPicture(candidate, options)),
	cancel: (job) => jobs.cancel(job),
	async dispose() {
		// Nothing outlives a job.
	},
};

expose(api);
