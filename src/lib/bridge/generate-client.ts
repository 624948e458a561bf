import { proxy, type Remote } from 'comlink';
import type { OnProgress } from '$lib/domain/progress';
import type { BackendChoice } from '$lib/domain/runtime';
import type {
	Generated,
	GenerateApi,
	GenerationRequest,
	GenerationStep,
	OpenedPack,
} from '../../workers/api';
import type { CallOptions } from './face-client';
import { rising } from './rising';
import { OPENING_SILENCE_MS, whileHeard } from './silence-watch';
import { WorkerBridge } from './worker-bridge';

export type { Generated, GenerationRequest, GenerationStep, OpenedPack };

export interface OpenPackOptions {
	readonly choice: BackendChoice;
	readonly lowMemory: boolean | 'auto';
}

/** Identities whose faces are kept for a worker that takes the place of a broken one. */
const KEPT_IDENTITIES = 16;

interface Opening {
	readonly pack: string;
	readonly options: OpenPackOptions;
}

/**
 * The generating worker, as the page sees it. Calls wait for each other. When the device is lost or its memory
 * runs out, a fresh worker opens the pack again, works out the identity again, and the call is repeated once; after
 * a lack of memory with one session at a time.
 * Errors: RuntimeError, PackError, RangeError for a recipe that the pack cannot draw, or the signal's reason.
 */
export class GenerateClient {
	readonly #bridge: WorkerBridge<GenerateApi>;
	/** What the last open asked for; null before it succeeded. */
	#opening: Opening | null = null;
	#opened: OpenedPack | null = null;
	/** Faces by the identity that they gave, the last used one last. */
	readonly #faces = new Map<string, readonly Uint8Array[]>();
	/** Those that the present worker has worked out. */
	readonly #known = new Set<string>();
	#saveMemory = false;

	/**
	 * @param spawn for tests: makes another worker of the same API
	 * @param idleMs how long the worker may have nothing to do before it is let go with all that it holds
	 */
	constructor(spawn: () => Worker = spawnGenerateWorker, idleMs = 300_000) {
		this.#bridge = new WorkerBridge<GenerateApi>({
			spawn,
			idleMs,
			// A step may take seconds, and opening the pack again takes more.
			graceMs: 8000,
			restore: async (api, job) => {
				this.#known.clear();
				if (this.#opening) await this.#open(api, job, this.#opening, ignore);
			},
			retry: (error, losses) => {
				if (error.kind === 'out-of-memory') this.#saveMemory = true;
				return losses < 2;
			},
		});
	}

	/** What is open now, or was when the worker was let go: it is opened again when it is needed. */
	get opened(): OpenedPack | null {
		return this.#opened;
	}

	/** Opens an installed pack. Opening what is open costs nothing. */
	async open(
		pack: string,
		options: OpenPackOptions,
		{ signal, onProgress = ignore }: CallOptions = {},
	): Promise<OpenedPack> {
		const opening = { pack, options };
		const report = rising(onProgress);
		return this.#bridge.run(async (api, job) => {
			const opened = await this.#open(api, job, opening, report);
			if (this.#opening?.pack !== pack) this.#forgetIdentities();
			this.#opening = opening;
			return opened;
		}, signal);
	}

	/**
	 * Works out who somebody is, for the open pack. The key is the same for the same faces and pack, in other
	 * workers and sessions too. @param faces ALIGNED_SIDE squares of RGB, of one person
	 */
	identify(faces: readonly Uint8Array[], { signal }: CallOptions = {}): Promise<string> {
		return this.#bridge.run(async (api, job) => {
			const key = await api.identify(job, faces);
			this.#keep(key, faces);
			this.#known.add(key);
			return key;
		}, signal);
	}

	/**
	 * Draws one picture; the caller closes it, and every preview. A cancel takes effect within one step.
	 * @param onStep after every step; steps are told again, from 1, when the call is repeated
	 */
	generate(
		request: GenerationRequest,
		{
			signal,
			onStep = closePreview,
		}: { readonly signal?: AbortSignal; readonly onStep?: (step: GenerationStep) => void } = {},
	): Promise<Generated> {
		return this.#bridge.run(async (api, job) => {
			await this.#recall(api, job, request.identity);
			return api.generate(
				job,
				request,
				proxy((step: GenerationStep) => {
					// What comes after the end belongs to nobody.
					if (signal?.aborted) closePreview(step);
					else onStep(step);
				}),
			);
		}, signal);
	}

	/** Tensors that are alive on the device; for tests of leaks. */
	tensors(): Promise<number> {
		return this.#bridge.run(async (api) => api.tensors());
	}

	/** Ends the worker and all calls; the next call makes another, which opens the pack again. */
	terminate(): void {
		this.#bridge.terminate();
	}

	async #open(
		api: Remote<GenerateApi>,
		job: number,
		{ pack, options }: Opening,
		onProgress: OnProgress,
	): Promise<OpenedPack> {
		const lowMemory = this.#saveMemory || options.lowMemory;
		this.#opened = await whileHeard(OPENING_SILENCE_MS, onProgress, (report) =>
			api.open(job, pack, { ...options, lowMemory }, proxy(report)),
		);
		return this.#opened;
	}

	/** A fresh worker knows nobody. */
	async #recall(api: Remote<GenerateApi>, job: number, key: string | null): Promise<void> {
		if (key === null) return;
		const faces = this.#faces.get(key);
		if (!faces) throw new RangeError('an identity that this pack was never asked about');
		this.#keep(key, faces);
		if (this.#known.has(key)) return;
		await api.identify(job, faces);
		this.#known.add(key);
	}

	#keep(key: string, faces: readonly Uint8Array[]): void {
		this.#faces.delete(key);
		this.#faces.set(key, faces);
		for (const oldest of [...this.#faces.keys()].slice(0, -KEPT_IDENTITIES)) {
			this.#faces.delete(oldest);
		}
	}

	#forgetIdentities(): void {
		this.#faces.clear();
		this.#known.clear();
	}
}

function spawnGenerateWorker(): Worker {
	return new Worker(new URL('../../workers/generate.ts', import.meta.url), {
		type: 'module',
		name: 'generate',
	});
}

const ignore: OnProgress = () => {
	// Nobody asked.
};

function closePreview({ preview }: GenerationStep): void {
	preview?.close();
}
