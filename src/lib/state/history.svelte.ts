/** Changes in one field that follow each other faster than this are one step back: a slider on its way. */
const ONE_STEP_MS = 700;

/** A value with undo and redo. */
export class History<T> {
	#value = $state.raw() as T;
	#before = $state.raw<readonly T[]>([]);
	#after = $state.raw<readonly T[]>([]);
	#last: { readonly what: string; readonly at: number } | null = null;

	constructor(value: T) {
		this.#value = value;
	}

	get value(): T {
		return this.#value;
	}

	get canUndo(): boolean {
		return this.#before.length > 0;
	}

	get canRedo(): boolean {
		return this.#after.length > 0;
	}

	/** @param what is changed: quick changes of the same are undone together; without it this is a step of its own */
	change(value: T, what?: string): void {
		const at = performance.now();
		const same =
			what !== undefined && this.#last?.what === what && at - this.#last.at < ONE_STEP_MS;
		if (!same) this.#before = [...this.#before, this.#value];
		this.#last = what === undefined ? null : { what, at };
		this.#after = [];
		this.#value = value;
	}

	undo(): void {
		if (!this.canUndo) return;
		const value = this.#before[this.#before.length - 1];
		this.#after = [this.#value, ...this.#after];
		this.#before = this.#before.slice(0, -1);
		this.#value = value;
		this.#last = null;
	}

	redo(): void {
		if (!this.canRedo) return;
		const value = this.#after[0];
		this.#before = [...this.#before, this.#value];
		this.#after = this.#after.slice(1);
		this.#value = value;
		this.#last = null;
	}

	/** Another value, and nothing to go back to. */
	restart(value: T): void {
		this.#value = value;
		this.#before = [];
		this.#after = [];
		this.#last = null;
	}
}
