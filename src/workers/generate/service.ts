import { transfer } from 'comlink';
import type { Picture } from '$lib/diffusion/decode';
import type { createRuntime } from '$lib/runtime/create-runtime';
import type { GenerateApi, GenerationRequest, GenerationStep } from '../api';
import { Jobs } from '../jobs';
import { askedFor, closePack, findPack, openPack, type Opened } from './opened';
import { packStore } from '../pack-store';

/** What the generating worker offers, and the pack that is open. */
export interface GenerateService {
	readonly api: GenerateApi;
	/** @throws Error when none is open */
	current(): Opened;
}

/** @param create makes the runtime: the real one, or one that fails when a test says so */
export function createGenerateService(create: typeof createRuntime): GenerateService {
	const jobs = new Jobs();
	let opened: Opened | null = null;

	const api: GenerateApi = {
		open: (job, id, options, onProgress) =>
			jobs.run(job, onProgress, async (signal, report) => {
				const packs = await packStore();
				const found = await findPack(packs, id);
				if (opened?.asked !== askedFor(found.hash, options)) {
					await close();
					opened = await openPack(create, packs, found, options, report, signal);
				}
				report({ stage: 'models', fraction: 1 });
				return opened.described;
			}),
		identify: (job, faces) =>
			jobs.run(job, null, (signal) => current().pipeline.identify(faces, signal)),
		generate: (job, request, onStep) =>
			jobs.run(job, onStep, async (signal, report: (step: GenerationStep) => void) => {
				const { pipeline, described } = current();
				checkPack(request, described);
				const { style } = request.recipe;
				const drawn = await pipeline.draw(
					{ ...request, keepPrompt: style !== null && !style.startsWith('own:') },
					async ({ step, steps, preview }) => {
						const bitmap = preview && (await toBitmap(preview));
						report(transfer({ step, steps, preview: bitmap }, bitmap ? [bitmap] : []));
					},
					signal,
				);
				const picture = await toBitmap(drawn);
				return transfer({ picture, timing: drawn.timing }, [picture]);
			}),
		async tensors() {
			return opened?.runtime.usage().tensors ?? 0;
		},
		cancel: (job) => jobs.cancel(job),
		dispose: () => close(),
	};

	function current(): Opened {
		if (!opened) throw new Error('no pack is open');
		return opened;
	}

	async function close(): Promise<void> {
		const last = opened;
		opened = null;
		if (last) await closePack(last);
	}

	return { api, current };
}

/** A picture must be made by what its recipe says. */
function checkPack({ recipe }: GenerationRequest, { pack, hash }: Opened['described']): void {
	if (recipe.pack === pack && recipe.packHash === hash) return;
	throw new RangeError(
		`a recipe of pack ${recipe.pack} ${recipe.packHash}, open is ${pack} ${hash}`,
	);
}

function toBitmap({ width, height, rgba }: Picture): Promise<ImageBitmap> {
	return createImageBitmap(new ImageData(rgba, width, height));
}
