import type { GeneratedRecipe } from '$lib/domain/generated';
import type { JobProgress } from '$lib/domain/generation-job';
import type { GeneratePace } from './generate-pace';
import { pixelsOf, stepsRun } from './generate-recipe';

type Sized = Pick<GeneratedRecipe, 'width' | 'height' | 'steps' | 'strength'>;

/** Share of a job's progress that opening its pack takes. */
export const OPENING_SHARE = 0.1;

/** How far a job is, in steps weighed by their pixels. */
export class JobWork {
	readonly #full: number;
	#fraction = 0;
	#told = 0;

	/**
	 * @param job its id
	 * @param full any of its finished pictures, for the cost
	 * @param pictures upper bound of the whole job's cost, in such pictures
	 */
	constructor(
		private readonly job: string,
		private readonly full: Sized,
		private readonly pictures: number,
		private readonly pace: GeneratePace,
	) {
		this.#full = cost(full);
	}

	/** Of the whole job, without the picture that is being drawn. */
	reach(fraction: number): void {
		this.#fraction = Math.max(this.#fraction, Math.min(1, fraction));
	}

	/** @param step within the picture that is being drawn, of `steps` */
	at(phase: JobProgress['phase'], recipe: Sized, step = 0, steps = 0): JobProgress {
		const part = steps > 0 ? step / steps : 0;
		const current = cost(recipe) / this.#full / this.pictures;
		this.#told = Math.max(this.#told, Math.min(1, this.#fraction + part * current));
		const picture = this.pace.seconds([
			{ pixels: pixelsOf(this.full), steps: stepsRun(this.full) },
		]);
		return {
			job: this.job,
			phase,
			fraction: OPENING_SHARE + (1 - OPENING_SHARE) * this.#told,
			step,
			steps,
			secondsLeft: picture === null ? null : picture * this.pictures * (1 - this.#told),
		};
	}
}

const cost = (recipe: Sized) => stepsRun(recipe) * pixelsOf(recipe);
