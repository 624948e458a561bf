/** Kernels of a comic page: flat light, Ben-Day dots, black ink, and the rims around a cut-out figure. */
import { clamp01, fract, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** Half the softness of a border between two lights. */
const SOFT = 0.008;
/** Share of the shadow that the dots cover, as a radius in cells. */
const DOT = 1.08 * Math.sqrt(0.34 / Math.PI);
/** Light of white cloth; skin and teeth are never that white. */
const WHITE = 0.96;
/** The dots against the colour below them: L, a, b. */
const DOT_TINT = [0.8, 1.35, 1.25];
/** Hues of skin in radians: rising, falling. */
const SKIN_HUES = [12, 25, 85, 100].map((degrees) => (degrees * Math.PI) / 180);

type Cel = `t${0 | 1 | 2 | 3}` | `v${0 | 1 | 2 | 3 | 4}` | 'cell' | 'own';

/**
 * Five flat lights from the tone, strong colour, and Ben-Day dots in the shadow of skin.
 * Inputs: tone, OKLab smoothed inside regions, its blur, detail d. t0 < t1 < t2 < t3: thresholds; v0..v4: lights;
 * cell: of the dots in pixels; own: share of the photo's own light everywhere.
 */
export const celShading: Kernel<Cel> = {
	name: 'cel-shading',
	inputs: [1, 3, 3, 1],
	output: 3,
	params: ['t0', 't1', 't2', 't3', 'v0', 'v1', 'v2', 'v3', 'v4', 'cell', 'own'],
	cpu(out, { width, height }, [{ data: tone }, { data: lab }, { data: soft }, detail], p) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const t = tone[i];
				const d = detail.data[i];
				let light = mix(p.v0, p.v1, smoothstep(p.t0 - SOFT, p.t0 + SOFT, t));
				light = mix(light, p.v2, smoothstep(p.t1 - SOFT, p.t1 + SOFT, t));
				light = mix(light, p.v3, smoothstep(p.t2 - SOFT, p.t2 + SOFT, t));
				light = mix(light, p.v4, smoothstep(p.t3 - SOFT, p.t3 + SOFT, t));
				light = mix(light, clamp01(1.06 * lab[3 * i]), Math.min(1, 0.35 * d + p.own));
				const a = soft[3 * i + 1];
				const b = soft[3 * i + 2];
				const chroma = Math.sqrt(a * a + b * b) + 1e-6;
				const strong = Math.min(1.45, 0.19 / chroma);
				const white = smoothstep(0.8, 0.84, t) * (1 - smoothstep(0.03, 0.055, chroma)) * (1 - d);
				light = mix(light, Math.max(light, WHITE), white);
				const gain = mix(1, strong, smoothstep(0.01, 0.025, chroma));
				const strength = gain * chroma;
				const hue = Math.atan2(b, a);
				const skin =
					smoothstep(0.03, 0.06, strength) *
					smoothstep(SKIN_HUES[0], SKIN_HUES[1], hue) *
					(1 - smoothstep(SKIN_HUES[2], SKIN_HUES[3], hue));
				const band =
					smoothstep(p.t1 - 0.02, p.t1 + 0.02, t) * (1 - smoothstep(p.t2 - 0.012, p.t2 + 0.012, t));
				let dot = band * skin * (1 - d);
				if (dot > 0) {
					const u = fract((Math.SQRT1_2 * (x + y + 1)) / p.cell) - 0.5;
					const v = fract((Math.SQRT1_2 * (y - x)) / p.cell) - 0.5;
					dot *= clamp01(((DOT - Math.sqrt(u * u + v * v)) * p.cell) / 1.2 + 0.5);
				}
				out[3 * i] = light * mix(1, DOT_TINT[0], dot);
				out[3 * i + 1] = gain * a * mix(1, DOT_TINT[1], dot);
				out[3 * i + 2] = gain * b * mix(1, DOT_TINT[2], dot);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let t = in0(x, y);
	let d = in3(x, y);
	var light = mix(P.v0, P.v1, smoothstep(P.t0 - ${SOFT}, P.t0 + ${SOFT}, t));
	light = mix(light, P.v2, smoothstep(P.t1 - ${SOFT}, P.t1 + ${SOFT}, t));
	light = mix(light, P.v3, smoothstep(P.t2 - ${SOFT}, P.t2 + ${SOFT}, t));
	light = mix(light, P.v4, smoothstep(P.t3 - ${SOFT}, P.t3 + ${SOFT}, t));
	light = mix(light, saturate(1.06 * in1(x, y).x), min(1.0, 0.35 * d + P.own));
	let ab = in2(x, y).yz;
	let chroma = length(ab) + 1e-6;
	let white = smoothstep(0.8, 0.84, t) * (1.0 - smoothstep(0.03, 0.055, chroma)) * (1.0 - d);
	light = mix(light, max(light, ${WHITE}), white);
	let gain = mix(1.0, min(1.45, 0.19 / chroma), smoothstep(0.01, 0.025, chroma));
	let hue = atan2(ab.y, ab.x);
	let skin = smoothstep(0.03, 0.06, gain * chroma) * smoothstep(${SKIN_HUES[0]}, ${SKIN_HUES[1]}, hue)
		* (1.0 - smoothstep(${SKIN_HUES[2]}, ${SKIN_HUES[3]}, hue));
	let band = smoothstep(P.t1 - 0.02, P.t1 + 0.02, t) * (1.0 - smoothstep(P.t2 - 0.012, P.t2 + 0.012, t));
	let c = fract(${Math.SQRT1_2} * vec2f(f32(x + y + 1), f32(y - x)) / P.cell) - 0.5;
	let dot = band * skin * (1.0 - d) * saturate((${DOT} - length(c)) * P.cell / 1.2 + 0.5);
	let colour = vec3f(light, gain * ab);
	return colour * mix(vec3f(1.0), vec3f(${DOT_TINT.join(', ')}), dot);
}`,
};

/**
 * Lines of a comic, 0..1: thin in eyes and brows, only the strongest on open skin, none around the mouth but its seam.
 * Inputs: broad lines, the same blurred a little, fine lines, detail d, open skin, mouth, seam.
 */
export const comicLines: Kernel<never> = {
	name: 'comic-lines',
	inputs: [1, 1, 1, 1, 1, 1, 1],
	output: 1,
	params: [],
	cpu(out, _, planes) {
		const [lines, blurred, fine, detail, open, mouth, seam] = planes.map((plane) => plane.data);
		for (let i = 0; i < out.length; i++) {
			const held = open[i] * (1 - smoothstep(0.8, 0.97, blurred[i]));
			const drawn = Math.max(0.97 * lines[i], fine[i] * detail[i]);
			out[i] = Math.max(drawn * (1 - 0.75 * mouth[i]) * (1 - held), 0.8 * seam[i]);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let held = in4(x, y) * (1.0 - smoothstep(0.8, 0.97, in1(x, y)));
	let drawn = max(0.97 * in0(x, y), in2(x, y) * in3(x, y));
	return max(drawn * (1.0 - 0.75 * in5(x, y)) * (1.0 - held), 0.8 * in6(x, y));
}`,
};

