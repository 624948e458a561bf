import type { HubChoice, HubSpeed } from '$lib/bridge/pack-client';
import { HUBS } from '$lib/domain/hubs';
import type { InstallPlan } from '$lib/domain/pack';
import type { PackEntry } from '$lib/domain/pack-catalogue';
import { estimate } from '$lib/storage/open';
import { loadPackClient } from './pack-client';
import { obstaclesOf, type Obstacle } from './pack-device';
import { packFailure, type PackFailure } from './pack-failure';

/** What is told before the first byte of a pack: sizes, terms, whether it fits, from where, how long. */
export class PackOffer {
	readonly pack: PackEntry;
	#hub = $state<HubChoice>('fastest');
	#plan = $state.raw<InstallPlan | null>(null);
	#failure = $state.raw<PackFailure | null>(null);
	#speeds = $state.raw<readonly HubSpeed[] | null>(null);
	#free = $state<number | null>(null);
	#obstacles = $state.raw<readonly Obstacle[] | null>(null);
	#closed = new AbortController();
	#asking = new AbortController();

	readonly #hubIds: ReadonlySet<string>;

	/** @param hubIds of the hubs that serve it */
	constructor(pack: PackEntry, hubIds: ReadonlySet<string>) {
		this.pack = pack;
		this.#hubIds = hubIds;
		void this.#open();
		obstaclesOf(pack.needs).then(
			(obstacles) => (this.#obstacles = obstacles),
			(error: unknown) => {
				console.error(error);
				this.#obstacles = [{ kind: 'no-webgpu' }];
			},
		);
	}

	get hub(): HubChoice {
		return this.#hub;
	}

	/** Null while the repositories are being listed. */
	get plan(): InstallPlan | null {
		return this.#plan;
	}

	/** Why there is no plan. */
	get failure(): PackFailure | null {
		return this.#failure;
	}

	/** Speeds are being measured. */
	get measuring(): boolean {
		return this.#speeds === null;
	}

	/** Where the pack can be had. */
	get hubs() {
		return HUBS.filter(({ id }) => this.#hubIds.has(id)).map(({ id, name }) => {
			const measured = this.#speeds?.find(({ hub }) => hub === id);
			return {
				id,
				name,
				reachable: measured?.reachable ?? true,
				bytesPerSecond: measured?.bytesPerSecond ?? null,
			};
		});
	}

	/** Bytes that may still be stored; null where the browser does not tell. */
	get free(): number | null {
		return this.#free;
	}

	/** Bytes that are missing while it installs; 0 when it fits or nobody knows. */
	get missingBytes(): number {
		if (!this.#plan || this.#free === null) return 0;
		return Math.max(0, this.#plan.peakBytes - this.#free);
	}

	/** Why this device cannot run it; null while it is being looked at. */
	get obstacles(): readonly Obstacle[] | null {
		return this.#obstacles;
	}

	choose(hub: HubChoice): void {
		this.#hub = hub;
		void this.ask();
	}

	/** Lists the repositories anew. Never throws. */
	async ask(): Promise<void> {
		this.#asking.abort();
		const asking = (this.#asking = new AbortController());
		const signal = AbortSignal.any([asking.signal, this.#closed.signal]);
		this.#plan = null;
		this.#failure = null;
		try {
			const client = await loadPackClient();
			const [plan, room] = await Promise.all([
				client.plan(this.pack.id, this.#hub, { signal }),
				estimate(),
			]);
			if (signal.aborted) return;
			this.#plan = plan;
			this.#free = room && Math.max(0, room.quota - room.usage);
		} catch (error) {
			if (!signal.aborted) this.#failure = packFailure(error);
		}
	}

	/** Ends every question. */
	close(): void {
		this.#closed.abort();
	}

	async #open(): Promise<void> {
		const { signal } = this.#closed;
		try {
			const client = await loadPackClient();
			this.#speeds = await client.probe({ signal });
		} catch (error) {
			if (signal.aborted) return;
			console.error(error);
			this.#speeds = []; // the plan says what is wrong
		}
		await this.ask();
	}
}
