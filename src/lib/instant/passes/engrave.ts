/** Kernels of the banknote engraving: tone, hatching, guilloche. */
import { clamp01, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** Ink at the knots of lightness. */
const INK = [0.98, 0.92, 0.7, 0.46, 0.24, 0.05, 0];
/** Most of a light ink: gaps stay between the lines of the brightest places. */
const LIGHT_INK = 0.79;

/**
 * Share of ink, 0..1, for a lightness with local contrast L + 1.1 (G.8 - G7)(.6 + .7 d), less of
 * it on open skin, which must not look rough. Knots lie around the skin's own median, so that every skin
 * is modelled by the same lines. Inputs: L, fine blur, broad blur, detail d, open skin. m: median lightness of the skin; invert: 1 for light ink.
 */
export const engravedTone: Kernel<'m' | 'invert'> = {
	name: 'engraved-tone',
	inputs: [1, 1, 1, 1, 1],
	output: 1,
	params: ['m', 'invert'],
	cpu(
		out,
		_,
		[{ data }, { data: fine }, { data: broad }, { data: detail }, { data: open }],
		{ m, invert },
	) {
		const knots = [0, 0.18, m - 0.22, m - 0.08, m + 0.06, m + 0.17, 1.2];
		for (let i = 0; i < out.length; i++) {
			const contrast = 1.1 * (0.6 + 0.7 * detail[i]) * (1 - 1.3 * open[i]);
			const l = data[i] + contrast * (fine[i] - broad[i]);
			let tone = INK[0];
			for (let j = 0; j + 1 < knots.length; j++) {
				const t = clamp01((l - knots[j]) / (knots[j + 1] - knots[j]));
				tone += (INK[j + 1] - INK[j]) * t;
			}
			out[i] = mix(tone, LIGHT_INK * Math.max(0, 1.04 * (1 - tone) - 0.04), invert);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let knots = array<f32, 7>(0.0, 0.18, P.m - 0.22, P.m - 0.08, P.m + 0.06, P.m + 0.17, 1.2);
	let ink = array<f32, 7>(${INK.map((v) => v.toFixed(3)).join(', ')});
	let contrast = 1.1 * (0.6 + 0.7 * in3(x, y)) * (1.0 - 1.3 * in4(x, y));
	let l = in0(x, y) + contrast * (in1(x, y) - in2(x, y));
	var tone = ink[0];
	for (var j = 0; j < 6; j++) {
		tone += (ink[j + 1] - ink[j]) * saturate((l - knots[j]) / (knots[j + 1] - knots[j]));
	}
	return mix(tone, ${LIGHT_INK} * max(0.0, 1.04 * (1.0 - tone) - 0.04), P.invert);
}`,
};

/** Lines with less ink are left out. */
const LEAST_SHARE = 0.02;

/** A family of engraved lines; angles in degrees, slope and offset turn tone into ink. */
interface Family {
	readonly angle: number;
	/** Pixels that a line moves per pixel of relief. */
	readonly bend: number;
	readonly cell: number;
	readonly slope: number;
	readonly offset: number;
	readonly most: number;
}

const FAMILIES: readonly Family[] = [
	{ angle: 18, bend: 0.42, cell: 1, slope: 1.12, offset: 0, most: 1 },
	{ angle: -38, bend: -0.36, cell: 1, slope: 1.5, offset: -0.62, most: 0.8 },
	{ angle: 78, bend: 0.2, cell: 0.9, slope: 2.2, offset: -1.45, most: 0.75 },
];

/**
 * Three families of lines that bend over the relief and swell with the tone. Every line is integrated over
 * the pixel exactly (a filtered pulse train, Apodaca and Gritz 1999), so that lines finer than pixels
 * become even tone and never moire.
 * Inputs: tone, relief, fade. x, y: where lines are counted from; cell: distance of lines in pixels;
 * cos, sin: of an angle by which all families are turned (WGSL's own sine is too coarse for line phases).
 */
export const hatching: Kernel<'x' | 'y' | 'cell' | 'cos' | 'sin'> = {
	name: 'hatching',
	inputs: [1, 1, 1],
	output: 1,
	params: ['x', 'y', 'cell', 'cos', 'sin'],
	cpu(out, { width, height }, [{ data: tone }, { data: relief }, { data: fade }], p) {
		const families = FAMILIES.map((family) => ({
			...family,
			...direction(family.angle, p),
		}));
		for (let y = 0, i = 0; y < height; y++) {
			const up = Math.max(0, y - 1) * width;
			const down = Math.min(height - 1, y + 1) * width;
			for (let x = 0; x < width; x++, i++) {
				const slopeX =
					(relief[y * width + Math.min(width - 1, x + 1)] -
						relief[y * width + Math.max(0, x - 1)]) /
					2;
				const slopeY = (relief[down + x] - relief[up + x]) / 2;
				let blank = 1;
				for (let f = 0; f < families.length; f++) {
					const { x: wayX, y: wayY, bend, cell, slope, offset, most } = families[f];
					const share = Math.min(most, Math.max(0, slope * tone[i] + offset)) * fade[i];
					if (share <= LEAST_SHARE) continue;
					const distance = cell * p.cell;
					const across = wayX * (x + 0.5 - p.x) + wayY * (y + 0.5 - p.y) + bend * relief[i];
					const dx = bend * slopeX + wayX;
					const dy = bend * slopeY + wayY;
					const footprint = Math.max(1e-3, Math.sqrt(dx * dx + dy * dy) / distance);
					blank *= 1 - pulseCover(across / distance, footprint, share);
				}
				out[i] = 1 - blank;
			}
		}
	},
	wgsl: `
fn pulses(at: f32, share: f32) -> f32 {
	return floor(at) * share + clamp(at - floor(at) - 0.5 + 0.5 * share, 0.0, share);
}
fn family(x: i32, y: i32, slope: vec2f, way: vec2f, bend: f32, distance: f32, share: f32) -> f32 {
	if (share <= ${LEAST_SHARE}) {
		return 0.0;
	}
	let place = vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y);
	let across = dot(way, place) + bend * in1(x, y);
	let gradient = bend * slope + way;
	let footprint = max(1e-3, length(gradient) / distance);
	let at = across / distance;
	let start = pulses(at - 0.5 * footprint, share);
	return saturate((pulses(at + 0.5 * footprint, share) - start) / footprint);
}
fn turned(way: vec2f) -> vec2f {
	return vec2f(P.cos * way.x - P.sin * way.y, P.sin * way.x + P.cos * way.y);
}
fn pixel(x: i32, y: i32) -> f32 {
	let tone = in0(x, y);
	let slope = 0.5 * vec2f(in1(x + 1, y) - in1(x - 1, y), in1(x, y + 1) - in1(x, y - 1));
	var blank = 1.0;
${FAMILIES.map(
	({ angle, bend, cell, slope, offset, most }) =>
		`	blank *= 1.0 - family(x, y, slope, turned(vec2f(${-Math.sin((angle * Math.PI) / 180)}, ${Math.cos((angle * Math.PI) / 180)})), ${bend}, ${cell}f * P.cell,
		clamp(${slope} * tone + ${offset}, 0.0, ${most}) * in2(x, y));`,
).join('\n')}
	return 1.0 - blank;
}`,
};

/** Across the lines of a family at `angle` degrees, turned by an angle. */
function direction(angle: number, { cos, sin }: { cos: number; sin: number }) {
	const x = -Math.sin((angle * Math.PI) / 180);
	const y = Math.cos((angle * Math.PI) / 180);
	return { x: cos * x - sin * y, y: sin * x + cos * y };
}

/** Mean over [at - footprint / 2, at + footprint / 2] of a pulse of width `share` around every n + 1/2. */
function pulseCover(at: number, footprint: number, share: number): number {
	const from = pulses(at - footprint / 2, share);
	return clamp01((pulses(at + footprint / 2, share) - from) / footprint);
}

function pulses(at: number, share: number): number {
	const whole = Math.floor(at);
	return whole * share + Math.min(share, Math.max(0, at - whole - 0.5 + 0.5 * share));
}

/** 1 on the figure, running out at the bottom, more so at the sides. centre: x of the face in pixels. */
export const bustFade: Kernel<'centre' | 'start'> = {
	name: 'bust-fade',
	inputs: [],
	output: 1,
	params: ['centre', 'start'],
	cpu(out, { width, height }, _, { centre, start }) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const at = (y + 0.5) / height + (0.12 * Math.abs(x + 0.5 - centre)) / width;
				out[i] = 1 - smoothstep(start, start + 0.16, at);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let at = (f32(y) + 0.5) / f32(H) + 0.12 * abs(f32(x) + 0.5 - P.centre) / f32(W);
	return 1.0 - smoothstep(P.start, P.start + 0.16, at);
}`,
};

/**
 * The print: guilloche behind, bare paper under the figure, ink on top.
 * Inputs: guilloche, matte, silhouette, fade, hatching, lines.
 * r0..b2: sRGB of paper, ink and guilloche.
 */
export const intaglio: Kernel<'r0' | 'g0' | 'b0' | 'r1' | 'g1' | 'b1' | 'r2' | 'g2' | 'b2'> = {
	name: 'intaglio',
	inputs: [1, 1, 1, 1, 1, 1],
	output: 3,
	params: ['r0', 'g0', 'b0', 'r1', 'g1', 'b1', 'r2', 'g2', 'b2'],
	cpu(out, _, planes, p) {
		const [rosette, matte, shape, fade, hatch, lines] = planes.map((plane) => plane.data);
		const paper = [p.r0, p.g0, p.b0];
		const ink = [p.r1, p.g1, p.b1];
		const tint = [p.r2, p.g2, p.b2];
		for (let i = 0; i < matte.length; i++) {
			const behind = 0.75 * rosette[i] * (1 - matte[i]);
			const bare = shape[i] * Math.min(1, 1.3 * fade[i]);
			const printed = Math.max(hatch[i], lines[i] * fade[i]) * shape[i];
			for (let c = 0; c < 3; c++) {
				const ground = mix(paper[c], tint[c], behind * (1 - bare));
				out[3 * i + c] = mix(ground, ink[c], printed);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let behind = 0.75 * in0(x, y) * (1.0 - in1(x, y));
	let bare = in2(x, y) * min(1.0, 1.3 * in3(x, y));
	let printed = max(in4(x, y), in5(x, y) * in3(x, y)) * in2(x, y);
	let ground = mix(vec3f(P.r0, P.g0, P.b0), vec3f(P.r2, P.g2, P.b2), behind * (1.0 - bare));
	return mix(ground, vec3f(P.r1, P.g1, P.b1), printed);
}`,
};
