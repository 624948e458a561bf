/**
 * Float arrays by length, used again instead of made again: a drawing takes hundreds of planes of few
 * sizes, and fresh memory costs page faults and garbage collection. What is free is bounded; the longest
 * unused goes first.
 */
export class ArrayPool {
	readonly #freeLimit: number;
	/** Free arrays, the longest unused first. */
	readonly #free = new Set<Float32Array<ArrayBuffer>>();
	#freeBytes = 0;

	/** @param freeLimit bytes that may lie unused */
	constructor(freeLimit: number) {
		this.#freeLimit = freeLimit;
	}

	/** Zeros. */
	take(length: number): Float32Array<ArrayBuffer> {
		for (const array of this.#free) {
			if (array.length !== length) continue;
			this.#free.delete(array);
			this.#freeBytes -= array.byteLength;
			return array.fill(0);
		}
		return new Float32Array(length);
	}

	/** Whoever gives an array must not touch it any more. */
	give(array: Float32Array<ArrayBuffer>): void {
		this.#free.add(array);
		this.#freeBytes += array.byteLength;
		for (const oldest of this.#free) {
			if (this.#freeBytes <= this.#freeLimit) break;
			this.#free.delete(oldest);
			this.#freeBytes -= oldest.byteLength;
		}
	}

	clear(): void {
		this.#free.clear();
		this.#freeBytes = 0;
	}
}
