import type { Candidate } from '$lib/domain/recipe';
import { recipeStem } from '$lib/domain/recipe-stem';
import { exportPicture } from '$lib/image/export';

/** Where the avatars come from: the gallery, or what lists less. */
export interface ZipSource {
	/** Newest first. */
	list(): Promise<{ readonly id: string }[]>;
	/** Null when it is gone. */
	get(id: string): Promise<Candidate | null>;
}

export interface ZipOptions {
	readonly signal?: AbortSignal;
	/** After each avatar: how many are in the zip, of how many. */
	readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Every listed avatar as a PNG with its label and recipe, oldest first, in one zip that is produced as
 * it is read: no more than one avatar is held at a time.
 * Reading fails with AbortError when the signal fires, and with StorageError when the gallery cannot be read.
 */
export async function zipGallery(
	gallery: ZipSource,
	{ signal, onProgress }: ZipOptions = {},
): Promise<ReadableStream<Uint8Array>> {
	signal?.throwIfAborted();
	const [{ makeZip }, entries] = await Promise.all([import('client-zip'), gallery.list()]);
	const oldestFirst = entries.reverse();

	async function* files() {
		for (const [index, { id }] of oldestFirst.entries()) {
			signal?.throwIfAborted();
			const candidate = await gallery.get(id);
			if (candidate) yield await zipEntry(candidate, index + 1); // null: deleted meanwhile
			onProgress?.(index + 1, oldestFirst.length);
		}
	}
	return makeZip(files());
}

/** The zip as one file for a download. Errors are zipGallery's. */
export async function zipGalleryToBlob(
	gallery: ZipSource,
	options: ZipOptions = {},
): Promise<Blob> {
	// Not through a Response: its blob() hides why the stream failed.
	const reader = (await zipGallery(gallery, options)).getReader();
	const parts: BlobPart[] = [];
	for (let read = await reader.read(); !read.done; read = await reader.read()) {
		parts.push(new Uint8Array(read.value));
	}
	return new Blob(parts, { type: 'application/zip' });
}

async function zipEntry(candidate: Candidate, number: number) {
	const { recipe, picture, width, height, createdAt } = candidate;
	const lastModified = new Date(createdAt);
	// An ID photo is already the file that was asked for, to the byte.
	if (recipe.kind === 'id-photo') {
		const extension = picture.type === 'image/png' ? 'png' : 'jpg';
		return { name: avatarFileName(candidate, number, extension), lastModified, input: picture };
	}
	const side = Math.max(width, height);
	const options = { format: 'png', shape: 'whole', side, recipe: true } as const;
	return {
		name: avatarFileName(candidate, number),
		lastModified,
		input: await exportPicture(candidate, options),
	};
}

/** For instance likeness-watercolour-0001-20261122.png; the day is the person's own. */
export function avatarFileName(
	{ recipe, createdAt }: Pick<Candidate, 'recipe' | 'createdAt'>,
	number: number,
	extension = 'png',
): string {
	const date = new Date(createdAt);
	const day = [
		date.getFullYear(),
		String(date.getMonth() + 1).padStart(2, '0'),
		String(date.getDate()).padStart(2, '0'),
	].join('');
	return `likeness-${recipeStem(recipe)}-${String(number).padStart(4, '0')}-${day}.${extension}`;
}
