import * as v from 'valibot';
import { PackError, PackManifestSchema, type PackManifest } from '$lib/domain/pack';

/** A manifest that keeps the rules. @throws PackError 'unsafe' */
export function checkManifest(manifest: unknown): PackManifest {
	const result = v.safeParse(PackManifestSchema, manifest);
	if (!result.success) {
		const [{ message, path }] = result.issues;
		const where = path?.map(({ key }) => String(key)).join('.') ?? 'pack.json';
		throw new PackError('unsafe', `pack.json: ${where}: ${message}`);
	}
	const { files, models } = result.output;
	const paths = new Set(files.map(({ path }) => path));
	if (paths.size !== files.length) throw new PackError('unsafe', 'pack.json lists a file twice');
	for (const { graph, shards } of Object.values(models)) {
		const missing = [graph, ...shards].find((path) => !paths.has(path));
		if (missing) throw new PackError('unsafe', `pack.json does not list ${missing}`);
	}
	return result.output;
}
