import type { Affine } from '$lib/domain/geometry';
import { PREVIEW_SIDE, type Candidate, type Likeness, type Recipe } from '$lib/domain/recipe';
import { recipeKey } from './queue';

export type ResultStatus = 'waiting' | 'preview' | 'final' | 'failed';

/** Whether the gallery has it: not yet, yes, or why not. */
export type Keeping = 'open' | 'kept' | 'full' | 'refused';

/** What one drawing gave. */
export interface DrawnPicture {
	readonly picture: Blob;
	readonly side: number;
	/** Maps portrait pixels to picture pixels. */
	readonly fromPortrait: Affine;
	readonly likeness: Likeness | null;
}

/** One avatar in the making: first nothing, then a preview, then the final picture. Owns its object URL. */
export class Result {
	readonly key: string;
	#status = $state<ResultStatus>('waiting');
	#drawn = $state.raw<DrawnPicture | null>(null);
	#url = $state.raw<string | null>(null);
	#candidate = $state.raw<Candidate | null>(null);
	/** Of the candidate; a gallery that is full or refuses leaves it on the page alone. */
	keeping = $state<Keeping>('open');
	/** Shown at once; the gallery follows. */
	favourite = $state(false);
	/** Taken off the page: what is still being drawn of it is not kept. */
	deleted = false;
	/** True while it is being drawn or finished: the queue passes it over. */
	busy = false;

	constructor(readonly recipe: Recipe) {
		this.key = recipeKey(recipe);
	}

	get status(): ResultStatus {
		return this.#status;
	}

	/** Something is left to draw. */
	get unfinished(): boolean {
		return this.#status === 'waiting' || this.#status === 'preview';
	}

	get drawn(): DrawnPicture | null {
		return this.#drawn;
	}

	/** Of the best picture so far. */
	get url(): string | null {
		return this.#url;
	}

	get likeness(): Likeness | null {
		return this.#drawn?.likeness ?? null;
	}

	/** The finished avatar, as it is kept in the gallery. */
	get candidate(): Candidate | null {
		return this.#candidate;
	}

	/** Shows a drawing; one with a candidate is final. */
	accept(drawn: DrawnPicture, candidate: Candidate | null = null): void {
		if (this.#url) URL.revokeObjectURL(this.#url);
		this.#drawn = drawn;
		this.#url = URL.createObjectURL(drawn.picture);
		this.#candidate = candidate;
		this.#status = drawn.side > PREVIEW_SIDE ? 'final' : 'preview';
	}

	/** Adds the likeness to the draft that is shown. */
	score(likeness: Likeness): void {
		if (this.#drawn) this.#drawn = { ...this.#drawn, likeness };
	}

	fail(): void {
		this.#status = 'failed';
	}

	/** Back into the queue after a failure. */
	retry(): void {
		if (this.#status === 'failed') this.#status = this.#drawn ? 'preview' : 'waiting';
	}

	dispose(): void {
		if (this.#url) URL.revokeObjectURL(this.#url);
		this.#url = null;
	}
}
