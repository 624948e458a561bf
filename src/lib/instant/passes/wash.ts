/** Kernels of transparent paint: tone of the washes, where they lie, and how pigment gathers in them. */
import { clamp01, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** Levels that layered washes make. */
const LEVELS = 7;
/** Gain and limit of chroma, elsewhere and in skin. */
const CHROMA = { gain: 1.22, most: 0.18 };
const SKIN_CHROMA = { gain: 1.02, most: 0.11 };
/** Darkest and lightest tone of the washes: light skin keeps a tint. */
const DARKEST = 0.24;
const LIGHTEST = 0.985;

/**
 * OKLab of the picture to OKLab of its washes: light, soft levels, more colour, and a hue that drifts.
 * Skin keeps its own strength of colour. Inputs: OKLab, detail d, two noises, face blurred.
 */
export const washTone: Kernel<never> = {
	name: 'wash-tone',
	inputs: [3, 1, 1, 1, 1],
	output: 3,
	params: [],
	cpu(out, _, [{ data }, { data: detail }, { data: driftA }, { data: driftB }, { data: face }]) {
		for (let i = 0, o = 0; i < detail.length; i++, o += 3) {
			const d = detail[i];
			// 1. Lights up to the paper, darks kept.
			const range = Math.pow(clamp01((data[o] - 0.12) / 0.81), 0.77);
			const lifted = mix(DARKEST, LIGHTEST, range);
			// 2. Soft levels, none where there is detail.
			const step = lifted * LEVELS;
			const level = (Math.floor(step) + smoothstep(0.28, 0.72, step - Math.floor(step))) / LEVELS;
			const lightness = mix(lifted, level, 0.55 * (1 - d));
			// 3. Colour: stronger, drifting wet in wet, cool in the darks.
			const chroma = Math.sqrt(data[o + 1] * data[o + 1] + data[o + 2] * data[o + 2]) + 1e-6;
			const most = mix(CHROMA.most, SKIN_CHROMA.most, face[i]);
			const gain = Math.min(mix(CHROMA.gain, SKIN_CHROMA.gain, face[i]), most / chroma);
			const drift = 1 - 0.6 * d;
			const dark = 1 - smoothstep(0.25, 0.6, lightness);
			out[o] = lightness;
			out[o + 1] = data[o + 1] * gain + 0.035 * (driftA[i] - 0.5) * drift - 0.004 * dark;
			out[o + 2] = data[o + 2] * gain + 0.05 * (driftB[i] - 0.5) * drift - 0.03 * dark;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let lab = in0(x, y);
	let d = in1(x, y);
	let lifted = mix(${DARKEST}, ${LIGHTEST}, pow(saturate((lab.x - 0.12) / 0.81), 0.77));
	let step = lifted * ${LEVELS}.0;
	let level = (floor(step) + smoothstep(0.28, 0.72, step - floor(step))) / ${LEVELS}.0;
	let lightness = mix(lifted, level, 0.55 * (1.0 - d));
	let most = mix(${CHROMA.most}, ${SKIN_CHROMA.most}, in4(x, y));
	let gain = min(mix(${CHROMA.gain}, ${SKIN_CHROMA.gain}, in4(x, y)), most / (length(lab.yz) + 1e-6));
	let drift = vec2f(0.035, 0.05) * (vec2f(in2(x, y), in3(x, y)) - 0.5) * (1.0 - 0.6 * d);
	let dark = 1.0 - smoothstep(0.25, 0.6, lightness);
	return vec3f(lightness, lab.yz * gain + drift - vec2f(0.004, 0.03) * dark);
}`,
};

/**
 * Where the figure is painted: its matte, let run out at the bottom along noise.
 * Inputs: matte, broad noise, face blurred, which is never left out. centre: x of the face in pixels;
 * wet and dry: heights in 0..1 of the picture between which the paint runs out.
 */
export const washShape: Kernel<'centre' | 'wet' | 'dry'> = {
	name: 'wash-shape',
	inputs: [1, 1, 1],
	output: 1,
	params: ['centre', 'wet', 'dry'],
	cpu(
		out,
		{ width, height },
		[{ data: matte }, { data: noise }, { data: face }],
		{ centre, wet, dry },
	) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const down = (y + 0.5) / height + 0.35 * (noise[i] - 0.5);
				const aside = (0.1 * Math.abs(x + 0.5 - centre)) / width;
				const painted = 1 - smoothstep(wet, dry, down + aside);
				out[i] = clamp01(matte[i]) * Math.max(painted, smoothstep(0.05, 0.5, face[i]));
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let down = (f32(y) + 0.5) / f32(H) + 0.35 * (in1(x, y) - 0.5);
	let aside = 0.1 * abs(f32(x) + 0.5 - P.centre) / f32(W);
	let painted = 1.0 - smoothstep(P.wet, P.dry, down + aside);
	return saturate(in0(x, y)) * max(painted, smoothstep(0.05, 0.5, in2(x, y)));
}`,
};

/** A crisp, slightly frayed edge of a blurred shape. Inputs: shape, fine noise. */
export const frayedEdge: Kernel<'fray'> = {
	name: 'frayed-edge',
	inputs: [1, 1],
	output: 1,
	params: ['fray'],
	cpu(out, _, [{ data }, { data: noise }], { fray }) {
		for (let i = 0; i < out.length; i++) {
			out[i] = smoothstep(0.35, 0.65, data[i] + fray * (noise[i] - 0.5));
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return smoothstep(0.35, 0.65, in0(x, y) + P.fray * (in1(x, y) - 0.5));
}`,
};

/** Pigment that settles in the grain of the paper, about -1..1. Inputs: fine noise, broad noise. */
export const granulation: Kernel<never> = {
	name: 'granulation',
	inputs: [1, 1],
	output: 1,
	params: [],
	cpu(out, _, [{ data: fine }, { data: broad }]) {
		for (let i = 0; i < out.length; i++) out[i] = fine[i] - 0.5 + 1.3 * (broad[i] - 0.5);
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return in0(x, y) - 0.5 + 1.3 * (in1(x, y) - 0.5);
}`,
};

/**
 * The painted figure as light that the paint lets through (sRGB 0..1): the colours of the washes with
 * pigment gathered where tone changes, at the rim of the wash and in the grain, C - (C - C^2)(D - 1)
 * (Bousseau et al. 2006).
 * Inputs: sRGB of the washes, their lightness blurred, the wash, the wash blurred, granulation, calm (0..1, where less gathers).
 * scale: pixels per reference pixel, which makes the gradient the same at every size.
 */
export const pigment: Kernel<'scale'> = {
	name: 'pigment',
	inputs: [3, 1, 1, 1, 1, 1],
	output: 3,
	params: ['scale'],
	cpu(
		out,
		{ width, height },
		[{ data }, { data: tone }, { data: wash }, { data: soft }, { data: grain }, { data: detail }],
		{ scale },
	) {
		for (let y = 0, i = 0; y < height; y++) {
			const up = Math.max(0, y - 1) * width;
			const down = Math.min(height - 1, y + 1) * width;
			for (let x = 0; x < width; x++, i++) {
				const d = detail[i];
				// 1. Where tone changes.
				const gx =
					tone[y * width + Math.min(width - 1, x + 1)] - tone[y * width + Math.max(0, x - 1)];
				const gy = tone[down + x] - tone[up + x];
				const change = Math.min(0.8, 8 * scale * Math.sqrt(gx * gx + gy * gy));
				// 2. At the rim.
				const rim = clamp01(4 * soft[i] * (1 - soft[i])) * smoothstep(0.02, 0.5, wash[i]);
				// 3. In the grain, which bare paper does not show.
				const settled = 0.42 * grain[i] * (1 - 0.55 * d) * smoothstep(0, 0.5, 1.25 - tone[i]);
				const extra = 1.1 * change * (1 - 0.5 * d) + 0.75 * rim + settled;
				// 4. Highlights are left to the paper.
				const bare = 0.55 * smoothstep(0.88, 0.97, tone[i]);
				for (let c = 3 * i; c < 3 * i + 3; c++) {
					const dense = clamp01(data[c] - (data[c] - data[c] * data[c]) * extra);
					out[c] = mix(dense, 1, bare);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let colour = in0(x, y);
	let tone = in1(x, y);
	let soft = in3(x, y);
	let d = in5(x, y);
	let gradient = vec2f(in1(x + 1, y) - in1(x - 1, y), in1(x, y + 1) - in1(x, y - 1));
	let change = min(0.8, 8.0 * P.scale * length(gradient));
	let rim = saturate(4.0 * soft * (1.0 - soft)) * smoothstep(0.02, 0.5, in2(x, y));
	let settled = 0.42 * in4(x, y) * (1.0 - 0.55 * d) * smoothstep(0.0, 0.5, 1.25 - tone);
	let extra = 1.1 * change * (1.0 - 0.5 * d) + 0.75 * rim + settled;
	let bare = 0.55 * smoothstep(0.88, 0.97, tone);
	let dense = saturate(colour - (colour - colour * colour) * extra);
	return mix(dense, vec3f(1.0), bare);
}`,
};
