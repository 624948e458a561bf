import type { InstalledPack } from '$lib/domain/pack';
import type { Catalogue, Component, Licence, PackEntry } from '$lib/domain/pack-catalogue';
import { deviceStorage } from './device-storage.svelte';
import { locale } from './locale.svelte';
import { loadPackClient } from './pack-client';
import { packsWereUsed } from './pack-control';
import { packFailure, type PackFailure } from './pack-failure';
import { packInstalls } from './pack-installs.svelte';

export type PacksStatus = 'closed' | 'ready' | 'failed';

/** The packs that can be had, and those that are here. */
class Packs {
	#catalogue = $state.raw<Catalogue | null>(null);
	#installed = $state.raw<readonly InstalledPack[]>([]);
	#status = $state<PacksStatus>('closed');
	#failure = $state.raw<PackFailure | null>(null);

	get status(): PacksStatus {
		return this.#status;
	}

	/** Why the list is not there. */
	get failure(): PackFailure | null {
		return this.#failure;
	}

	/** In the order of the catalogue. */
	get offered(): readonly PackEntry[] {
		return this.#catalogue?.packs ?? [];
	}

	/** Newest first. */
	get installed(): readonly InstalledPack[] {
		return this.#installed;
	}

	get bytes(): number {
		return this.#installed.reduce((sum, { bytes }) => sum + bytes, 0);
	}

	/** Null for a pack that is not of the catalogue. */
	entry(id: string): PackEntry | null {
		return this.offered.find((pack) => pack.id === id) ?? null;
	}

	/** In the language of the interface; the id of a pack that is not of the catalogue. */
	nameOf(id: string): string {
		return this.entry(id)?.name[locale.current] ?? id;
	}

	/** What takes how much room on this device. */
	get spaces() {
		const unfinished = packInstalls.all.reduce((sum, { keptBytes }) => sum + keptBytes, 0);
		const gallery = deviceStorage.gallery?.bytes ?? 0;
		const known = this.bytes + unfinished + gallery;
		return [
			{ kind: 'packs', bytes: this.bytes },
			{ kind: 'unfinished', bytes: unfinished },
			{ kind: 'gallery', bytes: gallery },
			{ kind: 'other', bytes: Math.max(0, (deviceStorage.use?.usage ?? 0) - known) },
		] as const;
	}

	/** Expected size of the download and the terms of everything in it. */
	parts(pack: PackEntry): { readonly bytes: number; readonly licences: readonly Licence[] } {
		const all = this.#catalogue?.components ?? [];
		const parts = this.#components(pack);
		const inside = parts.flatMap(({ contains }) => all.filter(({ id }) => contains.includes(id)));
		const terms = new Set([...parts, ...inside].map(({ licence }) => licence));
		return {
			bytes: parts.reduce((sum, { bytes }) => sum + bytes, 0),
			licences: (this.#catalogue?.licences ?? []).filter(({ id }) => terms.has(id)),
		};
	}

	/** Of the whole download by the catalogue; 0 for a pack that is not of it. */
	expectedBytes(id: string): number {
		const entry = this.entry(id);
		return entry ? this.parts(entry).bytes : 0;
	}

	/** The terms of what a pack was made of; those that the catalogue does not know are left out. */
	licencesOf({ manifest }: InstalledPack): readonly Licence[] {
		const used = new Set(manifest.sources.map(({ licence }) => licence));
		return (this.#catalogue?.licences ?? []).filter(({ id }) => used.has(id));
	}

	/** Ids of the hubs that serve any part of a pack. */
	hubsOf(pack: PackEntry): ReadonlySet<string> {
		return new Set(this.#components(pack).flatMap(({ origins }) => origins.map(({ hub }) => hub)));
	}

	#components(pack: PackEntry): readonly Component[] {
		return (this.#catalogue?.components ?? []).filter(({ id }) => pack.components.includes(id));
	}

	/** Lists everything and follows changes from every tab. Returns the function that stops it. */
	watch(): () => void {
		let stop = () => {};
		let stopped = false;
		void this.load();
		void packInstalls.refresh();
		loadPackClient()
			.then((client) => {
				if (stopped) return;
				stop = client.subscribe(({ type }) => {
					if (type === 'changed') void this.refresh();
				});
			})
			.catch((error: unknown) => console.error(error));
		return () => {
			stopped = true;
			stop();
		};
	}

	/** Never throws: the status says how it went. */
	async load(): Promise<void> {
		try {
			const client = await loadPackClient();
			this.#catalogue ??= await client.catalogue();
			this.#installed = newestFirst(await client.installed());
			this.#status = 'ready';
			this.#failure = null;
		} catch (error) {
			this.#failure = packFailure(error);
			this.#status = 'failed';
		}
	}

	/** Lists the installed packs if there can be any. Never throws. */
	async count(): Promise<void> {
		if (packsWereUsed()) await this.refresh();
	}

	/** Loads the catalogue if it is not there. Never throws: ids stand in for the names. */
	async loadNames(): Promise<void> {
		try {
			const client = await loadPackClient();
			this.#catalogue ??= await client.catalogue();
		} catch (error) {
			console.error(error);
		}
	}

	/** Lists the installed packs anew. Never throws. */
	async refresh(): Promise<void> {
		try {
			const client = await loadPackClient();
			this.#installed = newestFirst(await client.installed());
		} catch (error) {
			console.error(error);
		}
	}
}

function newestFirst(packs: readonly InstalledPack[]): InstalledPack[] {
	return packs.toSorted((a, b) => b.installedAt - a.installedAt);
}

export const packs = new Packs();
