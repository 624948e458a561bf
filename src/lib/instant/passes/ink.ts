/** Kernels around drawn lines: the lightness they are drawn from, and where they may lie. */
import { clamp01, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/**
 * Lightness relative to its surroundings: raw lightness turns dark skin into one dark shape.
 * min(.95, .66 L / (.30 + .75 G)). Inputs: L, L blurred by 26 k.
 */
export const evenLight: Kernel<never> = {
	name: 'even-light',
	inputs: [1, 1],
	output: 1,
	params: [],
	cpu(out, _, [{ data }, { data: wide }]) {
		for (let i = 0; i < out.length; i++) {
			out[i] = Math.min(0.95, Math.max(0, (0.66 * data[i]) / (0.3 + 0.75 * wide[i])));
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return clamp(0.66 * in0(x, y) / (0.3 + 0.75 * in1(x, y)), 0.0, 0.95);
}`,
};

/**
 * Ink of lines without the ink of dark areas: clamp(gain (ink - amount G(ink))).
 * Inputs: ink, ink blurred, detail d. keep: 1 keeps areas where there is detail.
 */
export const linesOnly: Kernel<'amount' | 'keep' | 'gain'> = {
	name: 'lines-only',
	inputs: [1, 1, 1],
	output: 1,
	params: ['amount', 'keep', 'gain'],
	cpu(out, _, [{ data: ink }, { data: area }, { data: detail }], { amount, keep, gain }) {
		for (let i = 0; i < out.length; i++) {
			out[i] = clamp01(gain * (ink[i] - amount * area[i] * (1 - keep * detail[i])));
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return saturate(P.gain * (in0(x, y) - P.amount * in1(x, y) * (1.0 - P.keep * in2(x, y))));
}`,
};

/**
 * Strength of pencil strokes: only on the figure, hardly on open skin (wrinkles are what people call
 * ugly), faded at the bottom. Inputs: lines, matte, open skin, detail d, grain noise.
 * top, end: heights 0..1 between which the drawing runs out.
 */
export const pencil: Kernel<'top' | 'end' | 'weight'> = {
	name: 'pencil',
	inputs: [1, 1, 1, 1, 1],
	output: 1,
	params: ['top', 'end', 'weight'],
	cpu(out, { width, height }, planes, { top, end, weight }) {
		const [lines, matte, open, detail, grain] = planes.map((plane) => plane.data);
		for (let y = 0, i = 0; y < height; y++) {
			const fade = 1 - smoothstep(top, end, (y + 0.5) / height);
			for (let x = 0; x < width; x++, i++) {
				const d = detail[i];
				const allowed = clamp01(1.2 * matte[i]) * (1 - 0.75 * open[i]);
				const stroke = clamp01(lines[i] * allowed * fade * (0.32 + 0.8 * grain[i]));
				out[i] = Math.min(1, weight * stroke * mix(0.38, 0.73, d));
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let fade = 1.0 - smoothstep(P.top, P.end, (f32(y) + 0.5) / f32(H));
	let d = in3(x, y);
	let allowed = saturate(1.2 * in1(x, y)) * (1.0 - 0.75 * in2(x, y));
	let stroke = saturate(in0(x, y) * allowed * fade * (0.32 + 0.8 * in4(x, y)));
	return min(1.0, P.weight * stroke * mix(0.38, 0.73, d));
}`,
};
