import type { Channels, Executor, Kernel, Plane } from './kernel';

/**
 * Separable Gaussian blur, the border repeated.
 * @param sigma in pixels; the kernel reaches ceil(3 sigma). sigma <= 0 is an error: skip the pass instead.
 */
export function gaussian(executor: Executor, source: Plane, sigma: number): Plane {
	if (!(sigma > 0)) throw new RangeError(`gaussian: sigma ${sigma} must be positive`);
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

/** Each row is copied between repeated border pixels, so that the inner loop needs no bounds checks. */
function blurRows(
	out: Float32Array,
	data: Float32Array,
	width: number,
	height: number,
	channels: number,
	weights: Float32Array,
): void {
	const radius = (weights.length - 1) / 2;
	const stride = width * channels;
	const margin = radius * channels;
	const padded = new Float32Array(stride + 2 * margin);
	for (let y = 0; y < height; y++) {
		const row = data.subarray(y * stride, (y + 1) * stride);
		padded.set(row, margin);
		for (let i = 0; i < margin; i++) {
			padded[i] = row[i % channels];
			padded[margin + stride + i] = row[stride - channels + (i % channels)];
		}
		const target = out.subarray(y * stride, (y + 1) * stride);
		for (let i = 0; i < stride; i++) {
			let sum = weights[radius] * padded[i + margin];
			let before = i + margin;
			let after = before;
			for (let j = radius - 1; j >= 0; j--) {
				before -= channels;
				after += channels;
				sum += weights[j] * (padded[before] + padded[after]);
			}
			target[i] = sum;
		}
	}
}

/** Whole rows are added up, two at a time by symmetry: the cache sees them in order. */
function blurColumns(
	out: Float32Array,
	data: Float32Array,
	stride: number,
	height: number,
	weights: Float32Array,
): void {
	const radius = (weights.length - 1) / 2;
	const sums = new Float64Array(stride);
	for (let y = 0; y < height; y++) {
		const centre = y * stride;
		for (let i = 0; i < stride; i++) sums[i] = weights[radius] * data[centre + i];
		for (let j = 1; j <= radius; j++) {
			const above = Math.max(y - j, 0) * stride;
			const below = Math.min(y + j, height - 1) * stride;
			const weight = weights[radius - j];
			for (let i = 0; i < stride; i++) sums[i] += weight * (data[above + i] + data[below + i]);
		}
		out.set(sums, centre);
	}
}

function gaussianWeights(sigma: number): Float32Array {
	const radius = Math.ceil(3 * sigma);
	const weights = Float32Array.from({ length: 2 * radius + 1 }, (_, j) =>
		Math.exp(-((j - radius) ** 2) / (2 * sigma * sigma)),
	);
	const total = weights.reduce((a, b) => a + b, 0);
	return weights.map((w) => w / total);
}
