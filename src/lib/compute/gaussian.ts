import type { Channels, Executor, Kernel, Plane } from './kernel';
import { blockSide, reducedGaussian } from './reduced-gaussian';

/**
 * Gaussian blur, the border repeated. The cost grows with sigma up to 3 pixels and is the same above:
 * wider blurs are made of block means (see reducedGaussian).
 * @param sigma in pixels. sigma <= 0 is an error: skip the pass instead.
 */
export function gaussian(executor: Executor, source: Plane, sigma: number): Plane {
	if (!(sigma > 0)) throw new RangeError(`gaussian: sigma ${sigma} must be positive`);
	const factor = blockSide(sigma);
	return factor === 1
		? plainGaussian(executor, source, sigma)
		: reducedGaussian(executor, source, sigma, factor, plainGaussian);
}

/** Separable, every tap computed; the kernel reaches ceil(3 sigma). */
export function plainGaussian(executor: Executor, source: Plane, sigma: number): Plane {
	const across = executor.run(gaussianAcross[source.channels], [source], { sigma });
	const down = executor.run(gaussianDown[source.channels], [across], { sigma });
	executor.release(across);
	return down;
}

type Direction = 'x' | 'y';

export const gaussianAcross = forChannels('x');
export const gaussianDown = forChannels('y');

function forChannels(direction: Direction): Record<Channels, Kernel<'sigma'>> {
	return {
		1: gaussianPass(direction, 1),
		2: gaussianPass(direction, 2),
		3: gaussianPass(direction, 3),
		4: gaussianPass(direction, 4),
	};
}

function gaussianPass(direction: Direction, channels: Channels): Kernel<'sigma'> {
	const type = ['', 'f32', 'vec2f', 'vec3f', 'vec4f'][channels];
	const at = direction === 'x' ? 'in0(x + i, y)' : 'in0(x, y + i)';
	return {
		name: `gaussian-${direction}${channels}`,
		inputs: [channels],
		output: channels,
		params: ['sigma'],
		cpu(out, { width, height }, [{ data }], { sigma }) {
			const weights = gaussianWeights(sigma);
			const stride = width * channels;
			if (direction === 'x') {
				blurRows(out, data, width, height, channels, weights);
			} else {
				blurColumns(out, data, stride, height, weights);
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> ${type} {
	let radius = i32(ceil(3.0 * P.sigma));
	var sum = ${type}(0.0);
	var total = 0.0;
	for (var i = -radius; i <= radius; i++) {
		let w = exp(-f32(i * i) / (2.0 * P.sigma * P.sigma));
		sum += w * ${at};
		total += w;
	}
	return sum / total;
}`,
	};
}

/** Each row is copied between repeated border pixels, so that every tap is the row at an offset. */
function blurRows(
	out: Float32Array,
	data: Float32Array,
	width: number,
	height: number,
	channels: number,
	weights: Float32Array,
): void {
	const radius = weights.length - 1;
	const stride = width * channels;
	const margin = radius * channels;
	const padded = new Float32Array(stride + 2 * margin);
	const sums = new Float64Array(stride);
	const before = Int32Array.from(weights, (_, j) => margin - j * channels);
	const after = Int32Array.from(weights, (_, j) => margin + j * channels);
	for (let y = 0; y < height; y++) {
		const row = data.subarray(y * stride, (y + 1) * stride);
		padded.set(row, margin);
		for (let i = 0; i < margin; i++) {
			padded[i] = row[i % channels];
			padded[margin + stride + i] = row[stride - channels + (i % channels)];
		}
		addTaps(sums, padded, before, after, weights);
		out.set(sums, y * stride);
	}
}

/** Every tap is a whole row: the cache sees them in order. */
function blurColumns(
	out: Float32Array,
	data: Float32Array,
	stride: number,
	height: number,
	weights: Float32Array,
): void {
	const sums = new Float64Array(stride);
	const before = new Int32Array(weights.length);
	const after = new Int32Array(weights.length);
	for (let y = 0; y < height; y++) {
		for (let j = 0; j < weights.length; j++) {
			before[j] = Math.max(y - j, 0) * stride;
			after[j] = Math.min(y + j, height - 1) * stride;
		}
		addTaps(sums, data, before, after, weights);
		out.set(sums, y * stride);
	}
}

/**
 * sums[i] = weights[0] data[i + before[0]] + the sum over j of weights[j] (data[i + before[j]] +
 * data[i + after[j]]), four j at a time: a sum is then read and written a quarter as often.
 */
function addTaps(
	sums: Float64Array,
	data: Float32Array,
	before: Int32Array,
	after: Int32Array,
	weights: Float32Array,
): void {
	const length = sums.length;
	const w0 = weights[0];
	const centre = before[0];
	for (let i = 0; i < length; i++) sums[i] = w0 * data[centre + i];
	let j = 1;
	for (; j + 3 < weights.length; j += 4) {
		const [a1, a2, a3, a4] = [before[j], before[j + 1], before[j + 2], before[j + 3]];
		const [b1, b2, b3, b4] = [after[j], after[j + 1], after[j + 2], after[j + 3]];
		const [w1, w2, w3, w4] = [weights[j], weights[j + 1], weights[j + 2], weights[j + 3]];
		for (let i = 0; i < length; i++) {
			sums[i] +=
				w1 * (data[a1 + i] + data[b1 + i]) +
				w2 * (data[a2 + i] + data[b2 + i]) +
				w3 * (data[a3 + i] + data[b3 + i]) +
				w4 * (data[a4 + i] + data[b4 + i]);
		}
	}
	for (; j < weights.length; j++) {
		const a = before[j];
		const b = after[j];
		const w = weights[j];
		for (let i = 0; i < length; i++) sums[i] += w * (data[a + i] + data[b + i]);
	}
}

/** Weights at 0, 1, ... ceil(3 sigma) pixels; both sides together sum to 1. */
function gaussianWeights(sigma: number): Float32Array {
	const radius = Math.ceil(3 * sigma);
	const weights = Float32Array.from({ length: radius + 1 }, (_, j) =>
		Math.exp((-j * j) / (2 * sigma * sigma)),
	);
	const total = weights.reduce((sum, w) => sum + 2 * w, -weights[0]);
	return weights.map((w) => w / total);
}
