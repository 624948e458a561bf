/**
 * Plain references for the self-test: what the operators must compute, after the definitions of the
 * ONNX operator specification, in double precision. Tensors are row-major; pictures are (C, H, W).
 */
export interface Picture {
	readonly channels: number;
	readonly height: number;
	readonly width: number;
	readonly data: ArrayLike<number>;
}

/** @param weight (outputs, channels / groups, kernel, kernel); padding is symmetric, zeros */
export function conv(
	{ channels, height, width, data }: Picture,
	weight: ArrayLike<number>,
	bias: ArrayLike<number>,
	{ kernel, stride, pad, groups }: { kernel: number; stride: number; pad: number; groups: number },
): Float64Array {
	const outputs = bias.length;
	const outHeight = Math.floor((height + 2 * pad - kernel) / stride) + 1;
	const outWidth = Math.floor((width + 2 * pad - kernel) / stride) + 1;
	const perGroup = channels / groups;
	const result = new Float64Array(outputs * outHeight * outWidth);
	let at = 0;
	for (let o = 0; o < outputs; o++) {
		const firstChannel = Math.floor((o * groups) / outputs) * perGroup;
		for (let y = 0; y < outHeight; y++) {
			for (let x = 0; x < outWidth; x++) {
				let sum = bias[o];
				for (let c = 0; c < perGroup; c++) {
					for (let j = 0; j < kernel; j++) {
						for (let i = 0; i < kernel; i++) {
							const v = y * stride + j - pad;
							const u = x * stride + i - pad;
							if (v < 0 || u < 0 || v >= height || u >= width) continue;
							const w = weight[((o * perGroup + c) * kernel + j) * kernel + i];
							sum += w * data[((firstChannel + c) * height + v) * width + u];
						}
					}
				}
				result[at++] = sum;
			}
		}
	}
	return result;
}

/** Stride equals the kernel, so that no two input pixels meet. @param weight (channels, outputs, kernel, kernel) */
export function convTranspose(
	{ channels, height, width, data }: Picture,
	weight: ArrayLike<number>,
	bias: ArrayLike<number>,
	kernel: number,
): Float64Array {
	const outputs = bias.length;
	const result = new Float64Array(outputs * height * kernel * width * kernel);
	let at = 0;
	for (let o = 0; o < outputs; o++) {
		for (let y = 0; y < height * kernel; y++) {
			for (let x = 0; x < width * kernel; x++) {
				const source = Math.floor(y / kernel) * width + Math.floor(x / kernel);
				const tap = (y % kernel) * kernel + (x % kernel);
				let sum = bias[o];
				for (let c = 0; c < channels; c++) {
					sum +=
						weight[(c * outputs + o) * kernel * kernel + tap] * data[c * height * width + source];
				}
				result[at++] = sum;
			}
		}
	}
	return result;
}

/** Bilinear to twice the size, pixel centres at half pixels, the border repeated. */
export function resizeTwice({ channels, height, width, data }: Picture): Float64Array {
	const result = new Float64Array(channels * height * width * 4);
	let at = 0;
	for (let c = 0; c < channels; c++) {
		for (let y = 0; y < 2 * height; y++) {
			for (let x = 0; x < 2 * width; x++) {
				const v = clamp((y + 0.5) / 2 - 0.5, height - 1);
				const u = clamp((x + 0.5) / 2 - 0.5, width - 1);
				const top = Math.floor(v);
				const left = Math.floor(u);
				const pixel = (j: number, i: number) =>
					data[(c * height + Math.min(j, height - 1)) * width + Math.min(i, width - 1)];
				const along = (j: number) =>
					pixel(j, left) * (1 - u + left) + pixel(j, left + 1) * (u - left);
				result[at++] = along(top) * (1 - v + top) + along(top + 1) * (v - top);
			}
		}
	}
	return result;
}

