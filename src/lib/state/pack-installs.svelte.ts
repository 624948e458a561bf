import type { HubChoice } from '$lib/bridge/pack-client';
import type { InstallState } from '$lib/domain/pack';
import { deviceStorage } from './device-storage.svelte';
import { loadPackClient } from './pack-client';
import {
	askToPause,
	installsEnded,
	onPauseAsked,
	packsWereUsed,
	rememberPacks,
} from './pack-control';
import { packFailure, type PackFailure } from './pack-failure';
import { stayAwake } from './stay-awake';

/** The tab that installs tells of itself more often; a silent one may have been killed. */
const SILENCE_MS = 5000;

/** Installs that run, are paused or failed, in whichever tab; the same picture in every one. */
class PackInstalls {
	#states = $state.raw<readonly InstallState[]>([]);
	#failures = $state.raw<Readonly<Record<string, PackFailure>>>({});
	#own: { readonly pack: string; readonly stop: AbortController } | null = null;
	#silence: ReturnType<typeof setTimeout> | undefined;

	get all(): readonly InstallState[] {
		return this.#states;
	}

	/** The one to tell of where there is room for one. */
	get foremost(): InstallState | null {
		return this.#states.find(({ status }) => status === 'running') ?? this.#states[0] ?? null;
	}

	of(pack: string): InstallState | null {
		return this.#states.find((state) => state.pack === pack) ?? null;
	}

	/** Why the last attempt in this tab failed before anything was kept of it. */
	failureOf(pack: string): PackFailure | null {
		return this.#failures[pack] ?? null;
	}

	/** Follows what every tab does, and asks once what an earlier visit left. Returns the function that stops it. */
	follow(): () => void {
		let stop = () => {};
		let stopped = false;
		const stopControl = onPauseAsked((pack) => this.#pauseOwn(pack));
		loadPackClient()
			.then((client) => {
				if (stopped) return;
				stop = client.subscribe((message) => {
					if (message.type === 'install') this.#put(message.state);
					else void this.refresh();
				});
				if (packsWereUsed()) void this.refresh();
			})
			.catch((error: unknown) => console.error(error));
		return () => {
			stopped = true;
			stop();
			clearTimeout(this.#silence);
			stopControl();
		};
	}

	/** Reads them anew. Never throws. */
	async refresh(): Promise<void> {
		try {
			const client = await loadPackClient();
			const states = await client.states();
			const begun = this.#states.filter(({ pack }) => pack === this.#own?.pack);
			const missing = begun.filter(({ pack }) => states.every((state) => state.pack !== pack));
			this.#states = [...states, ...missing];
			this.#listen();
		} catch (error) {
			console.error(error);
		}
	}

	/** Installs a pack, or goes on with it, until it is there, paused or failed. Never throws. */
	async start(pack: string, hub: HubChoice): Promise<'installed' | 'stopped'> {
		if (this.#own) return 'stopped';
		const stop = new AbortController();
		this.#own = { pack, stop };
		this.#fail(pack, null);
		const before = this.of(pack);
		const keptBytes = before?.keptBytes ?? 0;
		this.#put({ pack, status: 'running', progress: null, problem: null, keptBytes });
		rememberPacks();
		// The person has just asked for gigabytes to be kept: the moment at which browsers agree.
		void deviceStorage.persist().catch((error: unknown) => console.error(error));
		try {
			const client = await loadPackClient();
			await stayAwake().during(() => client.install(pack, hub, { signal: stop.signal }));
			return 'installed';
		} catch (error) {
			if (!stop.signal.aborted) this.#fail(pack, packFailure(error));
			return 'stopped';
		} finally {
			this.#own = null;
			await installsEnded();
			this.#states = this.#states.filter((state) => state.pack !== pack);
			await this.refresh();
		}
	}

	/** Pauses it, in whichever tab it runs. */
	pause(pack: string): void {
		this.#pauseOwn(pack);
		askToPause(pack);
	}

	/** Stops it and forgets what is there. Never throws. */
	async discard(pack: string): Promise<void> {
		this.pause(pack);
		try {
			await installsEnded();
			const client = await loadPackClient();
			await client.discard(pack);
			this.#fail(pack, null);
		} catch (error) {
			this.#fail(pack, packFailure(error));
		}
		await this.refresh();
	}

	/** Takes a failure off the page. */
	dismiss(pack: string): void {
		this.#fail(pack, null);
	}

	#pauseOwn(pack: string): void {
		if (this.#own?.pack === pack) this.#own.stop.abort();
	}

	#put(state: InstallState): void {
		const others = this.#states.filter(({ pack }) => pack !== state.pack);
		this.#states = [...others, state];
		this.#listen();
	}

	#fail(pack: string, failure: PackFailure | null): void {
		const others = Object.entries(this.#failures).filter(([id]) => id !== pack);
		this.#failures = Object.fromEntries(failure ? [...others, [pack, failure]] : others);
	}

	/** Asks again when a tab that installs falls silent. */
	#listen(): void {
		clearTimeout(this.#silence);
		const foreign = this.#states.some(
			({ pack, status }) => status === 'running' && pack !== this.#own?.pack,
		);
		if (foreign) this.#silence = setTimeout(() => void this.refresh(), SILENCE_MS);
	}
}

export const packInstalls = new PackInstalls();
