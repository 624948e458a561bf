import { noiseSeed } from '$lib/compute/noise';
import { VARIANTS } from '$lib/domain/recipe';

/** The seed's entry of a list of named variants; later seeds draw one of them. */
export function choose<T>(variants: readonly T[], seed: number, use: number): T {
	if (seed < Math.min(VARIANTS, variants.length)) return variants[seed];
	return variants[noiseSeed(seed, use) % variants.length];
}

/** The entry that the person chose by hand, or else the seed's. An index beyond the list counts round it. */
export function chosen<T>(
	variants: readonly T[],
	byHand: number | undefined,
	seed: number,
	use: number,
): T {
	return byHand === undefined ? choose(variants, seed, use) : variants[byHand % variants.length];
}

/** `named` for the named seeds; later seeds draw a value in low..high. */
export function vary(named: number, low: number, high: number, seed: number, use: number): number {
	if (seed < VARIANTS) return named;
	return low + ((high - low) * noiseSeed(seed, use)) / 2 ** 24;
}
