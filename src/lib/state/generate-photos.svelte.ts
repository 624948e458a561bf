import type { DetectedFace } from '$lib/domain/face';
import { PhotoError, type PhotoProblem } from '$lib/domain/photo';
import { makeThumbnail } from '$lib/gallery/thumbnail';
import { meanIdentity } from '$lib/likeness/mean-identity';
import { loadEngines } from './engines';
import { bestPhoto } from './generate-best';
import { portraitFile, type PhotoFace } from './generate-sitter';
import { settings } from './settings.svelte';

/** One of several photos of a person. */
export interface PersonPhoto {
	readonly id: number;
	readonly name: string;
	readonly status: 'reading' | 'ready' | 'no-face' | 'failed';
	/** Of a photo that cannot be used. */
	readonly problem: PhotoProblem | 'device' | null;
	/** Object URL of the face, when it is ready. */
	readonly url: string | null;
	readonly found: PhotoFace | null;
	/** More people are in the photo; the largest face was taken. */
	readonly crowd: boolean;
	/** Left out of the average: it shows somebody else, or too little. */
	readonly outlier: boolean;
}

/** More than these say nothing new about a face. */
export const MOST_PHOTOS = 12;

/** Several photos of one person, read one after the other. Nothing of them is stored. */
export class GeneratePhotos {
	#list = $state.raw<readonly PersonPhoto[]>([]);
	#next = 1;
	#work: Promise<void> = Promise.resolve();

	get list(): readonly PersonPhoto[] {
		return this.#list;
	}

	get reading(): boolean {
		return this.#list.some(({ status }) => status === 'reading');
	}

	/** Faces of the photos that can be used, outliers included. */
	get found(): readonly PhotoFace[] {
		return this.#list.flatMap(({ found }) => found ?? []);
	}

	/** The one that shows the face best, of those that count; null when there is none. */
	get best(): PersonPhoto | null {
		const counting = this.#list.flatMap((photo) =>
			photo.found && !photo.outlier ? { photo, face: photo.found.face } : [],
		);
		return counting.length > 0 ? bestPhoto(counting).photo : null;
	}

	/** Reads more photos. Never throws: each photo says how that went. */
	add(files: readonly File[]): Promise<void> {
		const room = Math.max(0, MOST_PHOTOS - this.#list.length);
		for (const file of files.slice(0, room)) {
			const id = this.#next++;
			const photo: PersonPhoto = {
				id,
				name: file.name,
				status: 'reading',
				problem: null,
				url: null,
				found: null,
				crowd: false,
				outlier: false,
			};
			this.#list = [...this.#list, photo];
			this.#work = this.#work.then(() => this.#read(id, file));
		}
		return this.#work;
	}

	remove(id: number): void {
		const photo = this.#list.find((one) => one.id === id);
		if (photo?.url) URL.revokeObjectURL(photo.url);
		this.#list = this.#list.filter((one) => one !== photo);
		this.#judge();
	}

	clear(): void {
		for (const { id } of this.#list) this.remove(id);
	}

	async #read(id: number, file: File): Promise<void> {
		const here = () => this.#list.some((photo) => photo.id === id);
		if (!here()) return;
		try {
			const { face } = await loadEngines();
			await settings.startFaces(face);
			const photo = await face.decode(file, file.name);
			try {
				const faces: readonly DetectedFace[] = await face.findFaces(photo.bitmap);
				if (faces.length === 0) return this.#put(id, { status: 'no-face' });
				const others = faces.slice(1).map(({ box }) => box);
				const found = await face.analyse(photo.bitmap, faces[0], others);
				const small = await makeThumbnail(await portraitFile(found.portrait));
				if (!here()) return;
				const crowd = faces.length > 1;
				this.#put(id, { status: 'ready', found, crowd, url: URL.createObjectURL(small) });
				this.#judge();
			} finally {
				photo.bitmap.close();
			}
		} catch (error) {
			const problem = error instanceof PhotoError ? error.problem : 'device';
			if (problem === 'device') console.error(error);
			this.#put(id, { status: 'failed', problem });
		}
	}

	#put(id: number, change: Partial<PersonPhoto>): void {
		this.#list = this.#list.map((photo) => (photo.id === id ? { ...photo, ...change } : photo));
	}

	/** Who is an outlier depends on everybody. */
	#judge(): void {
		const ready = this.#list.filter(({ found }) => found !== null);
		if (ready.length === 0) return;
		const { outliers } = meanIdentity(ready.map(({ found }) => found!.face.descriptor));
		const out = ready.filter((_, i) => outliers[i]).map(({ id }) => id);
		this.#list = this.#list.map((photo) => ({ ...photo, outlier: out.includes(photo.id) }));
	}
}
