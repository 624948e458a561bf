import type { HubChoice, HubSpeed } from '$lib/bridge/pack-client';
import { HUBS } from '$lib/domain/hubs';
import type { InstallPlan } from '$lib/domain/pack';
import type { PackEntry } from '$lib/domain/pack-catalogue';
import { findObstacles, type DeviceFacts, type Obstacle } from '$lib/domain/pack-device';
import { loadPackClient } from './pack-client';
import { deviceFacts } from './pack-device';
import { packFailure, type PackFailure } from './pack-failure';

/** What is told before the first byte of a pack: sizes, terms, whether it fits, from where, how long. */
export class PackOffer {
	readonly pack: PackEntry;
	#hub = $state<HubChoice>('fastest');
	#plan = $state.raw<InstallPlan | null>(null);
	#failure = $state.raw<PackFailure | null>(null);
	#speeds = $state.raw<readonly HubSpeed[] | null>(null);
	#facts = $state.raw<DeviceFacts | null>(null);
	#closed = new AbortController();
	#asking = new AbortController();

	readonly #hubIds: ReadonlySet<string>;

	/** @param hubIds of the hubs that serve it */
	constructor(pack: PackEntry, hubIds: ReadonlySet<string>) {
		this.pack = pack;
		this.#hubIds = hubIds;
		void this.#open();
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
		const storage = this.#facts?.storage;
		return storage ? Math.max(0, storage.quota - storage.usage) : null;
	}

	/** What speaks against it on this device, a full disk included; null while that is not known. */
	get obstacles(): readonly Obstacle[] | null {
		return this.#facts && findObstacles(this.pack.needs, this.#facts, this.#plan?.peakBytes);
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
			const [plan, facts] = await Promise.all([
				client.plan(this.pack.id, this.#hub, { signal }),
				deviceFacts(),
			]);
			if (signal.aborted) return;
			this.#plan = plan;
			this.#facts = facts;
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
