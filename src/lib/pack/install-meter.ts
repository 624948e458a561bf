import type { InstallPhase, InstallProgress, PackProblem } from '$lib/domain/pack';

/** Speed is taken over this many milliseconds: long enough to be steady, short enough to be true. */
const WINDOW = 8000;

/** Counts what an install has done and works out speed and time left. */
export class InstallMeter {
	readonly #pack: string;
	readonly #total: number;
	readonly #samples: { at: number; bytes: number }[] = [];
	#bytes: number;
	#phase: InstallPhase = 'listing';
	#current = '';
	#waiting: InstallProgress['waiting'] = null;

	/** @param present bytes that were there before this run: they count as done, not as speed */
	constructor(pack: string, total: number, present: number) {
		this.#pack = pack;
		this.#total = total;
		this.#bytes = present;
	}

	enter(phase: InstallPhase, current = ''): void {
		this.#phase = phase;
		this.#current = current;
	}

	add(bytes: number, now: number): void {
		this.#bytes = Math.min(this.#total, this.#bytes + bytes);
		this.#samples.push({ at: now, bytes });
	}

	wait(waiting: { readonly because: PackProblem; readonly retryAt: number } | null): void {
		this.#waiting = waiting;
	}

	progress(now: number): InstallProgress {
		while (this.#samples.length > 0 && this.#samples[0].at < now - WINDOW) this.#samples.shift();
		const moved = this.#samples.reduce((sum, { bytes }) => sum + bytes, 0);
		const seconds = this.#samples.length > 0 ? (now - this.#samples[0].at) / 1000 : 0;
		const speed = seconds >= 1 ? moved / seconds : null;
		return {
			pack: this.#pack,
			phase: this.#phase,
			bytesDone: this.#bytes,
			bytesTotal: this.#total,
			bytesPerSecond: speed,
			secondsLeft: speed ? (this.#total - this.#bytes) / speed : null,
			current: this.#current,
			waiting: this.#waiting,
		};
	}
}
