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
