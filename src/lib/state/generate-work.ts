import type { GeneratedRecipe } from '$lib/domain/generated';
import type { JobProgress } from '$lib/domain/generation-job';
import type { GeneratePace } from './generate-pace';
import { pixelsOf, stepsRun } from './generate-recipe';

type Sized = Pick<GeneratedRecipe, 'width' | 'height' | 'steps' | 'strength'>;

/** How far a job is, in steps weighed by their pixels. */
export class JobWork {
	#done = 0;
	#drafts = 0;
	#finals = 0;
	#fraction = 0;

	/**
	 * @param job its id
	 * @param draft and `final`: any of either, for their cost
	 */
	constructor(
		private readonly job: string,
		private readonly draft: Sized,
		private readonly final: Sized,
		private readonly pace: GeneratePace,
	) {}

	/** How many of each are left, the one that is being drawn included. */
	left(drafts: number, finals: number): void {
		this.#drafts = drafts;
		this.#finals = finals;
	}

	/** Of a picture that was drawn, or was there already. */
	finish(kind: 'draft' | 'final'): void {
		this.#done += cost(this[kind]);
		if (kind === 'draft') this.#drafts = Math.max(0, this.#drafts - 1);
		else this.#finals = Math.max(0, this.#finals - 1);
	}

	/** @param step within the picture that is being drawn, of `steps` */
	at(phase: JobProgress['phase'], step = 0, steps = 0): JobProgress {
		const current = this[phase === 'searching' ? 'draft' : 'final'];
		const part = steps > 0 ? step / steps : 0;
		const left = this.#drafts * cost(this.draft) + this.#finals * cost(this.final);
		const total = this.#done + left;
		const fraction = total > 0 ? (this.#done + part * cost(current)) / total : 0;
		this.#fraction = Math.max(this.#fraction, Math.min(1, fraction));
		const seconds = this.pace.seconds([
			{ pixels: pixelsOf(this.draft), steps: this.#drafts * stepsRun(this.draft) },
			{ pixels: pixelsOf(this.final), steps: this.#finals * stepsRun(this.final) },
		]);
		const here = this.pace.seconds([
			{ pixels: pixelsOf(current), steps: part * stepsRun(current) },
		]);
		const secondsLeft = seconds === null || here === null ? null : Math.max(0, seconds - here);
		return { job: this.job, phase, fraction: this.#fraction, step, steps, secondsLeft };
	}
}

const cost = (recipe: Sized) => stepsRun(recipe) * pixelsOf(recipe);
