import type { Face, Portrait } from '$lib/domain/face';
import type { AlignedFace, Person } from '$lib/domain/person';
import { makeThumbnail } from '$lib/gallery/thumbnail';
import { meanIdentity } from '$lib/likeness/mean-identity';
import type { StoredSource } from '$lib/storage/schema-generate';
import { toStoredFile } from '$lib/storage/stored-file';
import { loadEngines } from './engines';
import { loadExportClient } from './export-client';
import { bestPhoto } from './generate-best';

/** Somebody in a photo, analysed. */
export interface PhotoFace {
	readonly face: Pick<Face, 'descriptor' | 'advice' | 'pose'>;
	readonly portrait: Portrait;
}

/** What jobs need of one or more photos of a person; photos that show somebody else are left out. */
export async function sourceOfPhotos(photos: readonly PhotoFace[]): Promise<StoredSource> {
	const { descriptor, outliers } = meanIdentity(photos.map(({ face }) => face.descriptor));
	const inside = photos.filter((_, i) => !outliers[i]);
	return {
		id: crypto.randomUUID(),
		faces: await alignAll(inside),
		descriptor,
		portrait: await toStoredFile(await portraitFile(bestPhoto(inside).portrait)),
	};
}

/** What jobs need of a saved person. */
export async function sourceOfPerson({
	faces,
	descriptor,
	portrait,
}: Person): Promise<StoredSource> {
	const inside = faces.filter(({ outlier }) => !outlier);
	return {
		id: crypto.randomUUID(),
		faces: inside.map(({ rgb, descriptor }) => ({ rgb, descriptor })),
		descriptor,
		portrait: portrait && (await toStoredFile(portrait)),
	};
}

/** A person to keep, of all the photos that were given. */
export async function personOf(name: string, photos: readonly PhotoFace[]): Promise<Person> {
	const { descriptor, outliers } = meanIdentity(photos.map(({ face }) => face.descriptor));
	const portrait = await portraitFile(bestPhoto(photos.filter((_, i) => !outliers[i])).portrait);
	const faces = await alignAll(photos);
	return {
		id: crypto.randomUUID(),
		name: name.trim(),
		faces: faces.map((face, i) => ({ ...face, outlier: outliers[i] })),
		descriptor,
		portrait,
		thumbnail: await makeThumbnail(portrait),
		createdAt: Date.now(),
	};
}

/** Head and shoulders as a PNG: every pixel as it was. */
export async function portraitFile({ rgba, side }: Portrait): Promise<Blob> {
	const client = await loadExportClient();
	return withBitmap({ rgba, side }, (bitmap) => client.encodeBitmap(bitmap, 'png'));
}

/** The faces as identity networks want them, by the face worker: one after the other, as it takes them. */
async function alignAll(photos: readonly PhotoFace[]): Promise<AlignedFace[]> {
	const { face: client } = await loadEngines();
	const faces: AlignedFace[] = [];
	for (const { face, portrait } of photos) {
		const rgb = await withBitmap(portrait, (bitmap) => client.align(bitmap, portrait.landmarks));
		faces.push({ rgb, descriptor: face.descriptor });
	}
	return faces;
}

async function withBitmap<T>(
	{ rgba, side }: Pick<Portrait, 'rgba' | 'side'>,
	work: (bitmap: ImageBitmap) => Promise<T>,
): Promise<T> {
	const bitmap = await createImageBitmap(new ImageData(rgba, side, side));
	try {
		return await work(bitmap);
	} finally {
		bitmap.close();
	}
}
