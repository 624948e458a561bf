import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { PackManifest } from '../../src/lib/domain/pack';
import {
	CatalogueSchema,
	ComponentSchema,
	MANIFEST_FILE,
	PACK_INDEX,
	type Catalogue,
} from '../../src/lib/domain/pack-catalogue';
import type { Recipe } from './recipe';

/**
 * Lists a pack in the index beside its folder, where the app finds it. What the index says of other packs stays.
 * @param sha256 of its pack.json, which pins all other files
 */
export async function listPack(
	folder: string,
	{ pack, licences, components }: Recipe,
	manifest: PackManifest,
	sha256: string,
): Promise<void> {
	const file = path.join(folder, PACK_INDEX);
	const before = await readIndex(file);
	const parts = components.map(({ component }) => component);
	const bytes = manifest.files.reduce((sum, one) => sum + one.bytes, 0);
	const prebuilt = v.parse(ComponentSchema, {
		id: `${pack.id}-prebuilt`.slice(0, 64),
		role: 'prebuilt',
		origins: [{ hub: 'same-origin', repo: pack.id, revision: sha256 }],
		files: [MANIFEST_FILE],
		licence: parts[0].licence,
		attribution: [...new Set(parts.map(({ attribution }) => attribution))].join(', '),
		purpose: pack.name,
		bytes,
		contains: parts.map(({ id }) => id),
	});
	const after: Catalogue = {
		version: 1,
		licences: merge(before.licences, licences),
		components: merge(before.components, [...parts, prebuilt]),
		packs: merge(before.packs, [{ ...pack, components: [prebuilt.id], bytes, tier: 'deployer' }]),
	};
	const text = `${JSON.stringify(v.parse(CatalogueSchema, after), null, '\t')}\n`;
	await writeFile(`${file}.new`, text);
	await rename(`${file}.new`, file);
}

async function readIndex(file: string): Promise<Catalogue> {
	let text: string;
	try {
		text = await readFile(file, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
		return { version: 1, licences: [], components: [], packs: [] };
	}
	const { success, output, issues } = v.safeParse(CatalogueSchema, JSON.parse(text));
	if (success) return output;
	throw new Error(`${file}: ${v.getDotPath(issues[0]) ?? 'the file'}: ${issues[0].message}`);
}

/** New entries take the place of those with the same id; sorted, so that the order of packing does not matter. */
function merge<T extends { readonly id: string }>(before: readonly T[], added: readonly T[]): T[] {
	const all = new Map([...before, ...added].map((entry) => [entry.id, entry]));
	return [...all.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
