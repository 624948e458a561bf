import type { DetectedFace, MatteCorrection } from '$lib/domain/face';
import { PhotoError, type Photo, type PhotoProblem } from '$lib/domain/photo';
import type { Recipe, StyleId } from '$lib/domain/recipe';
import { m } from '$lib/paraglide/messages';
import { Activity } from './activity.svelte';
import { Drawing } from './drawing.svelte';
import { loadEngines } from './engines';
import { photoUrl, portraitUrl } from './pictures';
import { bringBack, forget } from './keeping';
import { anotherOfEach, compositionsOf, firstRecipes, moreRecipes, recipeKey } from './queue';
import type { Result } from './result.svelte';
import { Session } from './session.svelte';
import { settings } from './settings.svelte';
import { toasts } from './toasts.svelte';

/** Why the studio stopped: the photo is at fault, or the device is. */
export type StudioProblem =
	| { readonly kind: 'photo'; readonly problem: PhotoProblem }
	| { readonly kind: 'device'; readonly detail: string };

/** Where each step ends on the one progress bar; measured on a laptop with nothing loaded. */
const DECODED = 0.1;
const STARTED = 0.5;
const FOUND = 0.75;

/** From a photo to avatars. Owns the photo, the faces, the drawings and the clients of the workers. */
class Studio {
	readonly activity = new Activity();
	readonly drawing = new Drawing();
	#session = $state.raw<Session | null>(null);
	#problem = $state.raw<StudioProblem | null>(null);
	#stopped = $state(false);
	/** How many want the device for themselves. */
	#held = 0;
	/** Of the newest work; older work notices that it is no longer its own. */
	#work: AbortController | null = null;

	get session(): Session | null {
		return this.#session;
	}

	get problem(): StudioProblem | null {
		return this.#problem;
	}

	/** True when the person cancelled and something is left to do. */
	get stopped(): boolean {
		return this.#stopped;
	}

	/**
	 * Loads the runtime and the models before they are needed, when the page has nothing better to do.
	 * Never throws: the first photo tries again and tells.
	 */
	async warmUp(): Promise<void> {
		const { connection } = navigator as { connection?: { readonly saveData?: boolean } };
		if (connection?.saveData) return;
		try {
			const { face } = await loadEngines();
			// A photo that is opened meanwhile waits for this and shows how far it is.
			await settings.startFaces(face, { onProgress: this.activity.step(0, DECODED) });
		} catch (error) {
			console.error(error);
		}
	}

