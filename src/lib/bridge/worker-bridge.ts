import { transferHandlers, wrap, type Remote } from 'comlink';
import { RuntimeError } from '$lib/domain/runtime';
import { carryErrors } from '$lib/domain/wire-error';
import type { JobId } from '../../workers/api';

carryErrors(transferHandlers);

/** What every worker's API has. */
export interface WorkerApi {
	cancel(job: JobId): void;
	dispose(): Promise<void>;
}

export interface BridgeOptions<Api extends WorkerApi> {
	/** Makes the worker; called when there is something to do and none is there. */
	readonly spawn: () => Worker;
	/** Brings a fresh worker to where the last one was, before the job that it was made for. */
	readonly restore?: (api: Remote<Api>, job: JobId) => Promise<unknown>;
	/**
	 * Called when a job broke its worker; the next one will be fresh. True runs the job again in it.
	 * @param losses how many workers broke since a job last succeeded
	 */
	readonly retry?: (error: RuntimeError, losses: number) => boolean;
	/** How long a cancelled job may take to settle before its worker is terminated. */
	readonly graceMs?: number;
	/** How long a worker may have nothing to do before it is let go, with all the memory that it holds. */
	readonly idleMs?: number;
}

interface Running<Api> {
	readonly worker: Worker;
	readonly api: Remote<Api>;
	/** Rejects when the worker breaks or is terminated: Comlink alone would wait for ever. */
	readonly broken: Promise<never>;
	readonly breakWith: (error: unknown) => void;
}

/**
 * Owns one worker: makes it when it is needed, gives it one job at a time, replaces it when it broke,
 * and lets it go when nobody needs it.
 */
export class WorkerBridge<Api extends WorkerApi> {
	readonly #options: BridgeOptions<Api>;
	#running: Running<Api> | undefined;
	#queue: Promise<unknown> = Promise.resolve();
	#nextJob: JobId = 1;
	#losses = 0;
	#waiting = 0;
	#terminations = 0;
	#idle: ReturnType<typeof setTimeout> | undefined;

	constructor(options: BridgeOptions<Api>) {
		this.#options = options;
	}

	/**
	 * Queues a job. When the signal aborts, the promise rejects at once with its reason: a job that waits
	 * is dropped, a running one is cancelled, and its worker terminated when it does not stop in time.
	 * @param body calls the API with this job id; it may be called again when a worker broke, so what it
	 *   transfers must be made inside it
	 */
	async run<T>(
		body: (api: Remote<Api>, job: JobId) => Promise<T>,
		signal?: AbortSignal,
	): Promise<T> {
		signal?.throwIfAborted();
		clearTimeout(this.#idle);
		this.#waiting++;
		const terminations = this.#terminations;
		const turn = this.#queue.then(() => {
			signal?.throwIfAborted();
			if (this.#terminations > terminations) throw terminated();
			return this.#attempt(body, signal);
		});
		this.#queue = turn
			.catch(() => {
				// Its caller has the failure; the queue goes on.
			})
			.finally(() => this.#settled());
		return rejectOnAbort(turn, signal);
	}

	/** Terminates the worker; jobs that run or wait reject with an AbortError. A later job makes a new one. */
	terminate(): void {
		this.#terminations++;
		clearTimeout(this.#idle);
		this.#drop(terminated());
	}

	async #attempt<T>(
		body: (api: Remote<Api>, job: JobId) => Promise<T>,
		signal?: AbortSignal,
	): Promise<T> {
		for (;;) {
			try {
				const result = await this.#once(body, signal);
				this.#losses = 0;
				return result;
			} catch (error) {
				if (!(error instanceof RuntimeError && breaks(error))) throw error;
				console.warn('A worker is replaced.', error);
				this.#drop(error);
				this.#losses++;
				const again = this.#options.retry?.(error, this.#losses) ?? false;
				if (!again || signal?.aborted) throw error;
			}
		}
	}

	async #once<T>(
		body: (api: Remote<Api>, job: JobId) => Promise<T>,
		signal?: AbortSignal,
	): Promise<T> {
		const job = this.#nextJob++;
		const fresh = !this.#running;
		const running = (this.#running ??= this.#spawn());
		const settled = new AbortController();
		signal?.addEventListener('abort', () => this.#cancel(running, job, settled.signal), {
			signal: settled.signal,
		});
		try {
			const work = (async () => {
				if (fresh) await this.#restore(running, job);
				signal?.throwIfAborted();
				return body(running.api, job);
			})();
			const result = await Promise.race([work, running.broken]);
			if (signal?.aborted) closeBitmaps(result);
			return result;
		} finally {
			settled.abort();
		}
	}

	async #restore(running: Running<Api>, job: JobId): Promise<void> {
		try {
			await this.#options.restore?.(running.api, job);
		} catch (error) {
			// A worker without its state is of no use to the next job either.
			this.#drop(error);
			throw error;
		}
	}

	#cancel({ api, worker }: Running<Api>, job: JobId, settled: AbortSignal): void {
		void (api as unknown as Remote<WorkerApi>).cancel(job);
		const timer = setTimeout(() => {
			if (this.#running?.worker !== worker) return;
			this.#drop(new DOMException('the job did not stop', 'AbortError'));
		}, this.#options.graceMs ?? 2000);
		settled.addEventListener('abort', () => clearTimeout(timer));
	}

	#spawn(): Running<Api> {
		const worker = this.#options.spawn();
		const { promise: broken, reject: breakWith } = Promise.withResolvers<never>();
		broken.catch(() => {
			// Heard by the job that runs, if one does.
		});
		const running = { worker, api: wrap<Api>(worker), broken, breakWith };
		const crash = (detail: string) => {
			if (this.#running === running) this.#drop(new RuntimeError('worker-crashed', detail));
		};
		worker.addEventListener('error', (event) => {
			event.preventDefault();
			crash(event.message || 'it did not load');
		});
		worker.addEventListener('messageerror', () => crash('a message could not be read'));
		return running;
	}

	#drop(reason: unknown): void {
		const running = this.#running;
		if (!running) return;
		this.#running = undefined;
		running.breakWith(reason);
		running.worker.terminate();
	}

	#settled(): void {
		this.#waiting--;
		if (this.#waiting > 0 || !this.#running) return;
		this.#idle = setTimeout(() => this.#drop(terminated()), this.#options.idleMs ?? 120_000);
	}
}

/** Failures after which the worker that had them is of no use. */
function breaks(error: RuntimeError): boolean {
	return error.poisoned || error.kind === 'out-of-memory';
}

function terminated(): DOMException {
	return new DOMException('the worker was terminated', 'AbortError');
}

function rejectOnAbort<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
	if (!signal) return promise;
	const settled = new AbortController();
	return new Promise<T>((resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason), { signal: settled.signal });
		promise.then(resolve, reject).finally(() => settled.abort());
	});
}

/** Frees the pictures of a result that nobody waits for any more. */
function closeBitmaps(result: unknown): void {
	const values = typeof result === 'object' && result ? [result, ...Object.values(result)] : [];
	for (const value of values) if (value instanceof ImageBitmap) value.close();
}
