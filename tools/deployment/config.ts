import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { findMissing, mergeCatalogues } from '../../src/lib/domain/catalogue-merge';
import { DeploymentSchema, type Deployment } from '../../src/lib/domain/deployment';
import { editionHubs } from '../../src/lib/domain/hubs';
import { CatalogueSchema } from '../../src/lib/domain/pack-catalogue';

const OWN_CATALOGUE = 'static/models/catalog.json';

/**
 * What a deployer adds to this edition: hubs and packs, from one JSON file.
 * @param file its path; without one nothing is added
 * @throws Error that names the file and every place in it that breaks the rules
 */
export function readDeployment(file = process.env.LIKENESS_CONFIG): Deployment {
	if (!file) return v.parse(DeploymentSchema, {});
	let json: unknown;
	try {
		json = JSON.parse(readFileSync(file, 'utf8'));
	} catch (cause) {
		throw new Error(`LIKENESS_CONFIG=${file}: ${(cause as Error).message}`, { cause });
	}
	const { success, output, issues } = v.safeParse(DeploymentSchema, json);
	const problems = success
		? findContradictions(output)
		: issues.map((issue) => `${v.getDotPath(issue) ?? '(the whole file)'}: ${issue.message}`);
	if (success && problems.length === 0) return output;
	throw new Error(
		[`LIKENESS_CONFIG=${file} breaks the rules:`, ...problems.map((one) => `  ${one}`)].join('\n'),
	);
}

/** What it refers to, and neither it nor the built-in catalogue has. */
function findContradictions(deployment: Deployment): string[] {
	const { components } = deployment.catalogue;
	const own = v.parse(
		v.pipe(v.string(), v.parseJson(), CatalogueSchema),
		readFileSync(path.resolve(OWN_CATALOGUE), 'utf8'),
	);
	const known = new Set(editionHubs(deployment).map(({ id }) => id));
	return [
		...findMissing(mergeCatalogues([own, deployment.catalogue])),
		...components
			.filter(({ origins }) => !origins.some(({ hub }) => known.has(hub)))
			.map(
				({ id, origins }) => `component ${id}: no hub ${origins.map(({ hub }) => hub).join(', ')}`,
			),
	];
}