/** Lines, and black where it is dark. Inputs: lines, tone, lightness blurred. */
export const spotBlacks: Kernel<never> = {
	name: 'spot-blacks',
	inputs: [1, 1, 1],
	output: 1,
	params: [],
	cpu(out, _, [{ data: lines }, { data: tone }, { data: light }]) {
		for (let i = 0; i < out.length; i++) {
			const black = 1 - smoothstep(0.185, 0.215, mix(tone[i], light[i], 0.5));
			out[i] = clamp01(Math.max(lines[i], black));
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let black = 1.0 - smoothstep(0.185, 0.215, mix(in1(x, y), in2(x, y), 0.5));
	return saturate(max(in0(x, y), black));
}`,
};

/**
 * Dots on a turned grid whose density changes with the distance from (x, y): clamp(near + rise r / H), eased.
 * cell: in pixels; angle: in radians.
 */
export const radialDots: Kernel<'x' | 'y' | 'near' | 'rise' | 'most' | 'cell' | 'angle'> = {
	name: 'radial-dots',
	inputs: [],
	output: 1,
	params: ['x', 'y', 'near', 'rise', 'most', 'cell', 'angle'],
	cpu(out, { width, height }, _, p) {
		const c = Math.cos(p.angle) / p.cell;
		const s = Math.sin(p.angle) / p.cell;
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const px = x + 0.5;
				const py = y + 0.5;
				const r = Math.sqrt((px - p.x) ** 2 + (py - p.y) ** 2) / height;
				const density = p.most * smoothstep(0, 1, p.near + p.rise * r);
				if (density <= 0.015) continue;
				const u = fract(c * px + s * py) - 0.5;
				const v = fract(c * py - s * px) - 0.5;
				const radius = 1.08 * Math.sqrt(density / Math.PI);
				out[i] = clamp01(((radius - Math.sqrt(u * u + v * v)) * p.cell) / 1.2 + 0.5);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let p = vec2f(f32(x), f32(y)) + 0.5;
	let r = distance(p, vec2f(P.x, P.y)) / f32(H);
	let density = P.most * smoothstep(0.0, 1.0, P.near + P.rise * r);
	if (density <= 0.015) {
		return 0.0;
	}
	let c = cos(P.angle) / P.cell;
	let s = sin(P.angle) / P.cell;
	let d = fract(vec2f(c * p.x + s * p.y, c * p.y - s * p.x)) - 0.5;
	let radius = 1.08 * sqrt(density / ${Math.PI});
	return saturate((radius - length(d)) * P.cell / 1.2 + 0.5);
}`,
};

/** Black, as it is printed: sRGB. */
const BLACK = [0.078, 0.059, 0.11];

/**
 * Backdrop, black rim, coloured rim, black outline, inked figure.
 * Inputs: backdrop, figure, ink, silhouette, bands around it from wide to narrow. r, g, b: sRGB of the rim.
 */
export const cutOutFigure: Kernel<'r' | 'g' | 'b'> = {
	name: 'cut-out-figure',
	inputs: [3, 3, 1, 1, 1, 1, 1],
	output: 3,
	params: ['r', 'g', 'b'],
	cpu(out, _, [{ data: back }, { data: figure }, ink, shape, wide, rim, line], { r, g, b }) {
		const colour = [r, g, b];
		for (let i = 0; i < ink.data.length; i++) {
			for (let c = 0; c < 3; c++) {
				let v = mix(back[3 * i + c], BLACK[c], wide.data[i]);
				v = mix(v, colour[c], rim.data[i]);
				v = mix(v, BLACK[c], line.data[i]);
				const inked = mix(figure[3 * i + c], BLACK[c], ink.data[i]);
				out[3 * i + c] = mix(v, inked, shape.data[i]);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let black = vec3f(${BLACK.join(', ')});
	var v = mix(in0(x, y), black, in4(x, y));
	v = mix(v, vec3f(P.r, P.g, P.b), in5(x, y));
	v = mix(v, black, in6(x, y));
	return mix(v, mix(in1(x, y), black, in2(x, y)), in3(x, y));
}`,
};
