import { proxy } from 'comlink';
import type { InstalledPack, InstallPlan, InstallState } from '$lib/domain/pack';
import type { Catalogue } from '$lib/domain/pack-catalogue';
import { PACK_CHANNEL, type PackMessage } from '$lib/domain/pack-channel';
import type {
	HubChoice,
	HubSpeed,
	OnFraction,
	PackApi,
	TrialReport,
	VerifyReport,
} from '../../workers/api';
import { OPENING_SILENCE_MS, whileHeard } from './silence-watch';
import { WorkerBridge } from './worker-bridge';

export interface CallOptions {
	readonly signal?: AbortSignal;
	readonly onFraction?: OnFraction;
}

export type { HubChoice, HubSpeed, TrialReport, VerifyReport };

/**
 * The pack workers, as the page sees them: one installs, for hours if need be, the other answers meanwhile.
 * Errors: PackError, RuntimeError, or the signal's reason.
 */
export class PackClient {
	readonly #installer: WorkerBridge<PackApi>;
	readonly #keeper: WorkerBridge<PackApi>;

	/** @param spawn for tests: makes another worker of the same API */
	constructor(spawn: (name: string) => Worker = spawnPackWorker) {
		// An install goes on where its worker broke; it gives up when that does not help.
		this.#installer = new WorkerBridge<PackApi>({
			spawn: () => spawn('installer'),
			retry: (_, losses) => losses < 3,
		});
		this.#keeper = new WorkerBridge<PackApi>({
			spawn: () => spawn('packs'),
			retry: (_, losses) => losses < 2,
		});
	}

	catalogue({ signal }: CallOptions = {}): Promise<Catalogue> {
		return this.#keeper.run((api, job) => api.catalogue(job), signal);
	}

	probe({ signal }: CallOptions = {}): Promise<HubSpeed[]> {
		return this.#keeper.run((api, job) => api.probe(job), signal);
	}

	plan(pack: string, hub: HubChoice, { signal }: CallOptions = {}): Promise<InstallPlan> {
		return this.#keeper.run((api, job) => api.plan(job, pack, hub), signal);
	}

	/** Aborting pauses: what is complete stays, and a later install goes on there. */
	install(pack: string, hub: HubChoice, { signal }: CallOptions = {}): Promise<InstalledPack> {
		return this.#installer.run((api, job) => api.install(job, pack, hub), signal);
	}

	states({ signal }: CallOptions = {}): Promise<InstallState[]> {
		return this.#keeper.run((api, job) => api.states(job), signal);
	}

	/** Hears of installs in every tab and of packs that come and go. Returns the function that stops it. */
	subscribe(onMessage: (message: PackMessage) => void): () => void {
		const channel = new BroadcastChannel(PACK_CHANNEL);
		channel.onmessage = ({ data }: MessageEvent<PackMessage>) => onMessage(data);
		return () => channel.close();
	}

	discard(pack: string, { signal }: CallOptions = {}): Promise<void> {
		return this.#keeper.run((api, job) => api.discard(job, pack), signal);
	}

	installed({ signal }: CallOptions = {}): Promise<InstalledPack[]> {
		return this.#keeper.run((api, job) => api.installed(job), signal);
	}

	verify(pack: string, { signal, onFraction = ignore }: CallOptions = {}): Promise<VerifyReport> {
		return this.#keeper.run((api, job) => api.verify(job, pack, proxy(onFraction)), signal);
	}

	tryOut(pack: string, { signal, onFraction = ignore }: CallOptions = {}): Promise<TrialReport> {
		return this.#keeper.run(
			(api, job) =>
				whileHeard(OPENING_SILENCE_MS, onFraction, (report) =>
					api.tryOut(job, pack, proxy(report)),
				),
			signal,
		);
	}

	remove(pack: string, { signal }: CallOptions = {}): Promise<void> {
		return this.#keeper.run((api, job) => api.remove(job, pack), signal);
	}

	exportPack(pack: string, { signal }: CallOptions = {}): Promise<Blob> {
		return this.#keeper.run((api, job) => api.exportPack(job, pack), signal);
	}

	importFiles(
		files: readonly File[],
		{ signal, onFraction = ignore }: CallOptions = {},
	): Promise<InstalledPack> {
		return this.#installer.run(
			(api, job) => api.importFiles(job, files, proxy(onFraction)),
			signal,
		);
	}
}

function spawnPackWorker(name: string): Worker {
	return new Worker(new URL('../../workers/pack.ts', import.meta.url), { type: 'module', name });
}

const ignore = () => {
	// Nobody asked.
};
