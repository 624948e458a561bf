import type { CpuPlane, Executor, Kernel, Plane } from './kernel';
import { oklabOfHex, srgbOfOklab, type Triple } from './oklab';

/** Colours at rising positions; below the first and above the last they stay. */
export type RampStops = readonly (readonly [position: number, hex: string])[];

/** Samples of a ramp or curve over 0..1. */
const STEPS = 1024;

/**
 * A colour ramp, linear in OKLab between its stops, as a strip for throughRamp. The caller releases it.
 * @param space of the strip's colours
 */
export function rampStrip(
	executor: Executor,
	stops: RampStops,
	space: 'srgb' | 'oklab' = 'srgb',
): Plane {
	const colours = stops.map(([, hex]) => oklabOfHex(hex));
	const positions = stops.map(([position]) => position);
	const data = new Float32Array(3 * (STEPS + 1));
	for (let i = 0; i <= STEPS; i++) {
		const lab = between(positions, colours, i / STEPS);
		data.set(space === 'srgb' ? srgbOfOklab(lab) : lab, 3 * i);
	}
	return executor.upload({ width: STEPS + 1, height: 1, channels: 3, data });
}

/** Any function of 0..1 as a strip for throughCurve. */
export function curveStrip(executor: Executor, curve: (x: number) => number): Plane {
	const data = Float32Array.from({ length: STEPS + 1 }, (_, i) => curve(i / STEPS));
	return executor.upload({ width: STEPS + 1, height: 1, channels: 1, data });
}

/** Position where x lies among rising positions, and the colour there. */
function between(positions: readonly number[], colours: readonly Triple[], x: number): Triple {
	const next = positions.findIndex((position) => position > x);
	if (next === 0) return colours[0];
	if (next < 0) return colours[colours.length - 1];
	const t = (x - positions[next - 1]) / (positions[next] - positions[next - 1]);
	const [p, q] = [colours[next - 1], colours[next]];
	return [p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t, p[2] + (q[2] - p[2]) * t];
}

/** The strip's colour at each value, linear between samples; values are clamped to 0..1. Inputs: values, strip. */
export const throughRamp: Kernel<never> = strip('through-ramp', 3);
/** The strip's value at each value. */
export const throughCurve: Kernel<never> = strip('through-curve', 1);

function strip(name: string, channels: 1 | 3): Kernel<never> {
	return {
		name,
		inputs: [1, channels],
		output: channels,
		params: [],
		cpu(out, _, [{ data: values }, samples]) {
			const last = samples.width - 1;
			for (let i = 0; i < values.length; i++) {
				const position = Math.min(Math.max(values[i], 0), 1) * last;
				const j = Math.min(position | 0, last - 1);
				for (let c = 0; c < channels; c++) {
					const a = samples.data[channels * j + c];
					const b = samples.data[channels * (j + 1) + c];
					out[channels * i + c] = a + (b - a) * (position - j);
				}
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> ${channels === 1 ? 'f32' : 'vec3f'} {
	let position = saturate(in0(x, y)) * f32(in1W - 1);
	let j = min(i32(floor(position)), in1W - 2);
	return mix(in1(j, 0), in1(j + 1, 0), position - f32(j));
}`,
	};
}

/**
 * Ranks of a plane's values, 0..1, as a curve over its range: what makes a histogram flat.
 * @returns the strip, and gain and bias that bring the plane into its 0..1
 */
export function rankStrip(
	executor: Executor,
	{ data }: CpuPlane,
): { strip: Plane; gain: number; bias: number } {
	// 1. A sample is enough: ranks are read to about one in two hundred.
	const stride = Math.max(1, Math.floor(data.length / 40_000));
	const sample = new Float32Array(Math.ceil(data.length / stride));
	for (let i = 0; i < sample.length; i++) sample[i] = data[i * stride];
	sample.sort();
	// 2. The share of values under each step of the range.
	const low = sample[0];
	const range = Math.max(sample[sample.length - 1] - low, 1e-6);
	let below = 0;
	const strip = curveStrip(executor, (x) => {
		while (below < sample.length && sample[below] <= low + x * range) below++;
		return below / sample.length;
	});
	return { strip, gain: 1 / range, bias: -low / range };
}
