/** Catalogues of packs put together: ours, a deployer's, the index of prebuilt packs. The build reads this file too. */
import type { Hub } from './hubs';
import type { Catalogue, Component } from './pack-catalogue';

/** One catalogue of several: what comes later takes the place of what has the same id. */
export function mergeCatalogues(catalogues: readonly Catalogue[]): Catalogue {
	return {
		version: 1,
		licences: byId(catalogues.flatMap(({ licences }) => licences)),
		components: byId(catalogues.flatMap(({ components }) => components)),
		packs: byId(catalogues.flatMap(({ packs }) => packs)),
	};
}

/** What a catalogue refers to and does not have, in words; empty for one that is whole. */
export function findMissing({ licences, components, packs }: Catalogue): string[] {
	const terms = new Set(licences.map(({ id }) => id));
	const parts = new Set(components.map(({ id }) => id));
	return [
		...components
			.filter(({ licence }) => !terms.has(licence))
			.map(({ id, licence }) => `component ${id}: no licence ${licence}`),
		...components.flatMap(({ id, contains }) =>
			contains
				.filter((part) => !parts.has(part))
				.map((part) => `component ${id}: no component ${part}`),
		),
		...packs.flatMap(({ id, components: needed }) =>
			needed.filter((part) => !parts.has(part)).map((part) => `pack ${id}: no component ${part}`),
		),
	];
}

/** The packs of a whole catalogue that an edition with these hubs can install. */
export function offered(catalogue: Catalogue, hubs: readonly Hub[]): Catalogue {
	const known = new Set(hubs.map(({ id }) => id));
	const can = new Set(
		catalogue.components
			.filter(({ origins }: Component) => origins.some(({ hub }) => known.has(hub)))
			.map(({ id }) => id),
	);
	return {
		...catalogue,
		packs: catalogue.packs.filter(({ components }) => components.every((id) => can.has(id))),
	};
}

function byId<T extends { readonly id: string }>(entries: readonly T[]): T[] {
	return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}
