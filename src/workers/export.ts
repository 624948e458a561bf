import { expose, transferHandlers } from 'comlink';
import { carryErrors } from '$lib/domain/wire-error';
import { animate } from '$lib/image/animation/gif';
import { encodeBitmap, encodeGrey, encodePixels, readPixels } from '$lib/image/encode';
import { writeIdFile } from '$lib/idphoto/file/id-file';
import { writeIdSheet } from '$lib/idphoto/file/id-sheet';
import { cardSheets } from '$lib/image/card/card-sheet';
import { drawCard } from '$lib/image/card/draw-card';
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
	animate: (job, picture, kind) =>
		jobs.run(job, null, async (signal) => animate(await readPixels(picture), kind, signal)),
	drawCard: (job, art, rarity, words) =>
		jobs.run(job, null, async () => {
			const bitmap = await createImageBitmap(art);
			try {
				return await drawCard(bitmap, rarity, words).convertToBlob({ type: 'image/png' });
			} finally {
				bitmap.close();
			}
		}),
	cardSheets: (job, cards, options) =>
		jobs.run(job, null, (signal) => cardSheets(cards, options, signal)),
	writeIdFile: (job, pixels, spec, options) =>
		jobs.run(job, null, (signal) =>
			writeIdFile(pixels, spec, { ...options, encode: encodePixels }, signal),
		),
	writeIdSheet: (job, items, options) =>
		jobs.run(job, null, () => writeIdSheet(items, options, encodePixels)),
	cancel: (job) => jobs.cancel(job),
	async dispose() {
		// Nothing outlives a job.
	},
};

expose(api);
