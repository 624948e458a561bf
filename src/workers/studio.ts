import { expose, transfer, transferHandlers } from 'comlink';
import { chooseExecutor, type ChosenExecutor } from '$lib/compute/choose-executor';
import { carryErrors } from '$lib/domain/wire-error';
import { createStudio, type Studio } from '$lib/instant/studio';
import type { ExecutorChoice, StudioApi } from './api';
import { Jobs } from './jobs';
import { toGrey, toRgba } from './pixels';

carryErrors(transferHandlers);

interface Started extends ChosenExecutor {
	readonly prefer: ExecutorChoice;
	readonly studio: Studio;
}

const jobs = new Jobs();
let started: Started | null = null;

const api: StudioApi = {
	open: (job, portrait, prefer) =>
		jobs.run(job, null, async () => {
			const { studio } = await start(prefer);
			studio.open(portrait);
		}),
	render: (job, recipe, side, onProgress) =>
		jobs.run(job, onProgress, async (signal, report) => {
			const begin = performance.now();
			const { studio, executor } = await start();
			const drawn = await studio.render(recipe, side, { signal, onProgress: report });
			const cutout = toGrey(drawn.cutout);
			const picture = await createImageBitmap(new ImageData(toRgba(drawn.picture), side, side));
			const rendering = {
				side,
				picture,
				cutout,
				fromPortrait: drawn.fromPortrait,
				executor: executor.kind,
				milliseconds: performance.now() - begin,
			};
			return transfer(rendering, [picture, cutout.buffer]);
		}),
	async status() {
		const { executor, reason } = await start();
		return { executor: executor.kind, reason };
	},
	cancel: (job) => jobs.cancel(job),
	async dispose() {
		stop();
	},
};

/** Chooses what draws, once; again only when another preference is told. */
async function start(prefer = started?.prefer ?? 'auto'): Promise<Started> {
	if (started?.prefer === prefer) return started;
	stop();
	const chosen = await chooseExecutor({ prefer });
	started = { ...chosen, prefer, studio: createStudio(chosen.executor) };
	return started;
}

function stop(): void {
	started?.studio.dispose();
	started?.executor.dispose();
	started = null;
}

expose(api);
