import type { Portrait } from '$lib/domain/face';
import type { Recipe } from '$lib/domain/recipe';
import { RuntimeError } from '$lib/domain/runtime';
import type { CallOptions } from './face-client';
import { StudioClient, type ExecutorStatus, type Rendering } from './studio-client';

interface PoolOptions {
	/** Workers that may draw at once where the CPU draws; by the device when absent. */
	readonly workers?: number;
	/** How long a helper may have nothing to do before it is let go with its memory. */
	readonly idleMs?: number;
	/** For tests: makes another worker of the same API. */
	readonly spawn?: () => Worker;
	readonly prefer?: 'auto' | 'cpu';
}

/**
 * Draws several avatars of one portrait at a time where the CPU draws: the first worker is there all the
 * time, helpers come when there is more to draw, open the same portrait, and go when there is not.
 * A GPU is one, and so is its worker.
 * Errors: as StudioClient's.
 */
export class StudioPool {
	readonly #first: StudioClient;
	readonly #makeHelper: () => StudioClient;
	readonly #helpers: StudioClient[] = [];
	/** Portrait that a helper has open. */
	readonly #opened = new Map<StudioClient, Portrait>();
	/** Clients that draw now. */
	readonly #busy = new Set<StudioClient>();
	readonly #workers: number;
	#portrait: Portrait | null = null;
	#warmingUp: AbortController | null = null;
	#hands = 1;
	/** Several workers proved too much for this device. */
	#overburdened = false;

	constructor({ workers = workersOf(navigator), idleMs = 5000, spawn, prefer }: PoolOptions = {}) {
		this.#first = new StudioClient(prefer, spawn);
		this.#makeHelper = () => new StudioClient('cpu', spawn, idleMs);
		this.#workers = workers;
	}

	/** Renderings that are drawn at once; more than that wait for each other. */
	get hands(): number {
		return this.#hands;
	}

	/** Lets the first worker practise until a portrait comes. Never throws: the first drawing would tell. */
	async warmUp(): Promise<void> {
		if (this.#portrait || this.#warmingUp) return;
		this.#warmingUp = new AbortController();
		const { signal } = this.#warmingUp;
		try {
			await this.#first.warmUp({ signal });
		} catch (error) {
			if (!signal.aborted) console.warn('The studio could not warm up.', error);
		}
	}

	/**
	 * Copied to the workers, and kept here for their successors. Replaces the one before; the same portrait
	 * again stays open with all that was prepared.
	 */
	async open(portrait: Portrait, options: CallOptions = {}): Promise<void> {
		options.signal?.throwIfAborted();
		if (portrait === this.#portrait) return;
		this.#warmingUp?.abort();
		this.#portrait = null;
		this.#hands = 1;
		await this.#first.open(portrait, options);
		this.#portrait = portrait;
	}

	/** The same person a moment later: the matte of the open portrait serves on. For one drawing at a time. */
	async follow(portrait: Portrait, options: CallOptions = {}): Promise<void> {
		options.signal?.throwIfAborted();
		if (!this.#portrait) return this.open(portrait, options);
		this.#portrait = null;
		this.#hands = 1;
		await this.#first.follow(portrait, options);
		this.#portrait = portrait;
	}

	/**
	 * Draws the open portrait. The caller closes the picture. The first picture of a portrait is drawn alone,
	 * so that nothing slows it down.
	 */
	async render(recipe: Recipe, side: number, options: CallOptions = {}): Promise<Rendering> {
		const portrait = this.#portrait;
		const helper = this.#busy.has(this.#first) ? this.#freeHelper() : undefined;
		if (!helper || !portrait) {
			const rendering = await this.#with(this.#first, () =>
				this.#first.render(recipe, side, options),
			);
			const mayShare = rendering.executor === 'cpu' && !this.#overburdened;
			if (portrait === this.#portrait) this.#hands = mayShare ? this.#workers : 1;
			return rendering;
		}
		try {
			return await this.#with(helper, async () => {
				if (this.#opened.get(helper) !== portrait) await helper.open(portrait, options);
				this.#opened.set(helper, portrait);
				return helper.render(recipe, side, options);
			});
		} catch (error) {
			if (!(error instanceof RuntimeError)) throw error;
			// The device cannot bear so many: the first worker does it alone from now on.
			console.warn('A helper of the studio is given up.', error);
			this.#overburdened = true;
			this.#hands = 1;
			return this.#first.render(recipe, side, options);
		}
	}

	/** The refined matte of the open portrait: side x side, 0..255. */
	matte(side: number, options: CallOptions = {}): Promise<Uint8ClampedArray<ArrayBuffer>> {
		return this.#first.matte(side, options);
	}

	status(options: CallOptions = {}): Promise<ExecutorStatus> {
		return this.#first.status(options);
	}

	/** Ends the workers and all calls; the next call makes others. */
	terminate(): void {
		for (const client of [this.#first, ...this.#helpers]) client.terminate();
	}

	/** A helper with nothing to do, a new one where there may be more, or undefined. */
	#freeHelper(): StudioClient | undefined {
		if (this.#hands === 1) return undefined;
		const free = this.#helpers.find((helper) => !this.#busy.has(helper));
		if (free) return free;
		if (this.#helpers.length + 1 >= this.#hands) return undefined;
		const helper = this.#makeHelper();
		this.#helpers.push(helper);
		return helper;
	}

	async #with<T>(client: StudioClient, work: () => Promise<T>): Promise<T> {
		this.#busy.add(client);
		try {
			return await work();
		} finally {
			this.#busy.delete(client);
		}
	}
}

/** Gigabytes that a device is taken to have when it does not tell. */
const USUAL_MEMORY = 4;

/**
 * Workers for a device's processor and memory: one core stays free for the page and the face worker where
 * there are more than two, and a worker takes its share of the memory.
 */
export function workersOf({
	hardwareConcurrency: cores,
	deviceMemory = USUAL_MEMORY,
}: {
	readonly hardwareConcurrency: number;
	readonly deviceMemory?: number;
}): number {
	const idle = cores > 2 ? cores - 1 : cores;
	return Math.max(1, Math.min(4, idle, Math.floor(deviceMemory / 2)));
}
