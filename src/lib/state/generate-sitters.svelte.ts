import type { StoredSource } from '$lib/storage/schema-generate';
import { GeneratePhotos } from './generate-photos.svelte';
import { personOf, portraitFile, sourceOfPerson, sourceOfPhotos } from './generate-sitter';
import { persons, type PersonView } from './persons.svelte';
import { studio } from './studio.svelte';

/** The open photo of the studio, the photos that were given here, or the id of a saved person. */
export type SitterId = 'studio' | 'photos' | `person:${string}`;

/** Whose pictures are drawn. */
export class GenerateSitters {
	readonly photos = new GeneratePhotos();
	#wanted = $state<SitterId | null>(null);
	/** Object URLs of portraits by job, while this tab lives: what jobs store of a photo goes with them. */
	#portraits = $state.raw<Readonly<Record<string, string>>>({});

	/** Those that can be chosen now. */
	get ids(): readonly SitterId[] {
		const { session } = studio;
		return [
			...(this.photos.list.length > 0 ? (['photos'] as const) : []),
			...(session?.subject ? (['studio'] as const) : []),
			...persons.list.map(({ person }) => `person:${person.id}` as const),
		];
	}

	/** The chosen one, else the first; null when there is nobody. */
	get chosen(): SitterId | null {
		return this.ids.find((id) => id === this.#wanted) ?? this.ids[0] ?? null;
	}

	choose(id: SitterId): void {
		this.#wanted = id;
	}

	/** Whether pictures can begin from a photo, and not from the face alone. */
	get structure(): boolean {
		const { chosen } = this;
		return chosen === 'studio' || chosen === 'photos' || !!this.#person()?.person.portrait;
	}

	/** Whether somebody is chosen whose face is known. */
	get ready(): boolean {
		return this.chosen === 'photos'
			? this.photos.found.length > 0 && !this.photos.reading
			: this.chosen !== null;
	}

	/** What jobs need of whoever is chosen; null when there is nobody. */
	async source(): Promise<StoredSource | null> {
		const { chosen } = this;
		const { session } = studio;
		if (chosen === 'studio' && session?.subject) return sourceOfPhotos([session.subject]);
		if (chosen === 'photos' && this.ready) return sourceOfPhotos(this.photos.found);
		const view = this.#person();
		return view ? sourceOfPerson(view.person) : null;
	}

	/** Keeps the person of the given photos, or of the studio's. @returns whether they were saved */
	async save(name: string): Promise<boolean> {
		const { session } = studio;
		const photos =
			this.chosen === 'studio' && session?.subject ? [session.subject] : this.photos.found;
		if (photos.length === 0) return false;
		const person = await personOf(name, photos);
		if (!(await persons.save(person))) return false;
		this.#wanted = this.chosen; // the photos are better than what is kept of them
		return true;
	}

	/** Object URL of the portrait that a job was begun from; null when it is not known any more. */
	portraitOf(job: string): string | null {
		return this.#portraits[job] ?? null;
	}

	/** Remembers whose jobs these are, for comparing. */
	remember(jobs: readonly string[]): void {
		void this.#portraitUrl()
			.then((url) => {
				if (!url) return;
				const more = Object.fromEntries(jobs.map((job) => [job, url]));
				this.#portraits = { ...this.#portraits, ...more };
			})
			.catch((error: unknown) => console.error(error));
	}

	async #portraitUrl(): Promise<string | null> {
		const { chosen } = this;
		const { session } = studio;
		const subject =
			chosen === 'studio' ? session?.subject : chosen === 'photos' ? this.photos.best?.found : null;
		if (subject) return URL.createObjectURL(await portraitFile(subject.portrait));
		const view = this.#person();
		return view ? URL.createObjectURL(view.person.portrait ?? view.person.thumbnail) : null;
	}

	/** The saved person who is chosen; null when it is somebody else. */
	#person(): PersonView | null {
		return persons.list.find(({ person }) => `person:${person.id}` === this.chosen) ?? null;
	}
}
