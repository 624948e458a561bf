import type { DetectedFace, Face, Portrait } from '$lib/domain/face';
import type { Photo } from '$lib/domain/photo';
import type { Recipe } from '$lib/domain/recipe';
import { firstRecipes, recipeKey } from './queue';
import { Result } from './result.svelte';

/** The chosen person. */
export interface Subject {
	readonly face: Face;
	readonly portrait: Portrait;
	/** Object URL of the portrait crop, for comparing. */
	readonly portraitUrl: string;
}

/** One photo and all that was made of it. Owns the photo's bitmap, the results and the object URLs. */
export class Session {
	#faces = $state.raw<readonly DetectedFace[] | null>(null);
	#chosen = $state<number | null>(null);
	#subject = $state.raw<Subject | null>(null);
	#results = $state.raw<readonly Result[]>([]);
	#asked = $state.raw<Recipe | null>(null);
	#upcoming = $derived(firstRecipes(this.#asked).map((recipe) => new Result(recipe)));

	/**
	 * @param photoUrl object URL of the photo at screen size; the session revokes it
	 * @param asked a recipe to draw before all others
	 */
	constructor(
		readonly photo: Photo,
		readonly photoUrl: string,
		asked: Recipe | null = null,
	) {
		this.#asked = asked;
	}

	/** The recipe that the person asked for by name; drawn and shown before all others. */
	get asked(): Recipe | null {
		return this.#asked;
	}

	/** The first results as they will be, for the page to keep their places. */
	get upcoming(): readonly Result[] {
		return this.#upcoming;
	}

	/** Null until they were searched. */
	get faces(): readonly DetectedFace[] | null {
		return this.#faces;
	}

	/** Id of the chosen face. */
	get chosen(): number | null {
		return this.#chosen;
	}

	get subject(): Subject | null {
		return this.#subject;
	}

	/** In the order in which they were asked for. */
	get results(): readonly Result[] {
		return this.#results;
	}

	setFaces(faces: readonly DetectedFace[]): void {
		this.#faces = faces;
	}

	/** Another face: what was drawn of the previous one goes. */
	choose(id: number): void {
		this.#chosen = id;
		this.#setSubject(null);
		for (const result of this.#results) result.dispose();
		this.#results = [];
	}

	setSubject(subject: Subject): void {
		this.#setSubject(subject);
	}

	/** Another matte of the same person: everything is to be drawn again, in the same order. */
	correct(portrait: Portrait): void {
		if (!this.#subject) return;
		this.#subject = { ...this.#subject, portrait };
		const recipes = this.#results.map(({ recipe }) => recipe);
		for (const result of this.#results) result.dispose();
		this.#results = recipes.map((recipe) => new Result(recipe));
	}

	ask(recipes: readonly Recipe[]): void {
		this.add(recipes.map((recipe) => new Result(recipe)));
	}

	/** Owns the results from now on. */
	add(results: readonly Result[]): void {
		this.#results = [...this.#results, ...results];
	}

	/** Puts a recipe before all others; it is drawn if it was not. */
	askFirst(recipe: Recipe): void {
		this.#asked = recipe;
		const known = this.#results.some(({ key }) => key === recipeKey(recipe));
		if (this.#subject && !known) this.ask([recipe]);
	}

	/** Takes a result out without disposing it. @returns a function that puts it back */
	take(result: Result): () => void {
		const index = this.#results.indexOf(result);
		this.#results = this.#results.filter((one) => one !== result);
		return () => (this.#results = this.#results.toSpliced(index, 0, result));
	}

	dispose(): void {
		URL.revokeObjectURL(this.photoUrl);
		this.#setSubject(null);
		for (const result of this.#results) result.dispose();
		this.#results = [];
		this.photo.bitmap.close();
	}

	#setSubject(subject: Subject | null): void {
		if (this.#subject) URL.revokeObjectURL(this.#subject.portraitUrl);
		this.#subject = subject;
	}
}
