/** Kernels of the poster's figure: flat inks from thresholds. */
import { clamp01, fract, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** X - .35 (G(X, 60) - goal) face: side light is halved before it is cut into levels. Inputs: X, its blur, face blurred. */
export const levelLight: Kernel<'goal'> = {
	name: 'level-light',
	inputs: [1, 1, 1],
	output: 1,
	params: ['goal'],
	cpu(out, _, [{ data }, { data: wide }, { data: face }], { goal }) {
		for (let i = 0; i < out.length; i++) {
			out[i] = data[i] - 0.35 * (wide[i] - goal) * face[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return in0(x, y) - 0.35 * (in1(x, y) - P.goal) * in2(x, y);
}`,
};

const STEEP = 255;

/** Above each of four levels: 0 or 1, with a ramp as steep as one 8-bit step. Input: tone. */
export const cutLevels: Kernel<'t0' | 't1' | 't2' | 't3'> = {
	name: 'cut-levels',
	inputs: [1],
	output: 4,
	params: ['t0', 't1', 't2', 't3'],
	cpu(out, _, [{ data }], { t0, t1, t2, t3 }) {
		for (let i = 0; i < data.length; i++) {
			out[4 * i] = clamp01((data[i] - t0) * STEEP + 0.5);
			out[4 * i + 1] = clamp01((data[i] - t1) * STEEP + 0.5);
			out[4 * i + 2] = clamp01((data[i] - t2) * STEEP + 0.5);
			out[4 * i + 3] = clamp01((data[i] - t3) * STEEP + 0.5);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	return saturate((in0(x, y) - vec4f(P.t0, P.t1, P.t2, P.t3)) * 255.0 + 0.5);
}`,
};
/** Weight of ink where glasses may be: frames are strong lines, the wrinkles beside eyes are not. */
const FRAMES = 0.58;

/**
 * Where fine ink may lie: eyes, brows and glasses, never around the mouth.
 * Inputs: ink of lines, lips dilated and blurred, detail d, glasses.
 */
export const featureInk: Kernel<never> = {
	name: 'feature-ink',
	inputs: [1, 1, 1, 1],
	output: 1,
	params: [],
	cpu(out, _, [{ data: ink }, { data: mouth }, { data: detail }, { data: glasses }]) {
		for (let i = 0; i < out.length; i++) {
			const where = Math.max(smoothstep(0.15, 0.6, detail[i]), FRAMES * glasses[i]);
			out[i] = clamp01(ink[i]) * (1 - mouth[i]) * where;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let allowed = max(smoothstep(0.15, 0.6, in2(x, y)), ${FRAMES} * in3(x, y));
	return saturate(in0(x, y)) * (1.0 - in1(x, y)) * allowed;
}`,
};

/** Share of the stripes that is ink. */
const STRIPE = 0.42;

export type RampParams = `r${0 | 1 | 2 | 3}` | `g${0 | 1 | 2 | 3}` | `b${0 | 1 | 2 | 3}`;

/**
 * Four flat inks over each other, a striped one between the second and third, and the key lines.
 * Inputs: coverage of the levels (1, 2, stripes' end, 3), feature ink, lip seam.
 * r0..b3: sRGB of the inks from dark to light; cell: of the stripes in pixels.
 */
export const screenPrint: Kernel<RampParams | 'cell'> = {
	name: 'screen-print',
	inputs: [4, 1, 1],
	output: 3,
	params: ['r0', 'g0', 'b0', 'r1', 'g1', 'b1', 'r2', 'g2', 'b2', 'r3', 'g3', 'b3', 'cell'],
	cpu(out, { width, height }, [{ data: levels }, { data: ink }, { data: seam }], p) {
		// Four inks a channel.
		const ramp = Float64Array.of(
			...[p.r0, p.r1, p.r2, p.r3],
			...[p.g0, p.g1, p.g2, p.g3],
			...[p.b0, p.b1, p.b2, p.b3],
		);
		for (let y = 0, i = 0; y < height; y++) {
			const stripe = stripeCover(y + 0.5, p.cell);
			for (let x = 0; x < width; x++, i++) {
				const striped = 0.9 * stripe * levels[4 * i + 1] * (1 - levels[4 * i + 2]);
				const key = Math.max(ink[i], seam[i]);
				for (let c = 0, r = 0; c < 3; c++, r += 4) {
					let colour = mix(ramp[r], ramp[r + 1], levels[4 * i]);
					colour = mix(colour, ramp[r + 2], levels[4 * i + 1]);
					colour = mix(colour, ramp[r + 3], levels[4 * i + 3]);
					colour = mix(colour, ramp[r + 1], striped);
					out[3 * i + c] = mix(colour, ramp[r], key);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let levels = in0(x, y);
	let r0 = vec3f(P.r0, P.g0, P.b0);
	let r1 = vec3f(P.r1, P.g1, P.b1);
	let d = abs(fract((f32(y) + 0.5) / P.cell) - 0.5);
	let stripe = saturate((${STRIPE / 2} - d) * P.cell / 1.2 + 0.5);
	let striped = 0.9 * stripe * levels.y * (1.0 - levels.z);
	var colour = mix(r0, r1, levels.x);
	colour = mix(colour, vec3f(P.r2, P.g2, P.b2), levels.y);
	colour = mix(colour, vec3f(P.r3, P.g3, P.b3), levels.w);
	colour = mix(colour, r1, striped);
	return mix(colour, r0, max(in1(x, y), in2(x, y)));
}`,
};

function stripeCover(y: number, cell: number): number {
	return clamp01(((STRIPE / 2 - Math.abs(fract(y / cell) - 0.5)) * cell) / 1.2 + 0.5);
}

/** Backdrop, outline, figure. Inputs: backdrop, figure, silhouette, outline. r, g, b: sRGB of the outline. */
export const stackFigure: Kernel<'r' | 'g' | 'b'> = {
	name: 'stack-figure',
	inputs: [3, 3, 1, 1],
	output: 3,
	params: ['r', 'g', 'b'],
	cpu(out, _, [{ data: back }, { data: figure }, { data: shape }, { data: line }], { r, g, b }) {
		const colour = [r, g, b];
		for (let i = 0; i < shape.length; i++) {
			for (let c = 0; c < 3; c++) {
				const behind = mix(back[3 * i + c], colour[c], line[i]);
				out[3 * i + c] = mix(behind, figure[3 * i + c], shape[i]);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let behind = mix(in0(x, y), vec3f(P.r, P.g, P.b), in3(x, y));
	return mix(behind, in1(x, y), in2(x, y));
}`,
};
