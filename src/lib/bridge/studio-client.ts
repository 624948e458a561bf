import { proxy, type Remote } from 'comlink';
import type { Portrait } from '$lib/domain/face';
import type { Recipe } from '$lib/domain/recipe';
import type {
	ExecutorChoice,
	ExecutorStatus,
	JobId,
	Rendering,
	StudioApi,
} from '../../workers/api';
import type { CallOptions } from './face-client';
import { rising } from './rising';
import { WorkerBridge } from './worker-bridge';

export type { ExecutorChoice, ExecutorStatus, Rendering };

/**
 * The studio worker, as the page sees it. Calls wait for each other. When the GPU fails in the middle of
 * a drawing, a fresh worker opens the portrait again and draws on the CPU.
 * Errors: RuntimeError, or the signal's reason.
 */
export class StudioClient {
	readonly #bridge: WorkerBridge<StudioApi>;
	#portrait: Portrait | null = null;
	#prefer: ExecutorChoice;
	#gpuFailed = false;

	/**
	 * @param spawn for tests: makes another worker of the same API
	 * @param idleMs how long the worker may have nothing to do before it is let go; the bridge's own when absent
	 */
	constructor(
		prefer: ExecutorChoice = 'auto',
		spawn: () => Worker = spawnStudioWorker,
		idleMs?: number,
	) {
		this.#prefer = prefer;
		this.#bridge = new WorkerBridge<StudioApi>({
			spawn,
			idleMs,
			restore: (api, job) => this.#restore(api, job),
			retry: (error, losses) => {
				// Only a GPU loses devices, refuses shaders and says that it has no memory.
				if (error.kind !== 'worker-crashed') {
					this.#prefer = 'cpu';
					this.#gpuFailed = true;
				}
				return losses < 2;
			},
		});
	}

	/** Lets the worker practise on a small drawing, see StudioApi. */
	warmUp({ signal }: CallOptions = {}): Promise<void> {
		return this.#bridge.run((api, job) => api.warmUp(job, this.#prefer), signal);
	}

	/** Copied to the worker, and kept here for the worker's successor. Replaces the one before. */
	async open(portrait: Portrait, { signal }: CallOptions = {}): Promise<void> {
		await this.#bridge.run(async (api, job) => {
			this.#portrait = portrait;
			await api.open(job, portrait, this.#prefer);
		}, signal);
	}

	/** The same person a moment later, see StudioApi. */
	async follow(portrait: Portrait, { signal }: CallOptions = {}): Promise<void> {
		await this.#bridge.run(async (api, job) => {
			this.#portrait = portrait;
			await api.follow(job, portrait, this.#prefer);
		}, signal);
	}

	/** Draws the open portrait. The caller closes the picture. */
	render(
		recipe: Recipe,
		side: number,
		{ signal, onProgress }: CallOptions = {},
	): Promise<Rendering> {
		const report = rising((progress) => onProgress?.(progress));
		return this.#bridge.run((api, job) => api.render(job, recipe, side, proxy(report)), signal);
	}

	/** The refined matte of the open portrait: side x side, 0..255. */
	matte(side: number, { signal }: CallOptions = {}): Promise<Uint8ClampedArray<ArrayBuffer>> {
		return this.#bridge.run((api, job) => api.matte(job, side), signal);
	}

	async status({ signal }: CallOptions = {}): Promise<ExecutorStatus> {
		const status = await this.#bridge.run(async (api) => api.status(), signal);
		return this.#gpuFailed ? { ...status, reason: 'device-lost' } : status;
	}

	/** Ends the worker and all calls; the next call makes another. */
	terminate(): void {
		this.#bridge.terminate();
	}

	async #restore(api: Remote<StudioApi>, job: JobId): Promise<void> {
		if (this.#portrait) await api.open(job, this.#portrait, this.#prefer);
	}
}

function spawnStudioWorker(): Worker {
	return new Worker(new URL('../../workers/studio.ts', import.meta.url), {
		type: 'module',
		name: 'studio',
	});
}
