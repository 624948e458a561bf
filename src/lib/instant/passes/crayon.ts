/** Chalk on toned paper: where strokes run, how they cover, and the sheet. */
import { clamp01, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** Where scumble lies; the index is the kernel's `kind`. */
export const SCUMBLES = ['scumble', 'corner', 'halo', 'plain'] as const;

/**
 * The way strokes run: hatching at one angle that sways a little, and along the hair and the features where they are
 * drawn. Inputs: structure flow, how far strokes follow it (0..1), slow noise. angle: of the hatching; turn: added
 * everywhere, for a second layer; sway: of the hatching; all in radians. Output: unit tangent, 1.
 */
export const strokeFlow: Kernel<'angle' | 'turn' | 'sway'> = {
	name: 'stroke-flow',
	inputs: [3, 1, 1],
	output: 3,
	params: ['angle', 'turn', 'sway'],
	cpu(out, _, [{ data: flow }, { data: follow }, { data: noise }], { angle, turn, sway }) {
		for (let i = 0, o = 0; i < follow.length; i++, o += 3) {
			const [x, y] = [flow[o], flow[o + 1]];
			const w = follow[i] * clamp01(1.3 * flow[o + 2]);
			// Double angles: a direction has no sign.
			const base = 2 * (angle + sway * (noise[i] - 0.5));
			const cos = (x * x - y * y) * w + Math.cos(base) * (1 - w);
			const sin = 2 * x * y * w + Math.sin(base) * (1 - w);
			const own = 0.5 * Math.atan2(sin, cos) + turn;
			out[o] = Math.cos(own);
			out[o + 1] = Math.sin(own);
			out[o + 2] = 1;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let flow = in0(x, y);
	let w = in1(x, y) * saturate(1.3 * flow.z);
	let base = 2.0 * (P.angle + P.sway * (in2(x, y) - 0.5));
	let along = vec2f(flow.x * flow.x - flow.y * flow.y, 2.0 * flow.x * flow.y);
	let both = mix(vec2f(cos(base), sin(base)), along, w);
	let own = 0.5 * atan2(both.y, both.x) + P.turn;
	return vec3f(cos(own), sin(own), 1.0);
}`,
};

/** A flow without directions. */
export const noFlow: Kernel<never> = {
	name: 'no-flow',
	inputs: [],
	output: 3,
	params: [],
	cpu(out) {
		for (let o = 0; o < out.length; o += 3) out[o] = 1;
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	return vec3f(1.0, 0.0, 0.0);
}`,
};

/** How far strokes follow the picture: hair and features. Inputs: lightness blurred, face blurred, detail d, matte. */
export const followsForm: Kernel<never> = {
	name: 'follows-form',
	inputs: [1, 1, 1, 1],
	output: 1,
	params: [],
	cpu(out, _, [light, face, detail, matte]) {
		for (let i = 0; i < out.length; i++) {
			const dark = 1 - smoothstep(0.34, 0.6, light.data[i]);
			const hair = mix(0.45, 1, dark) * (1 - 0.75 * face.data[i]);
			out[i] = clamp01(hair + 0.8 * detail.data[i]) * matte.data[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let dark = 1.0 - smoothstep(0.34, 0.6, in0(x, y));
	let hair = mix(0.45, 1.0, dark) * (1.0 - 0.75 * in1(x, y));
	return saturate(hair + 0.8 * in2(x, y)) * in3(x, y);
}`,
};

/**
 * What is left undrawn towards the foot and the sides: 1 in the middle, 0 beyond a ragged line. Input: slow noise.
 * x: column of the face; start, end: heights between which the drawing runs out.
 */
export const raggedFade: Kernel<'x' | 'start' | 'end' | 'ragged'> = {
	name: 'ragged-fade',
	inputs: [1],
	output: 1,
	params: ['x', 'start', 'end', 'ragged'],
	cpu(out, { width, height }, [{ data: noise }], { x: middle, start, end, ragged }) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const off = (0.28 * Math.abs(x + 0.5 - middle)) / width;
				const down = (y + 0.5) / height + off + ragged * (noise[i] - 0.5);
				out[i] = 1 - smoothstep(start, end, down);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let off = 0.28 * abs(f32(x) + 0.5 - P.x) / f32(W);
	let down = (f32(y) + 0.5) / f32(H) + off + P.ragged * (in0(x, y) - 0.5);
	return 1.0 - smoothstep(P.start, P.end, down);
}`,
};

/**
 * How much of each chalk the form asks for, 0..1: black, sanguine, white. Inputs: tones, own OKLab, matte times fade,
 * face blurred, lips blurred, mouth (lips grown and blurred). m: the skin's lightness. Black starts under the skin's own
 * tone, so that every skin is modelled by the paper.
 */
export const chalkAmounts: Kernel<'m'> = {
	name: 'chalk-amounts',
	inputs: [1, 3, 1, 1, 1, 1],
	output: 3,
	params: ['m'],
	cpu(out, _, [tones, lab, figure, face, lips, mouth], { m }) {
		for (let i = 0; i < figure.data.length; i++) {
			const L = tones.data[i];
			const drawn = figure.data[i];
			const near = mouth.data[i];
			const dark = Math.min(1.2, Math.max(0, (m + 0.05 - L) / (m - 0.05)));
			const black = dark * drawn * (1 - 0.3 * near) * (1 - 0.4 * lips.data[i]);
			const warm = clamp01((lab.data[3 * i + 1] - 0.015) / 0.09);
			const red =
				0.75 * warm * (0.35 + dark) + 0.32 * lips.data[i] + 0.22 * face.data[i] * (0.3 + dark);
			const white = clamp01((L - (m + 0.035)) / 0.16) * drawn * (1 - 0.55 * near);
			out[3 * i] = black;
			out[3 * i + 1] = clamp01(red) * drawn;
			out[3 * i + 2] = white;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let L = in0(x, y);
	let drawn = in2(x, y);
	let near = in5(x, y);
	let dark = clamp((P.m + 0.05 - L) / (P.m - 0.05), 0.0, 1.2);
	let warm = saturate((in1(x, y).y - 0.015) / 0.09);
	let red = 0.75 * warm * (0.35 + dark) + 0.32 * in4(x, y) + 0.22 * in3(x, y) * (0.3 + dark);
	let white = saturate((L - (P.m + 0.035)) / 0.16) * drawn * (1.0 - 0.55 * near);
	let black = dark * drawn * (1.0 - 0.3 * near) * (1.0 - 0.4 * in4(x, y));
	return vec3f(black, saturate(red) * drawn, white);
}`,
};

/**
 * Coverage of the chalks after the strokes: black, sanguine, white. Inputs: amounts, ranks of the first strokes, of the
 * second strokes, paper grain (rank), key lines. press: of the strokes, 1 usual.
 */
export const chalkCover: Kernel<'press'> = {
	name: 'chalk-cover',
	inputs: [3, 1, 1, 1, 1],
	output: 3,
	params: ['press'],
	cpu(out, _, [amounts, first, second, grain, lines], { press }) {
		for (let i = 0; i < grain.data.length; i++) {
			const [h1, h2] = [first.data[i], second.data[i]];
			const dark = press * amounts.data[3 * i];
			// 1. Two layers of hatching; the second only in the darks.
			const i1 = clamp01((1.02 * dark - 0.9 * h1) / 0.3);
			const i2 = clamp01((clamp01(1.25 * dark - 0.35) - 0.9 * h2) / 0.3);
			const tooth = 0.66 + 0.46 * grain.data[i];
			const hatched = (1 - (1 - 0.72 * i1) * (1 - 0.72 * i2)) * Math.min(1, tooth);
			// 2. Key lines on top.
			const line = 0.9 * clamp01(lines.data[i] * (0.65 + 0.4 * grain.data[i]));
			out[3 * i] = 0.93 * (1 - (1 - hatched) * (1 - line));
			out[3 * i + 1] =
				0.62 *
				clamp01((1.15 * press * amounts.data[3 * i + 1] - 0.75 * h2) / 0.35) *
				Math.min(1, tooth);
			out[3 * i + 2] =
				clamp01((1.1 * press * amounts.data[3 * i + 2] - 0.72 * h1) / 0.3) * Math.min(1, tooth);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let amounts = P.press * in0(x, y);
	let h1 = in1(x, y);
	let h2 = in2(x, y);
	let grain = in3(x, y);
	let i1 = saturate((1.02 * amounts.x - 0.9 * h1) / 0.3);
	let i2 = saturate((saturate(1.25 * amounts.x - 0.35) - 0.9 * h2) / 0.3);
	let tooth = min(1.0, 0.66 + 0.46 * grain);
	let hatched = (1.0 - (1.0 - 0.72 * i1) * (1.0 - 0.72 * i2)) * tooth;
	let line = 0.9 * saturate(in4(x, y) * (0.65 + 0.4 * grain));
	return vec3f(
		0.93 * (1.0 - (1.0 - hatched) * (1.0 - line)),
		0.62 * saturate((1.15 * amounts.y - 0.75 * h2) / 0.35) * tooth,
		saturate((1.1 * amounts.z - 0.72 * h1) / 0.3) * tooth,
	);
}`,
};

/**
 * Loose lines that search for the silhouette: borders of two copies that lie beside it. Input: matte blurred.
 * unit: pixels per reference pixel.
 */
export const searchingLines: Kernel<'unit'> = {
	name: 'searching-lines',
	inputs: [1],
	output: 1,
	params: ['unit'],
	cpu(out, { width, height }, [{ data }], { unit }) {
		const at = (x: number, y: number) =>
			data[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))];
		for (const [dx, dy] of ECHOES) {
			const sx = Math.round(dx * unit);
			const sy = Math.round(dy * unit);
			for (let y = 0, i = 0; y < height; y++) {
				for (let x = 0; x < width; x++, i++) {
					const [px, py] = [x - sx, y - sy];
					const slope =
						Math.abs(at(px + 1, py) - at(px - 1, py)) + Math.abs(at(px, py + 1) - at(px, py - 1));
					out[i] = Math.max(out[i], clamp01(4.4 * unit * slope - 0.12));
				}
			}
		}
	},
	wgsl: `
fn echo(x: i32, y: i32, shift: vec2f) -> f32 {
	let s = vec2i(floor(shift * P.unit + 0.5));
	let p = vec2i(x, y) - s;
	let slope = abs(in0(p.x + 1, p.y) - in0(p.x - 1, p.y)) + abs(in0(p.x, p.y + 1) - in0(p.x, p.y - 1));
	return saturate(4.4 * P.unit * slope - 0.12);
}
fn pixel(x: i32, y: i32) -> f32 {
	return max(echo(x, y, vec2f(3.0, -4.0)), echo(x, y, vec2f(-5.0, 3.0)));
}`,
};

const ECHOES = [
	[3, -4],
	[-5, 3],
] as const;

/**
 * Scumble round the head, 0..1. Inputs: silhouette, slow noise, ranks of slanting strokes. x, y: centre of the face;
 * lean: sides that the scumble lies beside it.
 */
export const scumble: Kernel<'x' | 'y' | 'lean' | 'kind'> = {
	name: 'scumble',
	inputs: [1, 1, 1],
	output: 1,
	params: ['x', 'y', 'lean', 'kind'],
	cpu(out, { width, height }, [figure, noise, strokes], { x: cx, y: cy, lean, kind }) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = (x + 0.5 - cx) / width;
				const dy = (y + 0.5 - cy) / width;
				const rough = 0.3 * (noise.data[i] - 0.5);
				let amount = 0;
				if (kind === 0) {
					const far = Math.sqrt((dx - lean) * (dx - lean) + dy * dy);
					amount = 1 - smoothstep(0.25, 0.55, far + rough);
				} else if (kind === 1) {
					const far = dx * Math.sign(lean) - 0.35 * dy;
					amount = smoothstep(-0.05, 0.3, far + rough) * (1 - smoothstep(0.42, 0.62, dy));
				} else if (kind === 2) {
					const far = Math.abs(Math.sqrt(dx * dx + dy * dy) - 0.4);
					amount = 1 - smoothstep(0.03, 0.09, far + 0.3 * rough);
				}
				amount *= 1 - figure.data[i];
				out[i] = clamp01((0.5 * amount - 0.9 * strokes.data[i]) / 0.25 + 0.1 * amount);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let d = (vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y)) / f32(W);
	let rough = 0.3 * (in1(x, y) - 0.5);
	var amount = 0.0;
	switch i32(P.kind) {
		case 0: { amount = 1.0 - smoothstep(0.25, 0.55, length(d - vec2f(P.lean, 0.0)) + rough); }
		case 1: {
			let far = d.x * sign(P.lean) - 0.35 * d.y;
			amount = smoothstep(-0.05, 0.3, far + rough) * (1.0 - smoothstep(0.42, 0.62, d.y));
		}
		case 2: { amount = 1.0 - smoothstep(0.03, 0.09, abs(length(d) - 0.4) + 0.3 * rough); }
		default: {}
	}
	amount *= 1.0 - in0(x, y);
	return saturate((0.5 * amount - 0.9 * in2(x, y)) / 0.25 + 0.1 * amount);
}`,
};

type Inks =
	| 'r0'
	| 'g0'
	| 'b0'
	| 'r1'
	| 'g1'
	| 'b1'
	| 'r2'
	| 'g2'
	| 'b2'
	| 'r3'
	| 'g3'
	| 'b3'
	| 'r4'
	| 'g4'
	| 'b4';

/**
 * The sheet: toned paper with its grain, scumble, sanguine, searching lines and black, white. Inputs: chalk cover,
 * searching lines times fade, scumble, grain. r0...: paper, black, sanguine, white, scumble.
 */
export const chalkSheet: Kernel<Inks> = {
	name: 'chalk-sheet',
	inputs: [3, 1, 1, 1],
	output: 3,
	params: [
		'r0',
		'g0',
		'b0',
		'r1',
		'g1',
		'b1',
		'r2',
		'g2',
		'b2',
		'r3',
		'g3',
		'b3',
		'r4',
		'g4',
		'b4',
	],
	cpu(out, _, [cover, echo, behind, grain], p) {
		const colours = [
			[p.r0, p.r1, p.r2, p.r3, p.r4],
			[p.g0, p.g1, p.g2, p.g3, p.g4],
			[p.b0, p.b1, p.b2, p.b3, p.b4],
		];
		for (let i = 0; i < grain.data.length; i++) {
			const rough = grain.data[i];
			const tooth = Math.min(1, 0.66 + 0.46 * rough);
			const searched = 0.3 * echo.data[i] * (0.3 + 0.9 * rough);
			const black = Math.max(cover.data[3 * i], searched);
			const white = 0.9 * cover.data[3 * i + 2] * (1 - 0.6 * cover.data[3 * i]);
			for (let c = 0; c < 3; c++) {
				const [paper, dark, red, chalk, scum] = colours[c];
				let v = Math.min(1, paper * (0.955 + 0.09 * rough));
				v = mix(v, scum, 0.38 * behind.data[i] * tooth);
				v = mix(v, red, cover.data[3 * i + 1]);
				v = mix(v, dark, black);
				out[3 * i + c] = mix(v, chalk, white);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let cover = in0(x, y);
	let rough = in3(x, y);
	let tooth = min(1.0, 0.66 + 0.46 * rough);
	let black = max(cover.x, 0.3 * in1(x, y) * (0.3 + 0.9 * rough));
	var v = min(vec3f(1.0), vec3f(P.r0, P.g0, P.b0) * (0.955 + 0.09 * rough));
	v = mix(v, vec3f(P.r4, P.g4, P.b4), 0.38 * in2(x, y) * tooth);
	v = mix(v, vec3f(P.r2, P.g2, P.b2), cover.y);
	v = mix(v, vec3f(P.r1, P.g1, P.b1), black);
	return mix(v, vec3f(P.r3, P.g3, P.b3), 0.9 * cover.z * (1.0 - 0.6 * cover.x));
}`,
};
