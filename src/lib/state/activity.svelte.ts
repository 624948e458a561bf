import type { Progress, ProgressStage } from '$lib/domain/progress';

/** No estimate before this share of the work, or this time, has gone by: it would jump about. */
const ENOUGH_FRACTION = 0.08;
const ENOUGH_MS = 500;

/** What the app is busy with now, on one bar, with the time left. */
export class Activity {
	#stage = $state<ProgressStage | null>(null);
	#fraction = $state(0);
	#secondsLeft = $state<number | null>(null);
	#startedAt = 0;

	/** Null when nothing runs. */
	get stage(): ProgressStage | null {
		return this.#stage;
	}

	/** 0..1, never falls between begin() and end(). */
	get fraction(): number {
		return this.#fraction;
	}

	/** Whole seconds, or null while unknown or under a second. */
	get secondsLeft(): number | null {
		return this.#secondsLeft;
	}

	begin(stage: ProgressStage): void {
		this.#stage = stage;
		this.#fraction = 0;
		this.#secondsLeft = null;
		this.#startedAt = performance.now();
	}

	/** Takes the progress of one step and maps its 0..1 to from..to of the whole. */
	step(from: number, to: number): (progress: Progress) => void {
		return ({ stage, fraction }) => {
			if (this.#stage === null) return; // a late report of work that was cancelled
			this.#stage = stage;
			this.#fraction = Math.max(this.#fraction, from + (to - from) * fraction);
			const elapsed = performance.now() - this.#startedAt;
			if (this.#fraction < ENOUGH_FRACTION || elapsed < ENOUGH_MS) return;
			const left = (elapsed * (1 - this.#fraction)) / this.#fraction / 1000;
			this.#secondsLeft = left >= 1 ? Math.ceil(left) : null;
		};
	}

	end(): void {
		this.#stage = null;
		this.#secondsLeft = null;
	}
}
