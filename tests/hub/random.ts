/** Bytes that look random and follow from the seed, the same in Node and in a page (xorshift32). */
export function pseudoRandomBytes(seed: number, count: number): Uint8Array<ArrayBuffer> {
	const words = new Uint32Array(Math.ceil(count / 4));
	let state = (seed ^ 0x9e3779b9) >>> 0 || 1;
	for (let i = 0; i < words.length; i++) {
		state ^= state << 13;
		state ^= state >>> 17;
		state ^= state << 5;
		words[i] = state;
	}
	return new Uint8Array(words.buffer, 0, count);
}

/** Numbers that look random and follow from the seed (mulberry32). */
export class Chance {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** [0, 1) */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let t = this.#state;
		t = Math.imul(t ^ (t >>> 15), t | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number of [0, below). */
	below(below: number): number {
		return Math.floor(this.next() * below);
	}

	pick<T>(values: readonly T[]): T {
		return values[this.below(values.length)];
	}
}
