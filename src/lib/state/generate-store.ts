import {
	GENERATE_CHANNEL,
	isOpen,
	type GenerateMessage,
	type GenerationJob,
} from '$lib/domain/generation-job';
import type { StoredSource } from '$lib/storage/schema-generate';
import type { Store } from '$lib/storage/store';

/** A job that another tab removed meanwhile. */
class GoneError extends Error {}

/** Tells this tab's listeners and every other tab's. */
export class GenerateChannel {
	readonly #channel = new BroadcastChannel(GENERATE_CHANNEL);
	readonly #listeners = new Set<(message: GenerateMessage) => void>();

	constructor() {
		this.#channel.onmessage = ({ data }: MessageEvent<GenerateMessage>) => this.#tell(data);
	}

	/** Returns the function that ends it. */
	listen(listener: (message: GenerateMessage) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	send(message: GenerateMessage): void {
		this.#channel.postMessage(message);
		this.#tell(message);
	}

	close(): void {
		this.#channel.close();
		this.#listeners.clear();
	}

	#tell(message: GenerateMessage): void {
		for (const listener of this.#listeners) listener(message);
	}
}

/** The jobs of this device and what they keep of photos. Methods throw StorageError. */
export class GenerateStore {
	constructor(
		readonly store: Store,
		readonly channel: GenerateChannel,
	) {}

	/** In the order in which they are drawn. */
	async list(): Promise<GenerationJob[]> {
		const jobs = await this.store.values('generateJobs');
		return jobs.sort((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1));
	}

	async get(id: string): Promise<GenerationJob | null> {
		return (await this.store.get('generateJobs', id)) ?? null;
	}

	/** Puts jobs and what they need of the photo on disk together. */
	async add(jobs: readonly GenerationJob[], source: StoredSource): Promise<void> {
		await this.store.write([
			{ store: 'generateSources', key: source.id, value: source },
			...jobs.map((job) => ({ store: 'generateJobs', key: job.id, value: job }) as const),
		]);
		this.channel.send({ type: 'jobs' });
	}

	async source(id: string): Promise<StoredSource | null> {
		return (await this.store.get('generateSources', id)) ?? null;
	}

	/** @returns the job as it is now; null when it was removed */
	async change(
		id: string,
		change: (job: GenerationJob) => Partial<GenerationJob>,
	): Promise<GenerationJob | null> {
		try {
			const changed = await this.store.update('generateJobs', id, (job) => {
				if (!job) throw new GoneError();
				return { ...job, ...change(job) };
			});
			this.channel.send({ type: 'jobs' });
			return changed;
		} catch (error) {
			if (error instanceof GoneError) return null;
			throw error;
		}
	}

	/** Takes a job off the list; its pictures stay in the gallery. */
	async remove(id: string): Promise<void> {
		await this.store.write([{ store: 'generateJobs', key: id }]);
		await this.forgetSources();
		this.channel.send({ type: 'jobs' });
	}

	/** Forgets what was kept of photos that no open job needs. */
	async forgetSources(): Promise<void> {
		const [jobs, sources] = await Promise.all([this.list(), this.store.keys('generateSources')]);
		const needed = new Set(jobs.filter(isOpen).map(({ source }) => source));
		const gone = sources.filter((id) => !needed.has(id));
		if (gone.length === 0) return;
		await this.store.write(gone.map((key) => ({ store: 'generateSources', key })));
	}
}
