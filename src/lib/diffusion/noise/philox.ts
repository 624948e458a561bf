/**
 * Philox 4x32 with 10 rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"; constants of the
 * authors' Random123): a counter and a key become four random numbers of 32 bits. Integers only, so every device
 * gives the same.
 */

const MULTIPLIERS = [0xd2511f53, 0xcd9e8d57] as const;
/** Added to the key in every round: the golden ratio, and the square root of 3 less one. */
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

/**
 * @param counter four numbers of 32 bits, replaced by four random ones
 * @param key two numbers of 32 bits
 */
export function philox(counter: Uint32Array, key: Readonly<ArrayLike<number>>): void {
	let [a, b, c, d] = counter;
	let [first, second] = [key[0], key[1]];
	for (let round = 0; round < ROUNDS; round++) {
		const [highA, lowA] = [multiplyHigh(a, MULTIPLIERS[0]), Math.imul(a, MULTIPLIERS[0])];
		const [highC, lowC] = [multiplyHigh(c, MULTIPLIERS[1]), Math.imul(c, MULTIPLIERS[1])];
		a = highC ^ b ^ first;
		b = lowC;
		c = highA ^ d ^ second;
		d = lowA;
		first = (first + WEYL[0]) | 0;
		second = (second + WEYL[1]) | 0;
	}
	counter[0] = a;
	counter[1] = b;
	counter[2] = c;
	counter[3] = d;
}

/** The upper half of the product of two numbers of 32 bits. */
function multiplyHigh(a: number, b: number): number {
	const [lowA, highA] = [a & 0xffff, a >>> 16];
	const [lowB, highB] = [b & 0xffff, b >>> 16];
	// Every sum stays below 2^53.
	const middle = highA * lowB + ((lowA * lowB) >>> 16);
	const carry = lowA * highB + (middle % 0x10000);
	return (highA * highB + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) | 0;
}
