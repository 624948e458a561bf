import * as v from 'valibot';
import { PackError, PackManifestSchema, type PackManifest } from '$lib/domain/pack';
import { MANIFEST_FILE } from '$lib/domain/pack-catalogue';

export const MAX_MANIFEST_BYTES = 4 * 2 ** 20;
/** Of all files of a pack together. */
const MAX_PACK_BYTES = 64e9;
/** Of its settings; what is deeper cannot be stored or written again. */
const MAX_DEPTH = 32;

/**
 * A pack's manifest, hostile until it has passed here.
 * @param label for errors: where it came from
 * @throws PackError 'unsafe' that names the first places that break the rules
 */
export function parseManifest(bytes: Uint8Array, label: string): PackManifest {
	if (bytes.length > MAX_MANIFEST_BYTES) {
		throw new PackError('unsafe', `${label}: ${bytes.length} bytes are no manifest`);
	}
	let json: unknown;
	try {
		json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
	} catch (cause) {
		throw new PackError('unsafe', `${label}: no JSON`, { cause });
	}
	return checkManifest(json, label);
}

/** The same for a value that is parsed already. @throws PackError 'unsafe' */
export function checkManifest(value: unknown, label: string): PackManifest {
	const { success, output, issues } = v.safeParse(PackManifestSchema, value);
	if (!success) throw new PackError('unsafe', `${label}: ${describeIssues(issues)}`);
	const problem = findContradiction(output);
	if (problem) throw new PackError('unsafe', `${label}: ${problem}`);
	return output;
}

/** The first places of a value that break its schema, in one line. */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
	return issues
		.slice(0, 3)
		.map(
			(issue) =>
				`${(v.getDotPath(issue) ?? 'the whole').slice(0, 200)}: ${issue.message.slice(0, 200)}`,
		)
		.join('; ');
}

/** What the schema cannot say: files refer to each other, and a name stands for one file on every system. */
function findContradiction({ files, models, settings }: PackManifest): string | null {
	const names = new Set<string>();
	let total = 0;
	for (const { path, bytes } of files) {
		const name = path.toLowerCase();
		if (name === MANIFEST_FILE) return `it lists itself`;
		if (names.has(name)) return `${path} is listed twice`;
		names.add(name);
		total += bytes;
	}
	if (total > MAX_PACK_BYTES) return `${total} bytes are no pack`;
	const listed = new Set(files.map(({ path }) => path));
	for (const [model, { graph, shards }] of Object.entries(models)) {
		const missing = [graph, ...shards].find((path) => !listed.has(path));
		if (missing) {
			return `${model.slice(0, 100)} needs ${missing}, which is no file of the pack`;
		}
	}
	return isDeeper(settings, MAX_DEPTH) ? `settings are nested deeper than ${MAX_DEPTH}` : null;
}

/** Level by level, so that depth costs no stack. */
function isDeeper(value: unknown, limit: number): boolean {
	let level = [value];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > limit) return true;
		level = level.flatMap((one) => (typeof one === 'object' && one ? Object.values(one) : []));
	}
	return false;
}
