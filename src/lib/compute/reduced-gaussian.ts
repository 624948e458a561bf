import { forEachChannels, WGSL_TYPE } from './channel-types';
import type { Channels, Executor, Kernel, Plane } from './kernel';

/**
 * A Gaussian blur of any width at a cost that does not grow with it: means of square blocks, a narrow
 * Gaussian over those, and a cubic B-spline through the result. Each of the three widens the picture by a
 * known variance; together they make sigma^2. Within .3% of the plain blur on pictures; at the border the mean
 * of the first block is repeated, not the first pixel.
 * @param factor side of a block, whole, >= 2; see blockSide
 * @param blur the plain Gaussian
 */
export function reducedGaussian(
	executor: Executor,
	source: Plane,
	sigma: number,
	factor: number,
	blur: (executor: Executor, source: Plane, sigma: number) => Plane,
): Plane {
	const { width, height, channels } = source;
	const reduced = { width: Math.ceil(width / factor), height: Math.ceil(height / factor) };
	const small = executor.run(blockMean[channels], [source], { factor }, reduced);
	// Variances in blocks: of the mean over factor pixels, and of the spline.
	const spent = (1 - 1 / (factor * factor)) / 12 + 1 / 3;
	const blurred = blur(executor, small, Math.sqrt((sigma / factor) ** 2 - spent));
	const restored = executor.run(splineEnlarge[channels], [blurred], { factor }, source);
	executor.release(small, blurred);
	return restored;
}

/** The side of the blocks for a sigma; 1 where the plain blur is as cheap. */
export function blockSide(sigma: number): number {
	return sigma < PLAIN ? 1 : Math.max(Math.floor(sigma / SIGMA_IN_BLOCKS), 2);
}

/** Sigma up to which every tap is computed. */
const PLAIN = 3;
/** Sigma in blocks of what is wider: with much less, where a block begins would show. */
const SIGMA_IN_BLOCKS = 3;

export const blockMean = forEachChannels(blockMeanPass);
export const splineEnlarge = forEachChannels(splinePass);

/** Mean of factor x factor pixels, the border repeated. The output has ceil(size / factor) pixels. */
function blockMeanPass(channels: Channels): Kernel<'factor'> {
	return {
		name: `block-mean${channels}`,
		inputs: [channels],
		output: channels,
		params: ['factor'],
		cpu(out, size, [{ data, width, height }], { factor }) {
			const stride = width * channels;
			const gain = 1 / (factor * factor);
			const sums = new Float64Array(stride);
			for (let y = 0; y < size.height; y++) {
				// 1. The rows of the blocks.
				sums.fill(0);
				for (let j = 0; j < factor; j++) {
					const row = Math.min(y * factor + j, height - 1) * stride;
					for (let i = 0; i < stride; i++) sums[i] += data[row + i];
				}
				// 2. Their columns.
				for (let x = 0, o = y * size.width * channels; x < size.width; x++) {
					for (let c = 0; c < channels; c++, o++) {
						let sum = 0;
						for (let i = x * factor; i < (x + 1) * factor; i++) {
							sum += sums[(i < width ? i : width - 1) * channels + c];
						}
						out[o] = sum * gain;
					}
				}
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> ${WGSL_TYPE[channels]} {
	let factor = i32(P.factor);
	var sum = ${WGSL_TYPE[channels]}(0.0);
	for (var j = 0; j < factor; j++) {
		for (var i = 0; i < factor; i++) {
			sum += in0(x * factor + i, y * factor + j);
		}
	}
	return sum / f32(factor * factor);
}`,
	};
}

/** The cubic B-spline whose control points are the pixels of a plane that is `factor` times smaller. */
function splinePass(channels: Channels): Kernel<'factor'> {
	const type = WGSL_TYPE[channels];
	return {
		name: `spline-enlarge${channels}`,
		inputs: [channels],
		output: channels,
		params: ['factor'],
		cpu(out, { width, height }, [{ data, width: columns, height: rows }], { factor }) {
			const stride = columns * channels;
			const phases = splinePhases(factor);
			const half = factor >> 1;
			// Control points between two repeated ones on each side.
			const row = new Float64Array(stride + 4 * channels);
			const inner = 2 * channels;
			// From half a block before the first control point to half a block after the last.
			const line = new Float32Array((stride + channels) * factor);
			const skip = (factor - half) * channels;
			const jump = factor * channels;
			for (let y = 0; y < height; y++) {
				// 1. Four rows of control points make one.
				const cell = Math.floor((y - half) / factor);
				const phase = 4 * (y - half - cell * factor);
				const [w0, w1, w2, w3] = phases.subarray(phase, phase + 4);
				const [r0, r1, r2, r3] = [-1, 0, 1, 2].map(
					(i) => Math.min(Math.max(cell + i, 0), rows - 1) * stride,
				);
				for (let i = 0; i < stride; i++) {
					row[inner + i] =
						w0 * data[r0 + i] + w1 * data[r1 + i] + w2 * data[r2 + i] + w3 * data[r3 + i];
				}
				for (let i = 0; i < inner; i++) row[i] = row[inner + (i % channels)];
				for (let i = inner + stride; i < row.length; i++) row[i] = row[i - channels];
				// 2. Between two control points lie as many pixels as there are phases.
				for (let p = 0; p < factor; p++) {
					const [a0, a1, a2, a3] = phases.subarray(4 * p, 4 * p + 4);
					for (let c = 0; c < channels; c++) {
						let v0 = row[c];
						let v1 = row[c + channels];
						let v2 = row[c + inner];
						let i = c + inner + channels;
						for (let o = p * channels + c; o < line.length; o += jump, i += channels) {
							const v3 = row[i];
							line[o] = a0 * v0 + a1 * v1 + a2 * v2 + a3 * v3;
							v0 = v1;
							v1 = v2;
							v2 = v3;
						}
					}
				}
				out.set(line.subarray(skip, skip + width * channels), y * width * channels);
			}
		},
		wgsl: `
fn weights(t: f32) -> vec4f {
	let s = 1.0 - t;
	return vec4f(
		s * s * s,
		(3.0 * t - 6.0) * t * t + 4.0,
		(3.0 * s - 6.0) * s * s + 4.0,
		t * t * t,
	) / 6.0;
}
fn pixel(x: i32, y: i32) -> ${type} {
	let p = (vec2f(f32(x), f32(y)) + 0.5) / P.factor - 0.5;
	let corner = vec2i(floor(p));
	let across = weights(p.x - floor(p.x));
	let down = weights(p.y - floor(p.y));
	var sum = ${type}(0.0);
	for (var j = 0; j < 4; j++) {
		for (var i = 0; i < 4; i++) {
			sum += across[i] * down[j] * in0(corner.x + i - 1, corner.y + j - 1);
		}
	}
	return sum;
}`,
	};
}

/** Four weights for each of the `factor` pixels from half a block on. */
function splinePhases(factor: number): Float64Array {
	const first = factor % 2 === 0 ? 0.5 / factor : 0;
	const weights = new Float64Array(4 * factor);
	for (let p = 0; p < factor; p++) {
		const t = p / factor + first;
		const s = 1 - t;
		weights.set(
			[s ** 3, (3 * t - 6) * t * t + 4, (3 * s - 6) * s * s + 4, t ** 3].map((w) => w / 6),
			4 * p,
		);
	}
	return weights;
}