	/**
	 * Begins with a file: picked, dropped, pasted, shared, or launched with. Never throws.
	 * @param asked a recipe to draw before all others
	 */
	async openFile(file: File, asked: Recipe | null = null): Promise<void> {
		await this.#run(async (signal) => {
			this.activity.begin('decode');
			const { face } = await loadEngines();
			const photo = await face.decode(file, file.name, { signal });
			await this.#openPhoto(photo, asked, signal);
		});
	}

	/** Begins anew with a photo that was cropped or rotated by hand. Owns its bitmap from now on. */
	async openPhoto(photo: Photo): Promise<void> {
		const asked = this.#session?.asked ?? null;
		await this.#run(async (signal) => {
			this.activity.begin('detect');
			await this.#openPhoto(photo, asked, signal);
		});
	}

	/** Draws another person of the photo. */
	async chooseFace(id: number): Promise<void> {
		const session = this.#session;
		const face = session?.faces?.find((one) => one.id === id);
		if (!session || !face || session.chosen === id) return;
		await this.#run(async (signal) => {
			this.activity.begin('analyse');
			await this.#draw(session, face, signal, 0);
		});
	}

	/** Stops what runs; what is there stays. */
	cancel(): void {
		this.#work?.abort();
		this.#stopped = this.#session !== null;
	}

	/** Goes on where cancel() or a failure stopped. */
	async resume(): Promise<void> {
		const session = this.#session;
		if (!session) return;
		for (const result of session.results) result.retry();
		await this.#run(async (signal) => {
			this.activity.begin('detect');
			if (!session.faces) await this.#findFaces(session, signal);
			else if (!session.subject) await this.#draw(session, chosenFace(session), signal, FOUND);
			else await this.#drawResults(session, signal);
		});
	}

	/** Draws an avatar that failed once more. */
	retry(result: Result): void {
		result.retry();
		if (!this.drawing.running) void this.resume();
	}

	/** Draws a recipe of the open photo before all others, and shows it first. */
	async askFirst(recipe: Recipe): Promise<void> {
		const session = this.#session;
		if (!session) return;
		session.askFirst(recipe);
		this.#want(recipe);
		if (session.subject && !this.drawing.running) await this.resume();
	}

	/** What the person looks at: a style, which gets its four compositions then, or null for all. */
	async look(style: StyleId | null): Promise<void> {
		this.drawing.wanted = { ...this.drawing.wanted, style };
		if (style) await this.#askFor((drawn) => compositionsOf(style, drawn));
	}

	/** Four other compositions of a style, or one more of every style. */
	async moreLike(style: StyleId | null): Promise<void> {
		await this.#askFor((drawn) => (style ? moreRecipes(drawn, style) : anotherOfEach(drawn)));
	}

	/** @param choose gets the untuned recipes that are there */
	async #askFor(choose: (drawn: readonly Recipe[]) => readonly Recipe[]): Promise<void> {
		const session = this.#session;
		if (!session?.subject) return;
		const recipes = choose(session.results.map(({ recipe }) => recipe));
		if (recipes.length === 0) return;
		session.ask(recipes);
		if (!this.drawing.running && !this.#held && !this.#stopped) await this.resume();
	}

	/**
	 * Lets nothing be drawn until the returned function is called, so that something else has the device to itself:
	 * an avatar that is tuned, a print. Holds add up.
	 */
	hold(): () => void {
		this.#held++;
		const wasRunning = this.drawing.running;
		if (wasRunning) this.#work?.abort();
		let released = false;
		return () => {
			if (released) return;
			released = true;
			this.#held--;
			const left = this.#session?.results.some(({ unfinished }) => unfinished) ?? false;
			if (this.#held === 0 && left && !this.#stopped) void this.resume();
		};
	}

	/** Draws everything again with what the person painted on the matte. */
	async correctMatte(session: Session, correction: MatteCorrection | undefined): Promise<void> {
		if (session !== this.#session || !session.subject) return;
		session.correct({ ...session.subject.portrait, correction });
		await this.resume();
	}

	/** Puts an avatar that was drawn elsewhere beside the others of the session. */
	adopt(session: Session, result: Result): void {
		if (session === this.#session) session.add([result]);
		else result.dispose();
	}

	/** Takes the photo and its avatars off the page, with a way back. Avatars in the gallery stay there. */
	removePhoto(): void {
		const session = this.#session;
		if (!session) return;
		this.#work?.abort();
		this.#session = null;
		this.#stopped = false;
		toasts.show(m.photo_removed(), {
			action: {
				label: m.action_undo(),
				run: () => {
					this.#replace(session);
					void this.resume();
				},
			},
			onExpire: () => session.dispose(),
		});
	}

	/** Deletes one avatar, with a way back. */
	async deleteResult(result: Result): Promise<void> {
		const putBack = this.#session?.take(result);
		if (!putBack) return;
		await forget(result);
		const undo = () => {
			putBack();
			void bringBack(result);
			if (!this.drawing.running && !this.#stopped) void this.resume(); // it may be a draft
		};
		toasts.show(m.result_deleted_short(), {
			action: { label: m.action_undo(), run: undo },
			onExpire: () => result.dispose(),
		});
	}

	closeProblem(): void {
		this.#problem = null;
	}

	/** Runs the newest work alone: the work before it is aborted, its errors become the problem to show. */
	async #run(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
		this.#work?.abort();
		const controller = new AbortController();
		this.#work = controller;
		this.#problem = null;
		this.#stopped = false;
		try {
			await work(controller.signal);
		} catch (error) {
			if (!controller.signal.aborted) this.#problem = describeProblem(error);
		} finally {
			if (this.#work === controller) this.activity.end();
		}
	}

	async #openPhoto(photo: Photo, asked: Recipe | null, signal: AbortSignal): Promise<void> {
		let session: Session;
		try {
			session = new Session(photo, await photoUrl(photo.bitmap), asked);
			signal.throwIfAborted();
		} catch (error) {
			photo.bitmap.close();
			throw error;
		}
		this.#replace(session);
		await this.#findFaces(session, signal);
	}

	async #findFaces(session: Session, signal: AbortSignal): Promise<void> {
		const { face } = await loadEngines();
		await settings.startFaces(face, { signal, onProgress: this.activity.step(DECODED, STARTED) });
		const onProgress = this.activity.step(STARTED, FOUND);
		const faces = await face.findFaces(session.photo.bitmap, { signal, onProgress });
		session.setFaces(faces);
		if (faces.length > 0) await this.#draw(session, faces[0], signal, FOUND);
	}

	/** @param from where the work stands on the progress bar */
	async #draw(session: Session, chosen: DetectedFace, signal: AbortSignal, from: number) {
		session.choose(chosen.id);
		const { face } = await loadEngines();
		const others = (session.faces ?? []).filter((one) => one !== chosen).map(({ box }) => box);
		const onProgress = this.activity.step(from, 1);
		const analysed = await face.analyse(session.photo.bitmap, chosen, others, {
			signal,
			onProgress,
		});
		session.setSubject({ ...analysed, portraitUrl: await portraitUrl(analysed.portrait) });
		session.ask(firstRecipes(session.asked));
		if (session.asked) this.#want(session.asked);
		await this.#drawResults(session, signal);
	}

	async #drawResults(session: Session, signal: AbortSignal): Promise<void> {
		this.activity.end();
		if (this.#held > 0) return; // goes on when it is let go
		await this.drawing.run(session, await loadEngines(), signal);
	}

	#want(recipe: Recipe): void {
		this.drawing.wanted = { ...this.drawing.wanted, key: recipeKey(recipe) };
	}

	#replace(session: Session): void {
		this.#session?.dispose();
		this.#session = session;
	}
}

function chosenFace({ faces, chosen }: Session): DetectedFace {
	const face = faces?.find(({ id }) => id === chosen) ?? faces?.[0];
	if (!face) throw new RangeError('This photo has no face.');
	return face;
}

function describeProblem(error: unknown): StudioProblem {
	if (error instanceof PhotoError) return { kind: 'photo', problem: error.problem };
	console.error(error);
	return { kind: 'device', detail: error instanceof Error ? error.message : String(error) };
}

export const studio = new Studio();
