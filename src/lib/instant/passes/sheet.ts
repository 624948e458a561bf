/** Kernels that put layers together on a sheet of paper. */
import { clamp01, mix } from '$lib/compute/scalar';
import type { Kernel } from '$lib/compute/kernel';

/** Watercolour paper: brightness 0..1 of a sheet with tooth. Inputs: fine noise, broad noise. */
export const coldPressed: Kernel<never> = {
	name: 'cold-pressed',
	inputs: [1, 1],
	output: 1,
	params: [],
	cpu(out, _, [{ data: fine }, { data: broad }]) {
		for (let i = 0; i < out.length; i++) {
			out[i] = Math.min(1, 0.975 + 0.05 * (fine[i] - 0.5) + 0.02 * (broad[i] - 0.5));
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return min(1.0, 0.975 + 0.05 * (in0(x, y) - 0.5) + 0.02 * (in1(x, y) - 0.5));
}`,
};

/**
 * A watercolour: paper seen through backdrop and figure, and pencil on top.
 * Inputs: paper, backdrop light, figure light, wash, pencil. r, g, b: sRGB of the pencil.
 */
export const glaze: Kernel<'r' | 'g' | 'b'> = {
	name: 'glaze',
	inputs: [1, 3, 3, 1, 1],
	output: 3,
	params: ['r', 'g', 'b'],
	cpu(out, _, [{ data: paper }, { data: back }, { data: figure }, wash, stroke], { r, g, b }) {
		const lead = [r, g, b];
		for (let i = 0; i < paper.length; i++) {
			const drawn = stroke.data[i] * mix(0.75, 1, wash.data[i]);
			for (let c = 0; c < 3; c++) {
				const light = mix(back[3 * i + c], figure[3 * i + c], wash.data[i]);
				out[3 * i + c] = clamp01(mix(light * paper[i] * PAPER[c], lead[c], drawn));
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let wash = in3(x, y);
	let drawn = in4(x, y) * mix(0.75, 1.0, wash);
	let light = mix(in1(x, y), in2(x, y), wash);
	let sheet = in0(x, y) * vec3f(1.0, 0.985, 0.955);
	return saturate(mix(light * sheet, vec3f(P.r, P.g, P.b), drawn));
}`,
};

/** sRGB of warm white paper. */
const PAPER = [1, 0.985, 0.955];

/**
 * A picture printed on uncoated paper: fibres and grain shine through.
 * Inputs: picture, fine noise, broad noise, grain noise. amount: about .03.
 */
export const uncoated: Kernel<'amount'> = {
	name: 'uncoated',
	inputs: [3, 1, 1, 1],
	output: 3,
	params: ['amount'],
	cpu(out, _, [{ data }, { data: fine }, { data: broad }, { data: grain }], { amount }) {
		for (let i = 0; i < fine.length; i++) {
			const tooth = 1.2 * (fine[i] - 0.5) + 0.8 * (broad[i] - 0.5) + 0.6 * (grain[i] - 0.5);
			for (let c = 3 * i; c < 3 * i + 3; c++) out[c] = clamp01(data[c] * (1 + amount * tooth));
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let tooth = 1.2 * (in1(x, y) - 0.5) + 0.8 * (in2(x, y) - 0.5) + 0.6 * (in3(x, y) - 0.5);
	return saturate(in0(x, y) * (1.0 + P.amount * tooth));
}`,
};
