import { LARGEST_SEED } from '$lib/domain/recipe';
import { naturalLog, sineOfTurns } from './elementary';
import { philox } from './philox';

const TWO_32 = 2 ** 32;

/** Noise for latents, draw after draw. */
export interface NoiseSource {
	/** The next `count` numbers of a standard normal distribution. */
	draw(count: number): Float32Array<ArrayBuffer>;
}

/**
 * The noise of a seed, the same to the last bit on every device and in every browser: Philox counts and shuffles,
 * Box and Muller (1958) make normal numbers of it, with an own logarithm and sine. Number i of draw n comes from
 * the counter (n, 0, i, 0) under the key (seed, 0): as torch.randn computes it on CUDA for tensors of fewer numbers
 * than the card has threads, up to single precision; what other tools call the GPU's or "NV" noise of a seed.
 * @param seed 0..LARGEST_SEED
 * @throws RangeError
 */
export function seededNoise(seed: number): NoiseSource {
	if (!Number.isInteger(seed) || seed < 0 || seed > LARGEST_SEED) {
		throw new RangeError(`${seed} is no seed`);
	}
	const key = [seed, 0];
	let draws = 0;
	return {
		draw(count) {
			const counter = new Uint32Array(4);
			const numbers = new Float32Array(count);
			for (let i = 0; i < count; i++) {
				counter.fill(0);
				counter[0] = draws;
				counter[2] = i;
				philox(counter, key);
				// In the middle of their steps: neither is ever 0.
				const radius = Math.sqrt(-2 * naturalLog((counter[0] + 0.5) / TWO_32));
				numbers[i] = radius * sineOfTurns((counter[1] + 0.5) / TWO_32);
			}
			draws++;
			return numbers;
		},
	};
}
