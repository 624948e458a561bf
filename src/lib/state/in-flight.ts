/** Works that run beside each other. */
export class InFlight {
	readonly #running = new Set<Promise<void>>();

	get size(): number {
		return this.#running.size;
	}

	/** @param work must not throw: nobody would hear of it */
	start(work: () => Promise<void>): void {
		const promise = work().finally(() => this.#running.delete(promise));
		this.#running.add(promise);
	}

	/** Settles when one of those that run now has; never when there is none. */
	next(): Promise<void> {
		return Promise.race(this.#running);
	}
}
