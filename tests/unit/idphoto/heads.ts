import type { IdSpec, IdSubject } from '../../../src/lib/domain/id-photo';
import type { FacePipeline } from '../../../src/lib/face/pipeline';
import type { Pixels } from '../../../src/lib/image/warp';

/** The largest face of a photo as an ID photo wants it; null where there is none. */
export async function readSubject(
	pipeline: FacePipeline,
	photo: Pixels,
): Promise<IdSubject | null> {
	const [face, ...others] = await pipeline.findFaces(photo);
	if (!face) return null;
	return pipeline.idSubject(
		photo,
		face,
		others.map(({ box }) => box),
	);
}

/** A spec for tests that asks for nothing, changed by `rules`. */
export function plainSpec(rules: Partial<IdSpec>): IdSpec {
	return {
		id: 'test',
		name: { en: 'test', zh: 'test' },
		keywords: [],
		country: null,
		kind: 'custom',
		mm: null,
		px: { width: 300, height: 400 },
		dpi: 300,
		head: null,
		faceWidth: null,
		eyes: null,
		top: null,
		below: null,
		backgrounds: ['#ffffff'],
		backgroundMayBeReplaced: true,
		modes: ['unaltered', 'studio'],
		file: { formats: ['jpeg'], kB: { least: null, most: null } },
		source: { name: '', url: '', checked: '', confidence: 'custom' },
		notes: null,
		...rules,
	};
}
