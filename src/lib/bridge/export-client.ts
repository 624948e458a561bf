import type { Candidate } from '$lib/domain/recipe';
import type { ExportApi, ExportOptions } from '../../workers/api';
import { WorkerBridge } from './worker-bridge';

export type { ExportOptions };

/** The export worker, as the page sees it: cutting a sticker out takes half a second, in which the page would stand. */
export class ExportClient {
	readonly #bridge = new WorkerBridge<ExportApi>({
		spawn: spawnExportWorker,
		idleMs: 60_000,
		retry: (_, losses) => losses < 2,
	});

	/** An avatar as a file to share. Throws what exportPicture throws, RuntimeError, or the signal's reason. */
	exportPicture(
		candidate: Candidate,
		options: ExportOptions,
		{ signal }: { readonly signal?: AbortSignal } = {},
	): Promise<Blob> {
		return this.#bridge.run((api, job) => api.exportPicture(job, candidate, options), signal);
	}
}

function spawnExportWorker(): Worker {
	return new Worker(new URL('../../workers/export.ts', import.meta.url), {
		type: 'module',
		name: 'export',
	});
}