/** Largest of each 2x2 block; height and width are even. */
export function maxPool({ channels, height, width, data }: Picture): Float64Array {
	const result = new Float64Array((channels * height * width) / 4).fill(-Infinity);
	for (let c = 0; c < channels; c++) {
		for (let y = 0; y < height; y++) {
			for (let x = 0; x < width; x++) {
				const to = ((c * height) / 2 + (y >> 1)) * (width / 2) + (x >> 1);
				result[to] = Math.max(result[to], data[(c * height + y) * width + x]);
			}
		}
	}
	return result;
}

/** Zeros around each channel. */
export function pad({ channels, height, width, data }: Picture, by: number): Float64Array {
	const result = new Float64Array(channels * (height + 2 * by) * (width + 2 * by));
	for (let c = 0; c < channels; c++) {
		for (let y = 0; y < height; y++) {
			for (let x = 0; x < width; x++) {
				const to = (c * (height + 2 * by) + y + by) * (width + 2 * by) + x + by;
				result[to] = data[(c * height + y) * width + x];
			}
		}
	}
	return result;
}

/** (rows, inner) x (inner, columns). */
export function matmul(
	a: ArrayLike<number>,
	b: ArrayLike<number>,
	inner: number,
	columns: number,
): Float64Array {
	return Float64Array.from({ length: (a.length / inner) * columns }, (_, at) => {
		const row = Math.floor(at / columns);
		let sum = 0;
		for (let i = 0; i < inner; i++) sum += a[row * inner + i] * b[i * columns + (at % columns)];
		return sum;
	});
}

/** Over rows of the given length. */
export function softmax(data: ArrayLike<number>, length: number): Float64Array {
	const result = Float64Array.from(data);
	for (let at = 0; at < result.length; at += length) {
		const row = result.subarray(at, at + length);
		const largest = Math.max(...row);
		row.forEach((value, i) => (row[i] = Math.exp(value - largest)));
		const total = row.reduce((a, b) => a + b);
		row.forEach((value, i) => (row[i] = value / total));
	}
	return result;
}

/** Of groupNorm. */
export const EPSILON = 1e-5;

/** x (pixels, channels), scale and shift (channels): mean 0 and variance 1 in each group of channels. */
export function groupNorm(
	x: ArrayLike<number>,
	scale: ArrayLike<number>,
	shift: ArrayLike<number>,
	groups: number,
): Float64Array {
	const channels = scale.length;
	const groupOf = (i: number) => Math.floor((i % channels) / (channels / groups));
	const count = x.length / groups;
	const sumOf = (f: (value: number, group: number) => number) => {
		const sums = new Float64Array(groups);
		for (let i = 0; i < x.length; i++) sums[groupOf(i)] += f(x[i], groupOf(i)) / count;
		return sums;
	};
	const mean = sumOf((value) => value);
	const variance = sumOf((value, group) => (value - mean[group]) ** 2);
	return Float64Array.from(x, (value, i) => {
		const group = groupOf(i);
		const normal = (value - mean[group]) / Math.sqrt(variance[group] + EPSILON);
		return normal * scale[i % channels] + shift[i % channels];
	});
}

/** softmax(Q K^T / sqrt(d)) V in each head; Q, K, V and the result are (tokens, heads x d). */
export function attention(
	q: ArrayLike<number>,
	k: ArrayLike<number>,
	v: ArrayLike<number>,
	{ tokens, heads, size }: { tokens: number; heads: number; size: number },
): Float64Array {
	const result = new Float64Array(tokens * heads * size);
	const at = (token: number, head: number, i: number) => (token * heads + head) * size + i;
	for (let head = 0; head < heads; head++) {
		for (let to = 0; to < tokens; to++) {
			const scores = Float64Array.from({ length: tokens }, (_, from) => {
				let sum = 0;
				for (let i = 0; i < size; i++) sum += q[at(to, head, i)] * k[at(from, head, i)];
				return sum / Math.sqrt(size);
			});
			softmax(scores, tokens).forEach((weight, from) => {
				for (let i = 0; i < size; i++) result[at(to, head, i)] += weight * v[at(from, head, i)];
			});
		}
	}
	return result;
}

function clamp(value: number, high: number): number {
	return Math.min(Math.max(value, 0), high);
}
