import type { IdFit, IdRendering } from '$lib/bridge/id-photo-client';
import type { DetectedFace } from '$lib/domain/face';
import type { HeadMeasure, IdMode, IdSpec, IdSubject } from '$lib/domain/id-photo';
import { PhotoError, type Photo, type PhotoProblem } from '$lib/domain/photo';
import { m } from '$lib/paraglide/messages';
import { Activity } from './activity.svelte';
import { loadEngines } from './engines';
import { fineCutOut } from './fine-cut-out.svelte';
import { History } from './history.svelte';
import { choicesFor, recipeOf, withMode, withSpec, type IdChoices } from './id-choices';
import { loadIdClient } from './id-clients';
import { photoUrl } from './pictures';
import { settings } from './settings.svelte';
import { toasts } from './toasts.svelte';

/** Why there is no ID photo. */
export type DeskProblem =
	| { readonly kind: 'photo'; readonly problem: PhotoProblem }
	| { readonly kind: 'no-face' }
	| { readonly kind: 'device'; readonly detail: string };

/** Where each step ends on the one progress bar; measured on a laptop with nothing loaded. */
const DECODED = 0.1;
const STARTED = 0.5;
const FOUND = 0.75;

/** One photo on the desk, from the file to the finished picture. Owns the photo, its address and the drawing. */
class IdDesk {
	readonly activity = new Activity();
	#photo = $state.raw<Photo | null>(null);
	#url = $state.raw<string | null>(null);
	#faces = $state.raw<readonly DetectedFace[]>([]);
	#chosen = $state<number | null>(null);
	#subject: IdSubject | null = null;
	#cutOut = $state<'built-in' | 'fine'>('built-in');
	#measure = $state.raw<HeadMeasure | null>(null);
	#choices = $state.raw<History<IdChoices> | null>(null);
	#fit = $state.raw<IdFit | null>(null);
	#picture = $state.raw<IdRendering | null>(null);
	#drawing = $state(false);
	#problem = $state.raw<DeskProblem | null>(null);
	/** Of the newest photo and of the newest drawing; older work notices that it is no longer its own. */
	#work: AbortController | null = null;
	#draw: AbortController | null = null;

	get photo(): Photo | null {
		return this.#photo;
	}

	/** Of the photo at screen size. */
	get url(): string | null {
		return this.#url;
	}

	get faces(): readonly DetectedFace[] {
		return this.#faces;
	}

	/** Id of the face on the picture. */
	get chosen(): number | null {
		return this.#chosen;
	}

	get measure(): HeadMeasure | null {
		return this.#measure;
	}

	/** Which network cut the person out. */
	get cutOut(): 'built-in' | 'fine' {
		return this.#cutOut;
	}

	/** Null until a document was chosen. */
	get choices(): IdChoices | null {
		return this.#choices?.value ?? null;
	}

	get canUndo(): boolean {
		return this.#choices?.canUndo ?? false;
	}

	get canRedo(): boolean {
		return this.#choices?.canRedo ?? false;
	}

	/** Where the crop lies and what an official would say of it; comes before the picture. */
	get fit(): IdFit | null {
		return this.#fit;
	}

	/** As it was drawn last; the previous one while the next is drawn. */
	get picture(): IdRendering | null {
		return this.#picture;
	}

	/** True while what is shown is not yet what was chosen. */
	get drawing(): boolean {
		return this.#drawing;
	}

	get problem(): DeskProblem | null {
		return this.#problem;
	}

