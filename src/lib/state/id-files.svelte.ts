import type { IdFile, IdFormat } from '$lib/bridge/export-client';
import type { IdRendering } from '$lib/bridge/id-photo-client';
import type { Candidate } from '$lib/domain/recipe';
import { NotSavedError } from '$lib/gallery/gallery';
import { m } from '$lib/paraglide/messages';
import { loadExportClient } from './export-client';
import { recipeOf, type IdChoices } from './id-choices';
import { openGallery } from './open-gallery';
import { saveFile } from './save-file';
import { toasts } from './toasts.svelte';

/** Why the gallery does not have a finished ID photo; the person has the file in any case. */
type Refusal = 'full' | 'refused';

/** The file of the picture on the desk: written when it rests, kept when it is downloaded. */
class IdFiles {
	format = $state<IdFormat>('jpeg');
	#file = $state.raw<IdFile | null>(null);
	#writing = $state(false);
	#stop: AbortController | null = null;
	/** What the gallery has already. */
	#kept: IdFile | null = null;

	/** Of the newest picture; null until it is written. */
	get file(): IdFile | null {
		return this.#file;
	}

	get writing(): boolean {
		return this.#writing;
	}

	/** Writes the picture; the newest wins. Never throws. */
	async write(picture: IdRendering, { spec, mode }: IdChoices): Promise<void> {
		this.#stop?.abort();
		const { signal } = (this.#stop = new AbortController());
		this.#file = null;
		this.#writing = true;
		try {
			const client = await loadExportClient();
			const { width, height, rgba } = picture;
			const format = spec.file.formats.includes(this.format) ? this.format : spec.file.formats[0];
			const pixels = { width, height, data: rgba };
			this.#file = await client.writeIdFile(pixels, spec, { format, mode }, { signal });
		} catch (error) {
			if (signal.aborted) return;
			console.error(error);
			toasts.show(m.export_failed(), { tone: 'error' });
		} finally {
			if (!signal.aborted) this.#writing = false;
		}
	}

	/** Takes away what is no longer on the desk. */
	clear(): void {
		this.#stop?.abort();
		this.#file = null;
		this.#writing = false;
	}

	/** Hands the file out under a name that says what it is, and keeps it in the gallery. Never throws. */
	async download(choices: IdChoices, picture: IdRendering, person: string): Promise<void> {
		const file = this.#file;
		if (!file) return;
		const { idFileName } = await import('$lib/idphoto/file/names');
		const extension = file.file.type === 'image/png' ? 'png' : 'jpg';
		saveFile(file.file, idFileName(person, choices.spec, extension));
		await this.keep(choices, picture);
	}

	/** Puts the file into the gallery, once. Tells failures and never throws. */
	async keep(choices: IdChoices, { width, height }: IdRendering): Promise<void> {
		const file = this.#file;
		if (!file || this.#kept === file) return;
		const candidate: Candidate = {
			id: crypto.randomUUID(),
			recipe: recipeOf(choices),
			picture: file.file,
			cutout: null,
			width,
			height,
			likeness: null,
			createdAt: Date.now(),
		};
		try {
			const { gallery } = await openGallery();
			await gallery.save(candidate);
			this.#kept = file;
			toasts.show(m.id_kept());
		} catch (error) {
			console.error(error);
			const why: Refusal =
				error instanceof NotSavedError && error.kind === 'full' ? 'full' : 'refused';
			toasts.show(why === 'full' ? m.id_not_kept_full() : m.id_not_kept(), { tone: 'error' });
		}
	}
}

export const idFiles = new IdFiles();
