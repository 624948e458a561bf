import { expose, transfer, transferHandlers } from 'comlink';
import { chooseExecutor, type ChosenExecutor } from '$lib/compute/choose-executor';
import { STYLE_IDS, type Recipe } from '$lib/domain/recipe';
import { carryErrors } from '$lib/domain/wire-error';
import { drawnPortrait } from '$lib/instant/drawn-portrait';
import { createStudio, type Studio } from '$lib/instant/studio';
import { STYLES } from '$lib/instant/styles';
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

/** Small enough for a second of one core, large enough that the compiler finds the loops worth its time. */
const WARM_UP = { side: 96, pictures: 2 };

const api: StudioApi = {
	warmUp: (job, prefer) =>
		jobs.run(job, null, async (signal) => {
			const { executor } = await start(prefer);
			const studio = createStudio(executor);
			try {
				studio.open(drawnPortrait(WARM_UP.side));
				for (let seed = 0; seed < WARM_UP.pictures; seed++) {
					const recipe: Recipe = { version: 1, style: STYLE_IDS[0], seed };
					await studio.render(recipe, WARM_UP.side, { signal });
				}
			} finally {
				studio.dispose();
			}
		}),
	open: (job, portrait, prefer) =>
		jobs.run(job, null, async () => {
			const { studio } = await start(prefer);
			studio.open(portrait);
		}),
	follow: (job, portrait, prefer) =>
		jobs.run(job, null, async () => {
			const { studio } = await start(prefer);
			studio.follow(portrait);
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
				likenessMeaningful: STYLES[recipe.style].likenessMeaningful,
				executor: executor.kind,
				milliseconds: performance.now() - begin,
			};
			return transfer(rendering, [picture, cutout.buffer]);
		}),
	matte: (job, side) =>
		jobs.run(job, null, async (signal) => {
			const { studio } = await start();
			const grey = toGrey(await studio.matte(side, { signal }));
			return transfer(grey, [grey.buffer]);
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
