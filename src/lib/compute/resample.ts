import type { Affine } from '$lib/domain/geometry';
import { forEachChannels, WGSL_TYPE } from './channel-types';
import type { Channels, Executor, Kernel, Plane } from './kernel';

/**
 * Draws `source` through an affine map without rotation or shear: scale, offset, flip.
 * Catmull-Rom bicubic (Keys 1981, a = -1/2); where the picture shrinks the filter is stretched by the
 * same factor, so that nothing aliases. The border is repeated. Overshoot is kept; clamp it if it hurts.
 * @param map source pixels to output pixels, [a, 0, c, 0, e, f]; a or e may be negative (a flip)
 */
export function resample(
	executor: Executor,
	source: Plane,
	map: Affine,
	size: { readonly width: number; readonly height: number },
): Plane {
	const [a, b, c, d, e, f] = map;
	if (b !== 0 || d !== 0) throw new RangeError('resample: the map must not rotate or shear');
	if (!(a !== 0 && e !== 0)) throw new RangeError('resample: the map must be invertible');
	const across = (plane: Plane, height: number) =>
		executor.run(
			resampleAcross[source.channels],
			[plane],
			{ scale: 1 / a, offset: -c / a },
			{ width: size.width, height },
		);
	const down = (plane: Plane, width: number) =>
		executor.run(
			resampleDown[source.channels],
			[plane],
			{ scale: 1 / e, offset: -f / e },
			{ width, height: size.height },
		);
	// The pass that leaves fewer pixels comes first.
	const downFirst = size.height < source.height;
	const half = downFirst ? down(source, source.width) : across(source, source.height);
	const whole = downFirst ? across(half, size.height) : down(half, size.width);
	executor.release(half);
	return whole;
}

/** The whole of `source` at another size. */
export function resize(
	executor: Executor,
	source: Plane,
	size: { readonly width: number; readonly height: number },
): Plane {
	const map: Affine = [size.width / source.width, 0, 0, 0, size.height / source.height, 0];
	return resample(executor, source, map, size);
}

export const resampleAcross = forEachChannels((channels) => resamplePass('x', channels));
export const resampleDown = forEachChannels((channels) => resamplePass('y', channels));

/** `scale` and `offset` take an output coordinate (centres at + 0.5) to a source coordinate. */
function resamplePass(direction: 'x' | 'y', channels: Channels): Kernel<'scale' | 'offset'> {
	const type = WGSL_TYPE[channels];
	const [at, position] = direction === 'x' ? ['in0(i, y)', 'x'] : ['in0(x, i)', 'y'];
	return {
		name: `resample-${direction}${channels}`,
		inputs: [channels],
		output: channels,
		params: ['scale', 'offset'],
		cpu(out, { width, height }, [source], { scale, offset }) {
			const { data } = source;
			if (direction === 'x') {
				const taps = filterTaps(width, source.width, scale, offset);
				for (let y = 0; y < height; y++) {
					for (let c = 0; c < channels; c++) {
						const from = y * source.width * channels + c;
						resampleLine(out, y * width * channels + c, data, from, channels, width, taps);
					}
				}
			} else {
				const taps = filterTaps(height, source.height, scale, offset);
				const stride = width * channels;
				for (let y = 0; y < height; y++) {
					const row = out.subarray(y * stride, (y + 1) * stride);
					for (let t = taps.start[y]; t < taps.start[y + 1]; t++) {
						const from = taps.index[t] * stride;
						const weight = taps.weight[t];
						for (let i = 0; i < stride; i++) row[i] += weight * data[from + i];
					}
				}
			}
		},
		wgsl: `
fn keys(distance: f32) -> f32 {
	let t = abs(distance);
	if (t < 1.0) { return (1.5 * t - 2.5) * t * t + 1.0; }
	if (t < 2.0) { return ((-0.5 * t + 2.5) * t - 4.0) * t + 2.0; }
	return 0.0;
}

fn pixel(x: i32, y: i32) -> ${type} {
	let stretch = max(abs(P.scale), 1.0);
	let centre = (f32(${position}) + 0.5) * P.scale + P.offset - 0.5;
	let first = i32(ceil(centre - 2.0 * stretch));
	let last = i32(floor(centre + 2.0 * stretch));
	var sum = ${type}(0.0);
	var total = 0.0;
	for (var i = first; i <= last; i++) {
		let w = keys((f32(i) - centre) / stretch);
		sum += w * ${at};
		total += w;
	}
	return sum / total;
}`,
	};
}

interface Taps {
	/** Position o uses the taps start[o] to start[o + 1]. */
	readonly start: Uint32Array;
	readonly index: Uint32Array;
	readonly weight: Float32Array;
}

function resampleLine(
	out: Float32Array,
	to: number,
	data: Float32Array,
	from: number,
	step: number,
	length: number,
	{ start, index, weight }: Taps,
): void {
	for (let o = 0, t = 0; o < length; o++) {
		let sum = 0;
		for (const end = start[o + 1]; t < end; t++) sum += weight[t] * data[from + index[t] * step];
		out[to + o * step] = sum;
	}
}

/** For every output position its source indices (clamped) and weights, in one list. */
function filterTaps(length: number, sourceLength: number, scale: number, offset: number): Taps {
	const stretch = Math.max(Math.abs(scale), 1);
	const start = new Uint32Array(length + 1);
	const capacity = length * (Math.ceil(4 * stretch) + 1);
	const index = new Uint32Array(capacity);
	const weight = new Float32Array(capacity);
	let count = 0;
	for (let o = 0; o < length; o++) {
		const centre = (o + 0.5) * scale + offset - 0.5;
		const first = Math.ceil(centre - 2 * stretch);
		const last = Math.floor(centre + 2 * stretch);
		let total = 0;
		for (let i = first; i <= last; i++) total += keys((i - centre) / stretch);
		for (let i = first; i <= last; i++) {
			index[count] = Math.min(Math.max(i, 0), sourceLength - 1);
			weight[count++] = keys((i - centre) / stretch) / total;
		}
		start[o + 1] = count;
	}
	return { start, index, weight };
}

/** The cubic convolution kernel of Keys with a = -1/2. */
function keys(distance: number): number {
	const t = Math.abs(distance);
	if (t < 1) return (1.5 * t - 2.5) * t * t + 1;
	if (t < 2) return ((-0.5 * t + 2.5) * t - 4) * t + 2;
	return 0;
}
