import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { DeploymentSchema, type Deployment } from '../../src/lib/domain/deployment';

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
	if (success) return output;
	const places = issues.map(
		(issue) => `  ${v.getDotPath(issue) ?? '(the whole file)'}: ${issue.message}`,
	);
	throw new Error(`LIKENESS_CONFIG=${file} breaks the rules:\n${places.join('\n')}`);
}
