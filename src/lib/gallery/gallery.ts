import type { Candidate } from '$lib/domain/recipe';
import { StorageError, type StorageProblem } from '$lib/storage/error';
import type { StoredCandidate, StoredFile } from '$lib/storage/schema';
import type { Store } from '$lib/storage/store';
import { makeThumbnail } from './thumbnail';

/** What the gallery knows of an avatar without opening its picture. */
export type GalleryEntry = StoredCandidate;

/** An avatar that could not be saved; it comes back so that the person can still download it. */
export class NotSavedError extends Error {
	override readonly name = 'NotSavedError';
	constructor(
		readonly kind: StorageProblem,
		readonly candidate: Candidate,
		options?: ErrorOptions,
	) {
		super(kind, options);
	}
}

/** A deleted avatar can be brought back for at least this long; then opening the gallery purges it. */
const UNDO_MILLISECONDS = 10 * 60_000;

/**
 * The avatars a person made. Each is saved, changed and deleted in one transaction, so a tab that dies
 * leaves whole avatars or none. Every tab hears of changes in every other.
 * Methods throw StorageError, except where they say otherwise.
 */
export class Gallery {
	readonly #store: Store;
	readonly #channel = new BroadcastChannel('likeness-gallery');
	readonly #listeners = new Set<() => void>();

	private constructor(store: Store) {
		this.#store = store;
		this.#channel.onmessage = () => this.#tell();
	}

	/** Opens the gallery and purges what was deleted long enough ago. */
	static async open(store: Store): Promise<Gallery> {
		const gallery = new Gallery(store);
		await gallery.purge(Date.now() - UNDO_MILLISECONDS);
		return gallery;
	}

	/** Null when the avatars outlive the tab; otherwise why they do not. */
	get memoryBecause(): StorageProblem | null {
		return this.#store.memoryBecause;
	}

	/**
	 * Saves an avatar; saving the same id again replaces it and keeps it a favourite if it was one.
	 * When the disk is full, what was deleted is given up first.
	 * @throws NotSavedError; nothing that was there before is lost
	 */
	async save(candidate: Candidate): Promise<GalleryEntry> {
		try {
			return await this.#save(candidate).catch(async (error) => {
				if (!(error instanceof StorageError && error.kind === 'full')) throw error;
				if ((await this.purge()) === 0) throw error;
				return this.#save(candidate);
			});
		} catch (cause) {
			if (!(cause instanceof StorageError)) throw cause;
			throw new NotSavedError(cause.kind, candidate, { cause });
		}
	}

	async #save(candidate: Candidate): Promise<GalleryEntry> {
		const { id, recipe, width, height, likeness, createdAt } = candidate;
		const old = await this.#store.get('candidates', id);
		const [picture, cutout, thumbnail] = await Promise.all([
			toFile(candidate.picture),
			candidate.cutout && toFile(candidate.cutout),
			makeThumbnail(candidate.picture).then(toFile),
		]);
		const entry: GalleryEntry = {
			id,
			recipe,
			width,
			height,
			likeness,
			createdAt,
			favourite: old?.favourite ?? false,
			bytes: [picture, cutout, thumbnail].reduce(
				(sum, file) => sum + (file?.bytes.byteLength ?? 0),
				0,
			),
			deletedAt: null,
		};
		await this.#store.write([
			{ store: 'pictures', key: id, value: { picture, cutout } },
			{ store: 'thumbnails', key: id, value: thumbnail },
			{ store: 'candidates', key: id, value: entry },
		]);
		this.#changed();
		return entry;
	}

	/** All avatars, newest first, without their pictures. */
	async list(): Promise<GalleryEntry[]> {
		const all = await this.#store.values('candidates');
		return all
			.filter((entry) => entry.deletedAt === null)
			.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1));
	}

	/** Number of avatars and the bytes they take, those that can still be brought back included in the bytes. */
	async totals(): Promise<{ count: number; bytes: number }> {
		const all = await this.#store.values('candidates');
		return {
			count: all.filter((entry) => entry.deletedAt === null).length,
			bytes: all.reduce((sum, entry) => sum + entry.bytes, 0),
		};
	}

	/** The whole avatar, or null when there is none of this id. */
	async get(id: string): Promise<Candidate | null> {
		const [entry, files] = await Promise.all([
			this.#store.get('candidates', id),
			this.#store.get('pictures', id),
		]);
		if (!entry || !files || entry.deletedAt !== null) return null;
		const { recipe, width, height, likeness, createdAt } = entry;
		return {
			id,
			recipe,
			width,
			height,
			likeness,
			createdAt,
			picture: toBlob(files.picture),
			cutout: files.cutout && toBlob(files.cutout),
		};
	}

	/** THUMBNAIL_SIDE pixels square, or null when there is none of this id. */
	async thumbnail(id: string): Promise<Blob | null> {
		const file = await this.#store.get('thumbnails', id);
		return file ? toBlob(file) : null;
	}

	async setFavourite(id: string, favourite: boolean): Promise<void> {
		await this.#change(id, { favourite });
	}

	/**
	 * Takes an avatar out of the list; restore() brings it back until it is purged. On a disk so full that not
	 * even this can be noted, it is deleted for good. Resolves to whether it can be brought back.
	 */
	async remove(id: string): Promise<boolean> {
		try {
			await this.#change(id, { deletedAt: Date.now() });
			return true;
		} catch (error) {
			if (!(error instanceof StorageError && error.kind === 'full')) throw error;
			await this.#erase([id]);
			this.#changed();
			return false;
		}
	}

	/** @throws RangeError when it has been purged */
	async restore(id: string): Promise<void> {
		await this.#change(id, { deletedAt: null });
	}

	/**
	 * Frees the space of avatars that were deleted before a time (milliseconds since 1970; all by default).
	 * Returns how many.
	 */
	async purge(before = Infinity): Promise<number> {
		const all = await this.#store.values('candidates');
		const gone = all.filter((entry) => entry.deletedAt !== null && entry.deletedAt < before);
		await this.#erase(gone.map((entry) => entry.id));
		return gone.length;
	}

	/** Deletes everything for good. */
	async clear(): Promise<void> {
		await this.#erase(await this.#store.keys('candidates'));
		this.#changed();
	}

	/** Calls back after a change here or in another tab. Returns the function that ends it. */
	subscribe(listener: () => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	close(): void {
		this.#channel.close();
		this.#listeners.clear();
	}

	async #change(id: string, change: Partial<GalleryEntry>): Promise<void> {
		await this.#store.update('candidates', id, (old) => {
			if (!old) throw new RangeError(`no avatar ${id} in the gallery`);
			return { ...old, ...change };
		});
		this.#changed();
	}

	async #erase(ids: readonly string[]): Promise<void> {
		if (ids.length === 0) return;
		await this.#store.write(
			ids.flatMap((key) => [
				{ store: 'candidates', key } as const,
				{ store: 'pictures', key } as const,
				{ store: 'thumbnails', key } as const,
			]),
		);
	}

	#changed(): void {
		this.#channel.postMessage('changed');
		this.#tell();
	}

	#tell(): void {
		for (const listener of this.#listeners) listener();
	}
}

async function toFile(blob: Blob): Promise<StoredFile> {
	return { type: blob.type, bytes: await blob.arrayBuffer() };
}

function toBlob({ type, bytes }: StoredFile): Blob {
	return new Blob([bytes], { type });
}
