import type { CallOptions } from '$lib/bridge/face-client';
import type { MattingClient } from '$lib/bridge/matting-client';
import type { IdSubject, SquareMask } from '$lib/domain/id-photo';
import { canCutOut } from '$lib/domain/matting';
import type { InstalledPack } from '$lib/domain/pack';
import type { PackEntry } from '$lib/domain/pack-catalogue';
import { changeSettings, readSettings } from '$lib/storage/settings';
import { openGallery } from './open-gallery';
import { packFailure, type PackFailure } from './pack-failure';
import { packs } from './packs.svelte';
import { settings } from './settings.svelte';

let client: Promise<MattingClient> | null = null;

/** A failure is forgotten, so that a retry works. */
function loadClient(): Promise<MattingClient> {
	client ??= import('$lib/bridge/matting-client').then(
		({ MattingClient }) => new MattingClient(),
		(error: unknown) => {
			client = null;
			throw error;
		},
	);
	return client;
}

/** The downloaded network that cuts people out finer than the built-in one: whether it is here, wanted, and works. */
class FineCutOut {
	#wanted = $state(true);
	#failure = $state.raw<PackFailure | null>(null);
	#reading: Promise<void> | null = null;
	readonly #pack = $derived(packs.installed.find(canCutOut) ?? null);
	readonly #offer = $derived(packs.offered.find(({ tier }) => tier === 'matting') ?? null);

	/** Null when it is not on this device. */
	get pack(): InstalledPack | null {
		return this.#pack;
	}

	/** What can be downloaded; null while that is not known and in editions whose hubs do not have it. */
	get offer(): PackEntry | null {
		return this.#offer;
	}

	/** Whether it is to be used. */
	get on(): boolean {
		return this.#wanted && this.#pack !== null;
	}

	/** Why it was of no use last; null when it was, or was not tried. */
	get failure(): PackFailure | null {
		return this.#failure;
	}

	/** Reads what was chosen, once, and which packs are here. Never throws. */
	async load(): Promise<void> {
		this.#reading ??= openGallery()
			.then(({ store }) => readSettings(store))
			.then((stored) => {
				this.#wanted = stored.fineCutOut;
			})
			.catch((error: unknown) => console.error(error));
		await Promise.all([this.#reading, packs.count()]);
	}

	/** Takes it into use, or goes back to the built-in one. Never throws: what cannot be kept holds until the page goes. */
	async want(on: boolean): Promise<void> {
		this.#wanted = on;
		this.#failure = null;
		try {
			const { store } = await openGallery();
			await changeSettings(store, { fineCutOut: on });
		} catch (error) {
			console.error(error);
		}
	}

	/**
	 * Cuts a person out of their surroundings.
	 * @returns null when it failed: then `failure` says why, and the built-in mask is what there is
	 * @throws signal.reason
	 */
	async maskOf(
		photo: ImageBitmap,
		subject: IdSubject,
		options: CallOptions = {},
	): Promise<SquareMask | null> {
		const pack = this.#pack;
		if (!pack) return null;
		try {
			const matting = await loadClient();
			const [{ square }] = subject.masks;
			const mask = await matting.cutOut(pack.id, settings.backend, photo, square, options);
			this.#failure = null;
			return mask;
		} catch (error) {
			options.signal?.throwIfAborted();
			this.#failure = packFailure(error);
			// Bytes may be gone: the list says so then, and offers to mend it.
			await packs.refresh();
			return null;
		}
	}
}

export const fineCutOut = new FineCutOut();
