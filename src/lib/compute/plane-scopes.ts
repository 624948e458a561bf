import type { Plane } from './kernel';

/** Which planes were made inside which scope, and which of them outlive it. */
export class PlaneScopes {
	readonly #scopes: Set<Plane>[] = [];

	made(plane: Plane): void {
		this.#scopes.at(-1)?.add(plane);
	}

	released(plane: Plane): void {
		for (const scope of this.#scopes) scope.delete(plane);
	}

	/** Runs `body`, then hands what it made and does not return to `release`, whether it threw or not. */
	async run<T>(body: () => Promise<T>, release: (planes: Plane[]) => void): Promise<T> {
		const scope = new Set<Plane>();
		this.#scopes.push(scope);
		try {
			const result = await body();
			for (const plane of objectsIn(result)) {
				if (!scope.delete(plane as Plane)) continue;
				this.#parentOf(scope)?.add(plane as Plane);
			}
			return result;
		} finally {
			this.#scopes.splice(this.#scopes.indexOf(scope), 1);
			release([...scope]);
		}
	}

	#parentOf(scope: Set<Plane>): Set<Plane> | undefined {
		return this.#scopes[this.#scopes.indexOf(scope) - 1];
	}
}

/** The value and all that its arrays and records hold. */
function* objectsIn(value: unknown): Generator<object> {
	if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
	yield value;
	for (const inner of Object.values(value)) yield* objectsIn(inner);
}
