import type { CpuPlane, Kernel } from './kernel';

/**
 * One comparison of a kernel's CPU loop with its WGSL. Put them in a file `<name>.parity.ts` beside the
 * kernels, with `export default [parityCase({...}), ...]`; parity.browser.test.ts finds every such
 * file under src/lib. Keep planes small (about 32x32): the test adapter is software.
 */
export interface ParityCase {
	readonly kernel: Kernel;
	/** What the case is about, when a kernel has several. */
	readonly title?: string;
	readonly inputs: readonly CpuPlane[];
	readonly params: Readonly<Record<string, number>>;
	/** Output size; that of the first input when absent. */
	readonly size?: { readonly width: number; readonly height: number };
	/** Largest absolute difference allowed; DEFAULT_TOLERANCE when absent. */
	readonly tolerance?: number;
	/**
	 * Share of the values, 0..1, that may differ by more: for kernels that decide (thresholds, arg max),
	 * where a rounding in the last bit flips a pixel. 0 when absent.
	 */
	readonly outliers?: number;
}

export const DEFAULT_TOLERANCE = 1e-4;

/** A case whose parameters are checked against its kernel's. */
export function parityCase<P extends string>(
	options: Omit<ParityCase, 'kernel' | 'params'> & {
		readonly kernel: Kernel<P>;
		readonly params: Readonly<Record<P, number>>;
	},
): ParityCase {
	return options as unknown as ParityCase;
}

/**
 * A plane of repeatable noise, uniform in [low, high).
 * @param seed any integer; equal seeds give equal planes
 */
export function noisePlane(
	width: number,
	height: number,
	channels: CpuPlane['channels'],
	seed: number,
	low = 0,
	high = 1,
): CpuPlane {
	// mulberry32 (Tommy Ettinger, public domain): a 32-bit generator with one word of state.
	let state = seed | 0;
	const data = Float32Array.from({ length: width * height * channels }, () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), state | 1);
		t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
		return low + ((high - low) * ((t ^ (t >>> 14)) >>> 0)) / 2 ** 32;
	});
	return { width, height, channels, data };
}
