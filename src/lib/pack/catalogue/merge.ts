import * as v from 'valibot';
import { PackError } from '$lib/domain/pack';
import { CatalogueSchema, type Catalogue } from '$lib/domain/pack-catalogue';
import { describeIssues } from '../archive/manifest';

/**
 * A catalogue, hostile until it has passed here.
 * @param label for errors: where it came from
 * @throws PackError 'unsafe' that names the first places that break the rules
 */
export function parseCatalogue(value: unknown, label: string): Catalogue {
	const { success, output, issues } = v.safeParse(CatalogueSchema, value);
	if (!success) throw new PackError('unsafe', `${label}: ${describeIssues(issues)}`);
	for (const list of [output.licences, output.components, output.packs]) {
		const twice = list.find(({ id }, i) => list.findIndex((other) => other.id === id) !== i);
		if (twice) throw new PackError('unsafe', `${label}: ${twice.id} is there twice`);
	}
	return output;
}

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

function byId<T extends { readonly id: string }>(entries: readonly T[]): T[] {
	return [...new Map(entries.map((entry) => [entry.id, entry])).values()];
}
