import { releaseProxy } from 'comlink';
import type { OnProgress } from '$lib/domain/progress';
import type { JobId } from './api';

/** The jobs of a worker that run now, so that a cancel finds its job. */
export class Jobs {
	readonly #running = new Map<JobId, AbortController>();

	/** Runs a job with a signal that cancel(job) aborts. @param onProgress a Comlink proxy, let go afterwards */
	async run<T>(
		job: JobId,
		onProgress: OnProgress | null,
		body: (signal: AbortSignal, onProgress: OnProgress) => Promise<T>,
	): Promise<T> {
		const controller = new AbortController();
		this.#running.set(job, controller);
		try {
			return await body(controller.signal, (progress) => onProgress?.(progress));
		} finally {
			this.#running.delete(job);
			release(onProgress);
		}
	}

	cancel(job: JobId): void {
		this.#running.get(job)?.abort();
	}
}

function release(onProgress: OnProgress | null): void {
	const proxy = onProgress as { [releaseProxy]?: () => void } | null;
	proxy?.[releaseProxy]?.();
}
