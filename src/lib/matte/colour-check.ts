import { boxMean } from '$lib/compute/box';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { CpuPlane } from '$lib/compute/kernel';
import { srgbToOklab } from '$lib/compute/oklab';
import { smoothstep } from '$lib/compute/pointwise';

/**
 * How much a pixel's neighbourhood looks like the background rather than like the person, 0..1; 1/2 where
 * neither is known to have such colours. The colour models are histograms, as in the first step of GrabCut
 * (Rother, Kolmogorov, Blake 2004).
 */
export interface ColourEvidence {
	/** Of any colour. */
	readonly all: Float32Array;
	/** Of chromatic colours only, 0 for grey: a dark suit before a dark curtain is still a suit. */
	readonly chromatic: Float32Array;
}

/**
 * @param colours sRGB, 3 channels
 * @param inside 1 where a pixel is certainly the person's
 * @param outside 1 where it is certainly the background's
 * @returns null when one of them has too few pixels to learn from
 */
export function colourEvidence(
	colours: CpuPlane,
	inside: Uint8Array,
	outside: Uint8Array,
): ColourEvidence | null {
	const { width, height } = colours;
	const executor = createCpuExecutor();
	const { data: lab } = executor.run(srgbToOklab, [colours], {}) as CpuPlane;
	const bins = new Uint16Array(inside.length);
	for (let i = 0; i < bins.length; i++) bins[i] = binOf(lab, 3 * i);
	// 1. The two colour models.
	const ours = histogram(bins, inside);
	const theirs = histogram(bins, outside);
	if (!ours || !theirs) return null;
	// 2. The share of the background in every colour, over small neighbourhoods.
	const share = new Float32Array(bins.length);
	for (let i = 0; i < share.length; i++) {
		const [o, t] = [ours[bins[i]], theirs[bins[i]]];
		share[i] = (t + UNKNOWN) / (t + o + 2 * UNKNOWN);
	}
	const gated = share.map(
		(value, i) => value * smoothstep(0.04, 0.08, Math.hypot(lab[3 * i + 1], lab[3 * i + 2])),
	);
	const mean = (data: Float32Array, radius: number) =>
		(boxMean(executor, { width, height, channels: 1, data } as CpuPlane, radius) as CpuPlane).data;
	const reach = (fraction: number) => Math.max(Math.round(fraction * width), 1);
	return { all: mean(share, reach(3 / 256)), chromatic: mean(gated, reach(2 / 256)) };
}

/** A share of pixels so small that a colour counts as unknown. */
const UNKNOWN = 2e-5;

const L_BINS = 14;
const AB_BINS = 24;
/** a and b from -AB_RANGE to AB_RANGE. */
const AB_RANGE = 0.24;

function binOf(lab: Float32Array, at: number): number {
	const l = clampBin(Math.floor(lab[at] * L_BINS), L_BINS);
	const a = clampBin(Math.floor(((lab[at + 1] + AB_RANGE) / (2 * AB_RANGE)) * AB_BINS), AB_BINS);
	const b = clampBin(Math.floor(((lab[at + 2] + AB_RANGE) / (2 * AB_RANGE)) * AB_BINS), AB_BINS);
	return (l * AB_BINS + a) * AB_BINS + b;
}

function clampBin(bin: number, count: number): number {
	return Math.min(Math.max(bin, 0), count - 1);
}

/** Shares of the colours, smoothed over neighbouring bins; null without a fair number of pixels. */
function histogram(bins: Uint16Array, chosen: Uint8Array): Float32Array | null {
	const counts = new Float32Array(L_BINS * AB_BINS * AB_BINS);
	let total = 0;
	for (let i = 0; i < bins.length; i++) {
		counts[bins[i]] += chosen[i];
		total += chosen[i];
	}
	if (total < 200) return null;
	let smooth: Float32Array = counts;
	for (const [step, size] of [
		[1, AB_BINS],
		[AB_BINS, AB_BINS],
		[AB_BINS * AB_BINS, L_BINS],
	]) {
		const from = smooth;
		smooth = from.map((value, i) => {
			const position = Math.floor(i / step) % size;
			const before = position > 0 ? from[i - step] : 0;
			const after = position + 1 < size ? from[i + step] : 0;
			return (before + 2 * value + after) / (4 * total ** (1 / 3));
		});
	}
	return smooth;
}
