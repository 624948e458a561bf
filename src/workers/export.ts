import { expose, transferHandlers } from 'comlink';
import { carryErrors } from '$lib/domain/wire-error';
import { encodeBitmap, encodeGrey } from '$lib/image/encode';
import { exportPicture } from '$lib/image/export';
import type { ExportApi } from './api';
import { Jobs } from './jobs';

carryErrors(transferHandlers);

const jobs = new Jobs();

const api: ExportApi = {
	encodeBitmap: (job, bitmap, format, longSide) =>
		jobs.run(job, null, () => encodeBitmap(bitmap, format, longSide).finally(() => bitmap.close())),
	encodeGrey: (job, grey, side) => jobs.run(job, null, () => encodeGrey(grey, side)),
	exportPicture: (job, candidate, options) =>
		jobs.run(job, null, () => exportPicture(candidate, options)),
	cancel: (job) => jobs.cancel(job),
	async dispose() {
		// Nothing outlives a job.
	},
};

expose(api);