	/** Begins with a file. Never throws. */
	async openFile(file: File): Promise<void> {
		await this.#run(async (signal) => {
			this.activity.begin('decode');
			const { face } = await loadEngines();
			await this.#openPhoto(await face.decode(file, file.name, { signal }), signal);
		});
	}

	/** Begins with the photo of the studio, which keeps its own. Never throws. */
	async openCopy(photo: Photo): Promise<void> {
		await this.#run(async (signal) => {
			this.activity.begin('detect');
			const bitmap = await createImageBitmap(photo.bitmap);
			await this.#openPhoto({ ...photo, id: crypto.randomUUID(), bitmap }, signal);
		});
	}

	/** Another person of the photo. */
	async chooseFace(id: number): Promise<void> {
		const face = this.#faces.find((one) => one.id === id);
		if (!face || id === this.#chosen) return;
		await this.#run(async (signal) => {
			this.activity.begin('analyse');
			await this.#measureFace(face, signal, 0);
		});
	}

	/** Cuts the person out anew, with the network that is wanted now. Never throws. */
	async cutOutAgain(): Promise<void> {
		if (this.#measure) await this.#run((signal) => this.#applyCutOut(signal));
	}

	/** Another document. What was changed by hand and still makes sense stays. */
	chooseSpec(spec: IdSpec, mode: IdMode | null = null): void {
		const history = this.#choices;
		if (history) {
			const other = withSpec(history.value, spec);
			history.change(mode ? withMode(other, mode) : other);
		} else {
			this.#choices = new History(choicesFor(spec, mode));
		}
		void this.#redraw();
	}

	chooseMode(mode: IdMode): void {
		const history = this.#choices;
		if (!history || history.value.mode === mode) return;
		history.change(withMode(history.value, mode));
		void this.#redraw();
	}

	/** @param change of one field, which is what undo takes back */
	change(
		change: Partial<Pick<IdChoices, 'background' | 'retouch' | 'adjust' | 'correction'>>,
	): void {
		const history = this.#choices;
		if (!history) return;
		history.change({ ...history.value, ...change }, Object.keys(change).join());
		void this.#redraw();
	}

	undo(): void {
		this.#choices?.undo();
		void this.#redraw();
	}

	redo(): void {
		this.#choices?.redo();
		void this.#redraw();
	}

	/** Stops what runs; what is there stays. */
	cancel(): void {
		this.#work?.abort();
		this.#draw?.abort();
	}

	closeProblem(): void {
		this.#problem = null;
	}

	/** Takes the photo off the desk; the document stays chosen. */
	close(): void {
		this.cancel();
		this.#forgetPhoto();
		this.#problem = null;
		if (this.#choices) {
			const { spec, mode } = this.#choices.value;
			this.#choices.restart(choicesFor(spec, mode));
		}
	}

	/** Tries again where a failure stopped. */
	async retry(): Promise<void> {
		this.#problem = null;
		const face = this.#faces.find(({ id }) => id === this.#chosen) ?? this.#faces[0];
		if (this.#measure) return this.#redraw();
		await this.#run(async (signal) => {
			this.activity.begin('detect');
			if (face) await this.#measureFace(face, signal, FOUND);
			else if (this.#photo) await this.#findFaces(this.#photo, signal);
		});
	}

	/** Runs the newest work alone: the work before it is aborted, its errors become the problem to show. */
	async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		this.cancel();
		const controller = (this.#work = new AbortController());
		this.#problem = null;
		try {
			await work(controller.signal);
		} catch (error) {
			if (!controller.signal.aborted) this.#problem = describe(error);
		} finally {
			if (this.#work === controller) this.activity.end();
		}
	}

	async #openPhoto(photo: Photo, signal: AbortSignal): Promise<void> {
		let url: string;
		try {
			url = await photoUrl(photo.bitmap);
			signal.throwIfAborted();
		} catch (error) {
			photo.bitmap.close();
			throw error;
		}
		this.#forgetPhoto();
		this.#photo = photo;
		this.#url = url;
		// What was moved and painted belongs to the photo before.
		if (this.#choices) {
			const { spec, mode } = this.#choices.value;
			this.#choices.restart(choicesFor(spec, mode));
		}
		await this.#findFaces(photo, signal);
	}

	async #findFaces(photo: Photo, signal: AbortSignal): Promise<void> {
		const { face } = await loadEngines();
		await settings.startFaces(face, { signal, onProgress: this.activity.step(DECODED, STARTED) });
		const onProgress = this.activity.step(STARTED, FOUND);
		this.#faces = await face.findFaces(photo.bitmap, { signal, onProgress });
		if (this.#faces.length === 0) this.#problem = { kind: 'no-face' };
		else await this.#measureFace(this.#faces[0], signal, FOUND);
	}

	/** @param from where the work stands on the progress bar */
	async #measureFace(chosen: DetectedFace, signal: AbortSignal, from: number): Promise<void> {
		const photo = this.#photo!;
		this.#chosen = chosen.id;
		this.#measure = null;
		this.#fit = null;
		const [{ face }, client] = await Promise.all([loadEngines(), loadIdClient()]);
		const others = this.#faces.filter((one) => one !== chosen).map(({ box }) => box);
		const onProgress = this.activity.step(from, 1);
		const subject = await face.idSubject(photo.bitmap, chosen, others, { signal, onProgress });
		this.#measure = await client.open(photo.bitmap, subject, { signal });
		this.#subject = subject;
		this.#cutOut = 'built-in';
		this.activity.end();
		await this.#redraw();
		await this.#applyCutOut(signal);
	}

	/** The picture of the built-in cut-out is there by now, and stays when the fine one fails or is cancelled. */
	async #applyCutOut(signal: AbortSignal): Promise<void> {
		const [photo, subject] = [this.#photo, this.#subject];
		await fineCutOut.load();
		if (signal.aborted || !photo || !subject) return;
		if (fineCutOut.on) this.activity.begin('matte');
		const onProgress = this.activity.step(0, 1);
		const finer = fineCutOut.on
			? await fineCutOut.maskOf(photo.bitmap, subject, { signal, onProgress })
			: null;
		if (!finer && this.#cutOut === 'built-in') return;
		const client = await loadIdClient();
		this.#measure = await client.open(photo.bitmap, subject, { signal, finer });
		this.#cutOut = finer ? 'fine' : 'built-in';
		this.activity.end();
		await this.#redraw();
	}

	/** Draws what is chosen now: the newest choice wins. Never throws. */
	async #redraw(): Promise<void> {
		const choices = this.choices;
		if (!choices || !this.#measure) return;
		this.#draw?.abort();
		const { signal } = (this.#draw = new AbortController());
		this.#drawing = true;
		try {
			const client = await loadIdClient();
			const { spec, mode, adjust } = choices;
			this.#fit = await client.fit(spec, mode, { adjust, signal });
			this.#picture = await client.render(recipeOf(choices), choices.correction, { signal });
			this.#drawing = false;
		} catch (error) {
			if (signal.aborted) return;
			this.#drawing = false;
			if (this.#picture) toasts.show(m.id_draw_failed(), { tone: 'error' });
			else this.#problem = describe(error);
			console.error(error);
		}
	}

	#forgetPhoto(): void {
		if (this.#url) URL.revokeObjectURL(this.#url);
		this.#photo?.bitmap.close();
		this.#photo = null;
		this.#url = null;
		this.#faces = [];
		this.#chosen = null;
		this.#subject = null;
		this.#measure = null;
		this.#fit = null;
		this.#picture = null;
	}
}

function describe(error: unknown): DeskProblem {
	if (error instanceof PhotoError) return { kind: 'photo', problem: error.problem };
	console.error(error);
	return { kind: 'device', detail: error instanceof Error ? error.message : String(error) };
}

export const idDesk = new IdDesk();
