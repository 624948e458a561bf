import type { CallOptions, FaceClient } from '$lib/bridge/face-client';
import type { BackendChoice, RuntimeStatus } from '$lib/domain/runtime';
import { m } from '$lib/paraglide/messages';
import { changeSettings, DEFAULT_SETTINGS, readSettings } from '$lib/storage/settings';
import { loadEngines } from './engines';
import { openGallery } from './open-gallery';
import { toasts } from './toasts.svelte';

/** What the person chose for the engine, and what came of it. Language and theme have their own. */
class SettingsState {
	#backend = $state<BackendChoice>(DEFAULT_SETTINGS.backend);
	#runtime = $state.raw<RuntimeStatus | null>(null);
	#engine = $state<'idle' | 'starting' | 'failed'>('idle');
	#reading: Promise<void> | null = null;

	get backend(): BackendChoice {
		return this.#backend;
	}

	/** Null until the engine was started with the present choice. */
	get runtime(): RuntimeStatus | null {
		return this.#runtime;
	}

	get engine(): 'idle' | 'starting' | 'failed' {
		return this.#engine;
	}

	/** Reads what was stored, once; where nothing can be read, the defaults hold. */
	load(): Promise<void> {
		this.#reading ??= openGallery()
			.then(({ store }) => readSettings(store))
			.then(({ backend }) => {
				this.#backend = backend;
			})
			.catch((error: unknown) => console.error(error));
		return this.#reading;
	}

	/** Holds from the next start of the engine on: the next photo. */
	async chooseBackend(backend: BackendChoice): Promise<void> {
		this.#backend = backend;
		this.#runtime = null;
		this.#engine = 'idle';
		try {
			const { store } = await openGallery();
			await changeSettings(store, { backend });
		} catch (error) {
			console.error(error);
			toasts.show(m.settings_not_saved(), { tone: 'error' });
		}
	}

	/** Starts the face worker as the person chose. Errors are FaceClient.start's. */
	async startFaces(face: FaceClient, options: CallOptions = {}): Promise<RuntimeStatus> {
		await this.load();
		this.#engine = 'starting';
		try {
			this.#runtime = await face.start(this.#backend, options);
			this.#engine = 'idle';
			return this.#runtime;
		} catch (error) {
			this.#engine = options.signal?.aborted ? 'idle' : 'failed';
			throw error;
		}
	}

	/** Starts the engine only to see what it says. Never throws. */
	async testEngine(): Promise<void> {
		this.#engine = 'starting';
		try {
			const { face } = await loadEngines();
			await this.startFaces(face);
		} catch (error) {
			console.error(error);
			this.#engine = 'failed';
		}
	}

	async reset(): Promise<void> {
		await this.chooseBackend(DEFAULT_SETTINGS.backend);
	}
}

export const settings = new SettingsState();
