import { expose, transfer, transferHandlers } from 'comlink';
import type { OnProgress } from '$lib/domain/progress';
import { RuntimeError, type BackendChoice, type RuntimeStatus } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import { createFacePipeline, type FacePipeline } from '$lib/face/pipeline';
import { decodePhoto } from '$lib/image/decode';
import { loadCatalogue, type BuiltinModel } from '$lib/runtime/catalogue';
import { createRuntime } from '$lib/runtime/create-runtime';
import { download } from '$lib/runtime/download';
import { browserSelfTestStore } from '$lib/runtime/self-test-store';
import type { FaceApi } from './api';
import { Jobs } from './jobs';
import { siteRoot } from './site-root';

carryErrors(transferHandlers);

interface Started {
	readonly choice: BackendChoice;
	readonly status: RuntimeStatus;
	readonly pipeline: FacePipeline;
}

/** Share of the start's progress that the runtime takes: its wasm against the models, in bytes. */
const RUNTIME_SHARE = 0.6;

const jobs = new Jobs();
let started: Started | null = null;

const api: FaceApi = {
	start: (job, choice, onProgress) =>
		jobs.run(job, onProgress, async (signal, report) => {
			if (started?.choice !== choice) {
				await started?.pipeline.dispose();
				started = null;
				started = await start(choice, report, signal);
			}
			return started.status;
		}),
	decode: (job, file, name) =>
		jobs.run(job, null, async (signal) => {
			const photo = await decodePhoto(file, name, { signal });
			return transfer(photo, [photo.bitmap]);
		}),
	findFaces: (job, photo, onProgress) =>
		jobs.run(job, onProgress, (signal, report) =>
			closing(photo, () => pipeline().findFaces(photo, { signal, onProgress: report })),
		),
	analyse: (job, photo, face, others, onProgress) =>
		jobs.run(job, onProgress, async (signal, report) => {
			const options = { signal, onProgress: report };
			const result = await closing(photo, () => pipeline().analyse(photo, face, others, options));
			return transfer(result, [result.portrait.rgba.buffer]);
		}),
	idSubject: (job, photo, face, others, onProgress) =>
		jobs.run(job, onProgress, (signal, report) => {
			const options = { signal, onProgress: report };
			return closing(photo, () => pipeline().idSubject(photo, face, others, options));
		}),
	followHead: (job, frame, last, masked) =>
		jobs.run(job, null, (signal) =>
			closing(frame, () => pipeline().followHead(frame, last, masked, { signal })),
		),
	followPortrait: (job, frame, last, side, masked) =>
		jobs.run(job, null, async (signal) => {
			const followed = await closing(frame, () =>
				pipeline().followPortrait(frame, last, side, masked, { signal }),
			);
			return followed && transfer(followed, [followed.portrait.rgba.buffer]);
		}),
	describe: (job, picture, landmarks) =>
		jobs.run(job, null, (signal) =>
			closing(picture, () => pipeline().describe(picture, landmarks, { signal })),
		),
	align: (job, photo, landmarks) =>
		jobs.run(job, null, async () => {
			const rgb = await closing(photo, async () => pipeline().align(photo, landmarks));
			return transfer(rgb, [rgb.buffer]);
		}),
	cancel: (job) => jobs.cancel(job),
	async dispose() {
		await started?.pipeline.dispose();
		started = null;
	},
};

async function start(
	choice: BackendChoice,
	report: OnProgress,
	signal: AbortSignal,
): Promise<Started> {
	const root = siteRoot(self.location.href);
	const catalogue = await readCatalogue(root, signal);
	const runtime = await createRuntime({
		choice,
		models: (name) => {
			const model = catalogue.get(name);
			if (!model) throw new RuntimeError('load-failed', `there is no model ${name}`);
			return { url: `${root}models/${model.file}`, bytes: model.bytes };
		},
		store: browserSelfTestStore,
		onProgress: ({ stage, fraction }) => report({ stage, fraction: RUNTIME_SHARE * fraction }),
		signal,
	});
	const pipeline = createFacePipeline(runtime);
	await pipeline.load(
		({ stage, fraction }) =>
			report({ stage, fraction: RUNTIME_SHARE + (1 - RUNTIME_SHARE) * fraction }),
		signal,
	);
	return { choice, status: runtime.status, pipeline };
}

async function readCatalogue(
	root: string,
	signal: AbortSignal,
): Promise<ReadonlyMap<string, BuiltinModel>> {
	try {
		return await loadCatalogue(async (path) => {
			const bytes = await download(root + path, undefined, signal);
			return JSON.parse(new TextDecoder().decode(bytes));
		});
	} catch (cause) {
		signal.throwIfAborted();
		throw new RuntimeError('load-failed', 'the catalogue of models', { cause });
	}
}

function pipeline(): FacePipeline {
	if (!started) throw new Error('the face worker was not started');
	return started.pipeline;
}

/** The worker's copy of a bitmap is freed as soon as its job is done. */
async function closing<T>(bitmap: ImageBitmap, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} finally {
		bitmap.close();
	}
}

expose(api);
