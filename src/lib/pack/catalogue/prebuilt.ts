import type { PackManifest } from '$lib/domain/pack';
import {
	MANIFEST_FILE,
	type Catalogue,
	type Component,
	type Licence,
	type PackEntry,
} from '$lib/domain/pack-catalogue';

/** The strictest says what holds for the whole. */
const STRICTNESS: Readonly<Record<Licence['commercial'], number>> = { no: 2, unclear: 1, yes: 0 };

/**
 * The entry of a pack that `npm run pack` wrote, for `packs/index.json`: the same pack, with the folder in
 * place of its components, which stay listed for their licences.
 * @param components it was compiled from; not empty
 * @param manifestSha256 of its pack.json, which pins everything else
 */
export function prebuiltCatalogue(
	pack: PackEntry,
	manifest: PackManifest,
	manifestSha256: string,
	components: readonly Component[],
	licences: readonly Licence[],
): Catalogue {
	const used = licences.filter(({ id }) => components.some(({ licence }) => licence === id));
	const [strictest] = used.toSorted((a, b) => STRICTNESS[b.commercial] - STRICTNESS[a.commercial]);
	const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
	const folder: Component = {
		id: `prebuilt-${pack.id}`,
		role: 'prebuilt',
		origins: [{ hub: 'same-origin', repo: pack.id, revision: manifestSha256 }],
		files: [MANIFEST_FILE],
		requires: [],
		configs: [],
		weight: 1,
		licence: strictest.id,
		attribution: [...new Set(components.map(({ attribution }) => attribution))].join(', '),
		purpose: {
			en: 'The whole pack, compiled by whoever hosts this app.',
			'zh-CN': '整个模型包，由本应用的部署者预先编译。',
		},
		bytes,
		contains: components.map(({ id }) => id),
	};
	return {
		version: 1,
		licences: used,
		components: [...components, folder],
		packs: [{ ...pack, components: [folder.id], bytes }],
	};
}
