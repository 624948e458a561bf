import { releaseProxy } from 'comlink';
import type { Progress } from '$lib/domain/progress';
import type { JobId } from './api';

/** The jobs of a worker that run now, so that a cancel finds its job. */
export class Jobs {
	readonly #running = new Map<JobId, AbortController>();

	/** Runs a job with a signal that cancel(job) aborts. @param onReport a Comlink proxy, let go afterwards */
	async run<T, Report = Progress>(
		job: JobId,
		onReport: ((report: Report) => void) | null,
		body: (signal: AbortSignal, onReport: (report: Report) => void) => Promise<T>,
	): Promise<T> {
		const controller = new AbortController();
		this.#running.set(job, controller);
		try {
			return await body(controller.signal, (report) => onReport?.(report));
		} finally {
			this.#running.delete(job);
			release(onReport);
		}
	}

	cancel(job: JobId): void {
		this.#running.get(job)?.abort();
	}
}

function release(onReport: unknown): void {
	const proxy = onReport as { [releaseProxy]?: () => void } | null;
	proxy?.[releaseProxy]?.();
}
