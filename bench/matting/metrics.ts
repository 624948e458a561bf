/** How far a matte is from the true one. */

/** Alpha, width x height, 0..1. */
export interface Alpha {
	readonly width: number;
	readonly height: number;
	readonly data: Float32Array;
}

export interface MatteError {
	/** Mean absolute error over everything, in thousandths. */
	readonly all: number;
	/** The same where the truth is neither 0 nor 1, and some pixels around: the hair. */
	readonly edge: number;
	/**
	 * Gradient error there (Rhemann et al., "A Perceptually Motivated Online Benchmark for Image Matting", CVPR
	 * 2009): squared differences of the gradients' lengths by Gaussian derivatives of sigma 1.4, summed, in
	 * thousands, for a picture of a million pixels.
	 */
	readonly gradient: number;
}

const SIGMA = 1.4;
const AROUND = 8;

/** @param counted 1 where the truth is known; null for everywhere */
export function matteError(alpha: Alpha, truth: Alpha, counted: Uint8Array | null): MatteError {
	const { width, height } = truth;
	if (alpha.width !== width || alpha.height !== height) throw new RangeError('two sizes');
	const band = unknownBand(truth);
	const [ours, theirs] = [gradientLength(alpha), gradientLength(truth)];
	let [all, edge, gradient, pixels, edgePixels] = [0, 0, 0, 0, 0];
	for (let i = 0; i < truth.data.length; i++) {
		if (counted && !counted[i]) continue;
		const error = Math.abs(alpha.data[i] - truth.data[i]);
		all += error;
		pixels++;
		if (!band[i]) continue;
		edge += error;
		edgePixels++;
		gradient += (ours[i] - theirs[i]) ** 2;
	}
	return {
		all: (1000 * all) / pixels,
		edge: (1000 * edge) / edgePixels,
		gradient: (gradient / 1000) * (1e6 / (width * height)),
	};
}

/** 1 within AROUND pixels of where the truth is neither 0 nor 1. */
function unknownBand({ width, height, data }: Alpha): Uint8Array {
	let band = Uint8Array.from(data, (value) => (value > 0.02 && value < 0.98 ? 1 : 0));
	for (const [step, count] of [
		[1, width],
		[width, height],
	]) {
		const from = band;
		band = from.map((_, i) => {
			const position = Math.floor(i / step) % count;
			for (let d = -AROUND; d <= AROUND; d++) {
				const at = position + d;
				if (at >= 0 && at < count && from[i + d * step]) return 1;
			}
			return 0;
		});
	}
	return band;
}

function gradientLength({ width, height, data }: Alpha): Float32Array {
	const radius = Math.ceil(3 * SIGMA);
	const taps = Array.from({ length: 2 * radius + 1 }, (_, k) => k - radius);
	const bell = taps.map((x) => Math.exp(-(x * x) / (2 * SIGMA * SIGMA)));
	const slope = taps.map((x, k) => -x * bell[k]);
	const norm = Math.sqrt(
		bell.reduce((a, b) => a + b * b, 0) * slope.reduce((a, b) => a + b * b, 0),
	);
	const across = (source: Float32Array, kernel: readonly number[], step: number, count: number) => {
		const out = new Float32Array(source.length);
		for (let i = 0; i < out.length; i++) {
			const position = Math.floor(i / step) % count;
			let sum = 0;
			for (let d = -radius; d <= radius; d++) {
				const at = Math.min(Math.max(position + d, 0), count - 1);
				sum += kernel[d + radius] * source[i + (at - position) * step];
			}
			out[i] = sum;
		}
		return out;
	};
	const dx = across(across(data, slope, 1, width), bell, width, height);
	const dy = across(across(data, bell, 1, width), slope, width, height);
	return dx.map((value, i) => Math.hypot(value, dy[i]) / norm);
}
