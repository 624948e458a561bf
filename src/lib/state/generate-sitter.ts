import type { Face, Portrait } from '$lib/domain/face';
import type { AlignedFace, Person } from '$lib/domain/person';
import { makeThumbnail } from '$lib/gallery/thumbnail';
import { meanIdentity } from '$lib/likeness/mean-identity';
import type { StoredSource } from '$lib/storage/schema-generate';
import { loadExportClient } from './export-client';
import { alignFace } from './generate-align';

/** Somebody in a photo, analysed. */
export interface PhotoFace {
	readonly face: Pick<Face, 'descriptor'>;
	readonly portrait: Portrait;
}

/** What jobs need of one or more photos of a person; photos that show somebody else are left out. */
export async function sourceOfPhotos(photos: readonly PhotoFace[]): Promise<StoredSource> {
	const { descriptor, outliers } = meanIdentity(photos.map(({ face }) => face.descriptor));
	const inside = photos.filter((_, i) => !outliers[i]);
	const portrait = await portraitFile(inside[0].portrait);
	return {
		id: crypto.randomUUID(),
		faces: inside.map(aligned),
		descriptor,
		portrait: { type: portrait.type, bytes: await portrait.arrayBuffer() },
	};
}

/** What jobs need of a saved person: of them there is no portrait to begin from. */
export function sourceOfPerson({ faces, descriptor }: Person): StoredSource {
	const inside = faces.filter(({ outlier }) => !outlier);
	return {
		id: crypto.randomUUID(),
		faces: inside.map(({ rgb, descriptor }) => ({ rgb, descriptor })),
		descriptor,
		portrait: null,
	};
}

/** A person to keep, of all the photos that were given. */
export async function personOf(name: string, photos: readonly PhotoFace[]): Promise<Person> {
	const { descriptor, outliers } = meanIdentity(photos.map(({ face }) => face.descriptor));
	const best = photos.find((_, i) => !outliers[i])!;
	return {
		id: crypto.randomUUID(),
		name: name.trim(),
		faces: photos.map((photo, i) => ({ ...aligned(photo), outlier: outliers[i] })),
		descriptor,
		thumbnail: await makeThumbnail(await portraitFile(best.portrait)),
		createdAt: Date.now(),
	};
}

/** Head and shoulders as a PNG: every pixel as it was. */
export async function portraitFile({ rgba, side }: Portrait): Promise<Blob> {
	const client = await loadExportClient();
	const bitmap = await createImageBitmap(new ImageData(rgba, side, side));
	try {
		return await client.encodeBitmap(bitmap, 'png');
	} finally {
		bitmap.close();
	}
}

function aligned({ face, portrait }: PhotoFace): AlignedFace {
	return { rgb: alignFace(portrait), descriptor: face.descriptor };
}
