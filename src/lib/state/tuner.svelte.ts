import { FINAL_SIDE, PREVIEW_SIDE, type Recipe, type Tuning } from '$lib/domain/recipe';
import { STYLE_CONTROLS } from '$lib/domain/style-table';
import { obeyed, TUNING_RANGES, tuningKey } from '$lib/domain/tuning';
import { sliderEffect } from '$lib/likeness/slider-effect';
import type { Rendering } from '$lib/bridge/studio-client';
import { drawNow } from './draw-now';
import { loadEngines } from './engines';
import { loadExportClient } from './export-client';
import { finish } from './finish';
import { Result } from './result.svelte';
import type { Session } from './session.svelte';
import { studio } from './studio.svelte';

/** How long a control rests before the picture is drawn in full. */
const REST_MS = 500;
/** Changes of one control within this time are one step of undo. */
const STEP_MS = 900;

/**
 * Changes an avatar by hand: a small picture follows every move of a control, the newest wins; the full one comes
 * when it rests. Has the device to itself until close().
 */
export class Tuner {
	readonly recipe: Recipe;
	readonly #session: Session;
	readonly #release: () => void;
	#tuning = $state.raw<Tuning>({});
	#history = $state.raw<readonly Tuning[]>([]);
	#url = $state.raw<string | null>(null);
	/** Side of the picture that is shown; 0 before the first. */
	#side = $state(0);
	#drawing = $state(false);
	#failed = $state(false);
	#saving = $state(false);
	/** The full picture of the newest choices, until it is kept. */
	#final: { readonly key: string; readonly rendering: Rendering } | null = null;
	#work = new AbortController();
	/** Settles when what is being drawn is there, or never will be. */
	#running: Promise<unknown> | null = null;
	#closed = false;
	#rest: ReturnType<typeof setTimeout> | undefined;
	#lastStep: { readonly name: string; readonly at: number } | null = null;

	constructor(session: Session, result: Result) {
		this.#session = session;
		this.recipe = result.recipe;
		this.#tuning = result.recipe.tuning ?? {};
		this.#release = studio.hold();
	}

	get tuning(): Tuning {
		return this.#tuning;
	}

	get controls() {
		return STYLE_CONTROLS[this.recipe.style];
	}

	/** What was measured at the likeness slider's place; null where the style has none. */
	get likeness() {
		const own = TUNING_RANGES.likeness.own;
		return sliderEffect(this.recipe.style, this.#tuning.likeness ?? own);
	}

	/** Of the newest picture; null before the first change: the avatar's own is right until then. */
	get url(): string | null {
		return this.#url;
	}

	/** The picture shows the newest choices in full size. */
	get settled(): boolean {
		return this.#side === FINAL_SIDE && !this.#drawing;
	}

	get drawing(): boolean {
		return this.#drawing;
	}

	get failed(): boolean {
		return this.#failed;
	}

	get saving(): boolean {
		return this.#saving;
	}

	get canUndo(): boolean {
		return this.#history.length > 0;
	}

	/** Differs from the avatar it began with. */
	get changed(): boolean {
		return tuningKey(this.#obeyed()) !== tuningKey(this.recipe.tuning);
	}

	/** Differs from what the seed alone gives. */
	get tuned(): boolean {
		return this.#obeyed() !== undefined;
	}

	/** @param value undefined gives the choice back to the seed */
	set(name: keyof Tuning, value: number | undefined): void {
		if (this.#tuning[name] === value) return;
		const now = performance.now();
		const goesOn = this.#lastStep?.name === name && now - this.#lastStep.at < STEP_MS;
		if (!goesOn) this.#history = [...this.#history, this.#tuning];
		this.#lastStep = { name, at: now };
		this.#show({ ...this.#tuning, [name]: value });
	}

	/** Everything as the seed decides. */
	reset(): void {
		this.#history = [...this.#history, this.#tuning];
		this.#lastStep = null;
		this.#show({});
	}

	undo(): void {
		const before = this.#history.at(-1);
		if (!before) return;
		this.#history = this.#history.slice(0, -1);
		this.#lastStep = null;
		this.#show(before);
	}

	/** Draws the newest choices again after a failure. */
	retry(): void {
		this.#show(this.#tuning);
	}

	/** Makes the newest choices an avatar of the session, in the gallery like the others. Never throws. */
	async keep(): Promise<Result | null> {
		const { subject } = this.#session;
		if (!subject || !this.changed) return null;
		const recipe = this.#recipe();
		const key = tuningKey(recipe.tuning);
		this.#saving = true;
		try {
			if (this.#final?.key !== key) await this.#draw(FINAL_SIDE);
			const final = this.#final;
			if (final?.key !== key) return null; // it failed or was closed, and says so
			this.#final = null; // finish() closes the picture
			const result = new Result(recipe);
			const { face } = await loadEngines();
			await finish(result, final.rendering, subject, face, new AbortController().signal);
			studio.adopt(this.#session, result);
			return result;
		} catch (error) {
			console.error(error);
			this.#failed = true;
			return null;
		} finally {
			this.#saving = false;
		}
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#rest);
		this.#work.abort();
		this.#forgetFinal();
		if (this.#url) URL.revokeObjectURL(this.#url);
		this.#url = null;
		this.#release();
	}

	#recipe(): Recipe {
		const { version, style, seed } = this.recipe;
		const recipe: Recipe = { version, style, seed };
		const tuning = this.#obeyed();
		return tuning ? { ...recipe, tuning } : recipe;
	}

	#obeyed(): Tuning | undefined {
		return obeyed(this.#tuning, this.controls);
	}

	#show(tuning: Tuning): void {
		this.#tuning = tuning;
		clearTimeout(this.#rest);
		this.#rest = setTimeout(() => void this.#draw(FINAL_SIDE), REST_MS);
		void this.#draw(PREVIEW_SIDE);
	}

	/** Draws the newest choices; what was being drawn before is given up. Never throws. */
	async #draw(side: number): Promise<void> {
		const { subject } = this.#session;
		if (!subject) return;
		// A preview on its way to the screen is not thrown away for its own final.
		const tuning = this.#tuning;
		while (side === FINAL_SIDE && this.#running) await this.#running;
		if (this.#closed || tuning !== this.#tuning) return;
		if (side === FINAL_SIDE && this.#final?.key === tuningKey(this.#obeyed())) return;
		this.#work.abort();
		const work = new AbortController();
		this.#work = work;
		this.#forgetFinal();
		this.#failed = false;
		this.#drawing = true;
		const recipe = this.#recipe();
		const key = tuningKey(recipe.tuning);
		const done = (async () => {
			const rendering = await drawNow(subject, recipe, side, { signal: work.signal });
			await this.#accept(rendering, key, work.signal);
		})();
		this.#running = done.catch(() => undefined);
		try {
			await done;
		} catch (error) {
			if (work.signal.aborted) return;
			console.error(error);
			this.#failed = true;
		} finally {
			if (this.#work === work) {
				this.#drawing = false;
				this.#running = null;
			}
		}
	}

	async #accept(rendering: Rendering, key: string, signal: AbortSignal): Promise<void> {
		const { picture, side } = rendering;
		const encoder = await loadExportClient();
		const file = await encoder.encodeBitmap(picture, 'png');
		if (signal.aborted) return picture.close();
		if (this.#url) URL.revokeObjectURL(this.#url);
		this.#url = URL.createObjectURL(file);
		this.#side = side;
		if (side === FINAL_SIDE) this.#final = { key, rendering };
		else picture.close();
	}

	#forgetFinal(): void {
		this.#final?.rendering.picture.close();
		this.#final = null;
	}
}
