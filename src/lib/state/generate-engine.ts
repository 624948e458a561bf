import { GenerateClient } from '$lib/bridge/generate-client';
import { loadEngines } from './engines';
import { loadExportClient } from './export-client';
import { generateChoices } from './generate-choices.svelte';
import { judgeWith, type Judge } from './generate-judge';
import { GenerateQueue } from './generate-queue';
import { runJob } from './generate-runner';
import type { JobTools } from './generate-tools';
import { openGallery } from './open-gallery';
import { openGenerate } from './open-generate';
import { settings } from './settings.svelte';

/** The queue of this tab, with the real workers behind it. Throws StorageError. */
export async function createQueue(
	report: JobTools['report'],
	onError: (error: unknown) => void,
): Promise<GenerateQueue> {
	const [{ gallery }, { jobs }] = await Promise.all([openGallery(), openGenerate()]);
	const client = new GenerateClient();
	const tools: JobTools = {
		jobs,
		gallery,
		client,
		judge: judgeLazily,
		encode: {
			png: async (picture) => (await loadExportClient()).encodeBitmap(picture, 'png'),
			grey: async (grey, side) => (await loadExportClient()).encodeGrey(grey, side),
		},
		engine: async () => {
			await Promise.all([settings.load(), generateChoices.load()]);
			return { choice: settings.backend, lowMemory: generateChoices.lowMemory };
		},
		report,
	};
	return new GenerateQueue(jobs, (job, signal) => runJob(job, tools, signal), onError);
}

/** The face models are loaded with the first picture that there is to judge. */
const judgeLazily: Judge = async (picture, reference, signal) => {
	const { face } = await loadEngines();
	await settings.startFaces(face, { signal });
	return judgeWith(face)(picture, reference, signal);
};
