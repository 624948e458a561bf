/** 24 random bits from two integers, 0..1 without 1: the finaliser of MurmurHash3 (Austin Appleby, public domain). */
export function chance(seed: number, salt: number): number {
	let h = Math.imul(seed ^ 0x9e3779b1, 0x85ebca6b) ^ Math.imul(salt + 1, 0xc2b2ae35);
	h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
	return ((h ^ (h >>> 16)) >>> 8) / 2 ** 24;
}

/**
 * The entry that `point` falls on when entries lie beside each other, as long as their weights say.
 * @param point 0..1 without 1
 * @throws RangeError when there is no entry with a weight
 */
export function pickByWeight<T extends { readonly weight: number }>(
	entries: readonly T[],
	point: number,
): T {
	let left = point * entries.reduce((sum, { weight }) => sum + weight, 0);
	for (const entry of entries) {
		left -= entry.weight;
		if (left < 0) return entry;
	}
	throw new RangeError('nothing to draw from');
}
