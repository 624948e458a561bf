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
