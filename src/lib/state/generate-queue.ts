import { GENERATE_LOCK, type GenerationJob } from '$lib/domain/generation-job';
import { RuntimeError } from '$lib/domain/runtime';
import type { GenerateStore } from './generate-store';
import { describeFailure } from './generate-tools';
import { stayAwake } from './stay-awake';

/** Attempts in a row that may break the device without a draft or a picture to show for it. */
const FRUITLESS = 3;

type Run = (job: GenerationJob, signal: AbortSignal) => Promise<void>;

/**
 * Draws the waiting jobs, one after the other, in one tab at a time. A tab that dies leaves the rest to the next one
 * that is open or opened; everything that was finished is on disk by then.
 */
export class GenerateQueue {
	#current: { readonly id: string; readonly stop: AbortController } | null = null;
	#asked = false;
	/** Something was asked for while the answer was no longer sure to see it. */
	#again = false;
	readonly #end = new AbortController();

	/**
	 * @param run draws one job to its end
	 * @param lock name of the Web Lock; tests use their own
	 * @param onError hears of a failure of the queue itself, such as storage that cannot be read
	 */
	constructor(
		private readonly jobs: GenerateStore,
		private readonly run: Run,
		private readonly onError: (error: unknown) => void,
		private readonly lock: string = GENERATE_LOCK,
	) {
		const stop = jobs.channel.listen((message) => {
			if (message.type === 'stop' && this.#current?.id === message.job) this.#current.stop.abort();
			if (message.type === 'jobs') this.wake();
		});
		this.#end.signal.addEventListener('abort', stop);
	}

	/** Whether this tab draws now. */
	get drawing(): string | null {
		return this.#current?.id ?? null;
	}

	/** Draws what waits, once no other tab draws. */
	wake(): void {
		if (this.#end.signal.aborted) return;
		if (this.#asked) {
			this.#again = true;
			return;
		}
		this.#asked = true;
		this.#again = false;
		void this.#work()
			.catch((error: unknown) => {
				if (!this.#end.signal.aborted) this.onError(error);
			})
			.finally(() => {
				this.#asked = false;
				if (this.#again) this.wake();
			});
	}

	/** Stops for good, as when the tab is closed: what was being drawn waits for another tab. */
	close(): void {
		this.#end.abort();
		this.#current?.stop.abort();
	}

	async #work(): Promise<void> {
		for (;;) {
			if (!(await this.#isWaiting())) return;
			const { signal } = this.#end;
			await navigator.locks.request(this.lock, { signal }, () => this.#drain());
			if (signal.aborted) return;
		}
	}

	/** With the lock held, nobody draws: jobs that say so were left by a tab that died. */
	async #drain(): Promise<void> {
		for (const { id, status } of await this.jobs.list()) {
			if (status === 'running') await this.jobs.change(id, () => ({ status: 'waiting' }));
		}
		await this.jobs.forgetSources();
		while (!this.#end.signal.aborted) {
			const next = (await this.jobs.list()).find(({ status }) => status === 'waiting');
			if (!next) return;
			await this.#draw(next.id);
		}
	}

	async #draw(id: string): Promise<void> {
		const stop = new AbortController();
		this.#current = { id, stop };
		if (this.#end.signal.aborted) stop.abort();
		try {
			const job = await this.jobs.change(id, ({ status }) =>
				status === 'waiting' ? { status: 'running', problem: null } : {},
			);
			if (job?.status !== 'running') return; // paused or removed a moment ago
			await stayAwake().during(() => this.#persist(id, stop.signal));
			await this.jobs.change(id, ({ status }) => (status === 'running' ? { status: 'done' } : {}));
			await this.jobs.forgetSources();
		} catch (error) {
			if (stop.signal.aborted) return; // its record says what it is now
			const problem = describeFailure(error);
			await this.jobs.change(id, ({ status }) =>
				status === 'running' ? { status: 'failed', problem } : {},
			);
		} finally {
			this.#current = null;
		}
	}

	/** Goes on after a broken device, as long as that leads anywhere. */
	async #persist(id: string, signal: AbortSignal): Promise<void> {
		let before = -1;
		for (let fruitless = 0; ; fruitless++) {
			const job = await this.jobs.get(id);
			if (!job) return;
			const there = job.trials.length + job.finished.length;
			if (there > before) fruitless = 0;
			before = there;
			try {
				return await this.run(job, signal);
			} catch (error) {
				const broken = error instanceof RuntimeError && error.poisoned;
				if (!broken || signal.aborted || fruitless + 1 >= FRUITLESS) throw error;
			}
		}
	}

	async #isWaiting(): Promise<boolean> {
		return (await this.jobs.list()).some(({ status }) => ['waiting', 'running'].includes(status));
	}
}
