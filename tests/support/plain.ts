/** The formulas of the layers, written plainly in float64: what the compiled graphs are held to. */

/** Row-major, float64. */
export interface Plain {
	readonly dims: readonly number[];
	readonly data: Float64Array;
}

export const plain = (dims: readonly number[], data: ArrayLike<number>): Plain => ({
	dims,
	data: Float64Array.from(data),
});

export function map({ dims, data }: Plain, f: (value: number, index: number) => number): Plain {
	return { dims, data: data.map(f) };
}

export function add(x: Plain, y: Plain): Plain {
	return map(x, (value, i) => value + y.data[i]);
}

/** x [..., in], weight [out, in], bias [out] -> [..., out] */
export function linear(x: Plain, weight: Plain, bias?: Plain): Plain {
	const [out, width] = weight.dims;
	const rows = x.data.length / width;
	const data = new Float64Array(rows * out);
	for (let r = 0; r < rows; r++) {
		for (let o = 0; o < out; o++) {
			let sum = bias ? bias.data[o] : 0;
			for (let i = 0; i < width; i++) sum += x.data[r * width + i] * weight.data[o * width + i];
			data[r * out + o] = sum;
		}
	}
	return { dims: [...x.dims.slice(0, -1), out], data };
}

/** Each run of `length` values to mean 0 and variance 1. */
function standardise(x: Plain, length: number, epsilon: number): Plain {
	const data = new Float64Array(x.data.length);
	for (let at = 0; at < data.length; at += length) {
		const values = x.data.subarray(at, at + length);
		const mean = values.reduce((a, b) => a + b, 0) / length;
		const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / length;
		values.forEach((value, i) => (data[at + i] = (value - mean) / Math.sqrt(variance + epsilon)));
	}
	return { dims: x.dims, data };
}

/** Over the last axis. */
export function layerNorm(x: Plain, scale: Plain, shift: Plain, epsilon: number): Plain {
	const width = x.dims.at(-1)!;
	return map(standardise(x, width, epsilon), (value, i) => {
		return value * scale.data[i % width] + shift.data[i % width];
	});
}

/** x [B, C, H, W] */
export function groupNorm(
	x: Plain,
	scale: Plain,
	shift: Plain,
	groups: number,
	epsilon: number,
): Plain {
	const [, channels, height, width] = x.dims;
	const pixels = height * width;
	return map(standardise(x, (channels / groups) * pixels, epsilon), (value, i) => {
		const channel = Math.floor(i / pixels) % channels;
		return value * scale.data[channel] + shift.data[channel];
	});
}

/** q [B, T, width], k and v [B, S, width]; bias [T, S] is added to the scores. */
export function attention(q: Plain, k: Plain, v: Plain, heads: number, bias?: Plain): Plain {
	const [batch, queries, width] = q.dims;
	const keys = k.dims[1];
	const depth = width / heads;
	const data = new Float64Array(q.data.length);
	for (let b = 0; b < batch; b++) {
		for (let h = 0; h < heads; h++) {
			for (let t = 0; t < queries; t++) {
				const at = (b * queries + t) * width + h * depth;
				const scores = Float64Array.from({ length: keys }, (_, s) => {
					let sum = 0;
					for (let d = 0; d < depth; d++) {
						sum += q.data[at + d] * k.data[(b * keys + s) * width + h * depth + d];
					}
					return sum / Math.sqrt(depth) + (bias ? bias.data[t * keys + s] : 0);
				});
				const highest = Math.max(...scores);
				const powers = scores.map((score) => Math.exp(score - highest));
				const total = powers.reduce((a, p) => a + p, 0);
				for (let s = 0; s < keys; s++) {
					for (let d = 0; d < depth; d++) {
						data[at + d] += (powers[s] / total) * v.data[(b * keys + s) * width + h * depth + d];
					}
				}
			}
		}
	}
	return { dims: q.dims, data };
}

/** x [B, in, H, W], weight [out, in, k, k]; pads top, left, bottom, right. */
export function conv(
	x: Plain,
	weight: Plain,
	bias: Plain | undefined,
	stride: number,
	[top, left, bottom, right]: readonly [number, number, number, number],
): Plain {
	const [batch, inputs, height, width] = x.dims;
	const [outputs, , kernel] = weight.dims;
	const rows = Math.floor((height + top + bottom - kernel) / stride) + 1;
	const columns = Math.floor((width + left + right - kernel) / stride) + 1;
	const data = new Float64Array(batch * outputs * rows * columns);
	let at = 0;
	for (let b = 0; b < batch; b++) {
		for (let o = 0; o < outputs; o++) {
			for (let r = 0; r < rows; r++) {
				for (let c = 0; c < columns; c++) {
					let sum = bias ? bias.data[o] : 0;
					for (let i = 0; i < inputs; i++) {
						for (let dy = 0; dy < kernel; dy++) {
							const y = r * stride - top + dy;
							if (y < 0 || y >= height) continue;
							for (let dx = 0; dx < kernel; dx++) {
								const column = c * stride - left + dx;
								if (column < 0 || column >= width) continue;
								sum +=
									x.data[((b * inputs + i) * height + y) * width + column] *
									weight.data[((o * inputs + i) * kernel + dy) * kernel + dx];
							}
						}
					}
					data[at++] = sum;
				}
			}
		}
	}
	return { dims: [batch, outputs, rows, columns], data };
}

/** By the series and continued fraction of Abramowitz and Stegun 7.1.5 and 7.1.14; good to 1e-12. */
export function erf(x: number): number {
	const a = Math.abs(x);
	if (a < 3) {
		let term = a;
		let sum = a;
		for (let n = 1; n < 80; n++) {
			term *= (-a * a) / n;
			sum += term / (2 * n + 1);
		}
		return (Math.sign(x) * 2 * sum) / Math.sqrt(Math.PI);
	}
	let fraction = 0;
	for (let n = 60; n > 0; n--) fraction = n / 2 / (a + fraction);
	return Math.sign(x) * (1 - Math.exp(-a * a) / (a + fraction) / Math.sqrt(Math.PI));
}

export const silu = (x: number) => x / (1 + Math.exp(-x));
export const gelu = (x: number) => (x * (1 + erf(x / Math.SQRT2))) / 2;
export const quickGelu = (x: number) => x / (1 + Math.exp(-1.702 * x));

/** x [B, C, H, W] -> [B, C, 2H, 2W] */
export function upsample(x: Plain): Plain {
	const [batch, channels, height, width] = x.dims;
	const data = new Float64Array(x.data.length * 4).map((_, i) => {
		const column = i % (2 * width);
		const row = Math.floor(i / (2 * width)) % (2 * height);
		const plane = Math.floor(i / (4 * width * height));
		return x.data[(plane * height + (row >> 1)) * width + (column >> 1)];
	});
	return { dims: [batch, channels, 2 * height, 2 * width], data };
}
