import { RuntimeError } from '$lib/domain/runtime';

/** Rejects when nothing was heard of some work for too long. */
export class SilenceWatch {
	/** RuntimeError 'worker-crashed': only a fresh worker helps. */
	readonly broken: Promise<never>;
	readonly #break: (error: RuntimeError) => void;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** @param silenceMs how long the work may say nothing */
	constructor(private readonly silenceMs: number) {
		const { promise, reject } = Promise.withResolvers<never>();
		this.broken = promise;
		this.#break = reject;
		promise.catch(() => {
			// Heard by whoever waits for the work, if anybody still does.
		});
		this.heard();
	}

	/** The work has told of itself. */
	heard(): void {
		this.end();
		this.#timer = setTimeout(() => {
			const seconds = Math.round(this.silenceMs / 1000);
			this.#break(new RuntimeError('worker-crashed', `nothing was heard of it for ${seconds} s`));
		}, this.silenceMs);
	}

	/** The work has ended. */
	end(): void {
		clearTimeout(this.#timer);
	}
}
