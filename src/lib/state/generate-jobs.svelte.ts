import type { GenerationJob, JobProgress } from '$lib/domain/generation-job';
import type { StoredSource } from '$lib/storage/schema-generate';
import type { GenerateQueue } from './generate-queue';
import type { GenerateStore } from './generate-store';

/** Set once a job was begun here: whoever never had one opens no database for the question. */
const KEY = 'likeness:generate';
/** A tab that draws tells of it more often than this; a silent one may have been closed. */
const SILENCE_MS = 20_000;

/** The jobs of generated avatars, the same in every tab. Lives in the layout: jobs go on while the person browses. */
class GenerateJobs {
	#list = $state.raw<readonly GenerationJob[]>([]);
	#progress = $state.raw<JobProgress | null>(null);
	#preview = $state.raw<ImageBitmap | null>(null);
	#broken = $state.raw<unknown>(null);
	#store: GenerateStore | null = null;
	#queue: GenerateQueue | null = null;
	#opening: Promise<GenerateStore> | null = null;
	#silence: ReturnType<typeof setTimeout> | undefined;

	/** In the order in which they are drawn. */
	get list(): readonly GenerationJob[] {
		return this.#list;
	}

	/** The job that is being drawn, here or in another tab. */
	get running(): GenerationJob | null {
		return this.#list.find(({ status }) => status === 'running') ?? null;
	}

	get waiting(): number {
		return this.#list.filter(({ status }) => status === 'waiting').length;
	}

	/** Of the running job; null until it was heard of. */
	get progress(): JobProgress | null {
		return this.#progress?.job === this.running?.id ? this.#progress : null;
	}

	/** The newest step of the picture that this tab draws. */
	get preview(): ImageBitmap | null {
		return this.#preview;
	}

	/** Why nothing can be drawn at all, such as storage that cannot be read. */
	get broken(): unknown {
		return this.#broken;
	}

	/** Goes on with what an earlier visit left. Returns the function that stops following. */
	follow(): () => void {
		if (wereUsed()) this.open().catch((error: unknown) => console.error(error));
		return () => {
			this.#queue?.close();
			this.#queue = null;
			this.#opening = null;
			clearTimeout(this.#silence);
		};
	}

	/** Lists the jobs and draws those that wait. Throws StorageError. */
	open(): Promise<GenerateStore> {
		this.#opening ??= this.#open().catch((error: unknown) => {
			this.#opening = null;
			this.#broken = error;
			throw error;
		});
		return this.#opening;
	}

	/** They are in the list when this is done. @throws StorageError; nothing was added then */
	async add(jobs: readonly GenerationJob[], source: StoredSource): Promise<void> {
		remember();
		const store = await this.open();
		this.#broken = null;
		await store.add(jobs, source);
		await this.#refresh();
	}

	/** Stops within a step; what was finished and tried is kept. */
	async pause(id: string): Promise<void> {
		const store = await this.open();
		await store.change(id, ({ status }) =>
			status === 'running' || status === 'waiting' ? { status: 'paused' } : {},
		);
		store.channel.send({ type: 'stop', job: id });
	}

	/** Goes on with a job that was stopped or that failed. */
	async resume(id: string): Promise<void> {
		const store = await this.open();
		this.#broken = null;
		await store.change(id, ({ status }) =>
			status === 'paused' || status === 'failed' ? { status: 'waiting', problem: null } : {},
		);
	}

	/** Takes jobs off the list; their pictures stay in the gallery. */
	async remove(ids: readonly string[]): Promise<void> {
		const store = await this.open();
		for (const id of ids) {
			await store.remove(id);
			store.channel.send({ type: 'stop', job: id });
		}
	}

	async #open(): Promise<GenerateStore> {
		const [{ openGenerate }, { createQueue }] = await Promise.all([
			import('./open-generate'),
			import('./generate-engine'),
		]);
		const { jobs, channel } = await openGenerate();
		this.#store = jobs;
		channel.listen((message) => {
			if (message.type === 'jobs') void this.#refresh();
			if (message.type === 'progress') this.#hear(message.progress);
		});
		this.#queue = await createQueue(
			(progress, preview) => {
				channel.send({ type: 'progress', progress });
				if (preview) this.#show(preview);
			},
			(error) => {
				console.error(error);
				this.#broken = error;
			},
		);
		await this.#refresh();
		this.#queue.wake();
		return jobs;
	}

	async #refresh(): Promise<void> {
		try {
			const list = await this.#store!.list();
			this.#list = list;
			if (!this.running) {
				this.#progress = null;
				this.#show(null);
			}
		} catch (error) {
			this.#broken = error;
		}
	}

	#hear(progress: JobProgress): void {
		if (progress.job !== this.#progress?.job || progress.step <= 1) this.#show(null);
		this.#progress = progress;
		clearTimeout(this.#silence);
		this.#silence = setTimeout(() => {
			this.#queue?.wake();
			void this.#refresh();
		}, SILENCE_MS);
	}

	#show(preview: ImageBitmap | null): void {
		this.#preview?.close();
		this.#preview = preview;
	}
}

function wereUsed(): boolean {
	try {
		return localStorage.getItem(KEY) !== null;
	} catch {
		return false; // storage is blocked: nothing can have been kept
	}
}

function remember(): void {
	try {
		localStorage.setItem(KEY, '1');
	} catch {
		// Storage is blocked: adding the job will say so.
	}
}

export const generateJobs = new GenerateJobs();
