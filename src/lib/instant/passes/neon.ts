/** Kernels of coloured light: everything here is linear light but the last pass. */
import { clamp01, fract, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** Linear light of the sky's top (#05030f) and of the sun's (#ffd84a). */
const TOP = [0.001518, 0.000911, 0.004777];
const SUN = [1, 0.686685, 0.068478];

/** What shines behind the head; the index is the kernel's `kind`. */
export const SIGNS = ['sun', 'rings', 'triangle', 'grid'] as const;

/** Tones with more local contrast: x + amount (fine - broad), in 0..1. */
export const localContrast: Kernel<'amount'> = {
	name: 'local-contrast',
	inputs: [1, 1, 1],
	output: 1,
	params: ['amount'],
	cpu(out, _, [{ data }, { data: fine }, { data: broad }], { amount }) {
		for (let i = 0; i < out.length; i++) out[i] = clamp01(data[i] + amount * (fine[i] - broad[i]));
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return saturate(in0(x, y) + P.amount * (in1(x, y) - in2(x, y)));
}`,
};

/**
 * OKLab of the figure: the palette's colours at its tones, some of its own colour left. Inputs: tones, own OKLab,
 * ramp strip in OKLab. own: share of its own colour.
 */
export const neonColour: Kernel<'own'> = {
	name: 'neon-colour',
	inputs: [1, 3, 3],
	output: 3,
	params: ['own'],
	cpu(out, _, [{ data: tones }, { data: lab }, strip], { own }) {
		const last = strip.width - 1;
		for (let i = 0; i < tones.length; i++) {
			const position = clamp01(tones[i]) * last;
			const j = Math.min(position | 0, last - 1);
			for (let c = 0; c < 3; c++) {
				const a = strip.data[3 * j + c];
				const colour = a + (strip.data[3 * j + 3 + c] - a) * (position - j);
				out[3 * i + c] = c === 0 ? 0.86 * colour : mix(colour, 1.2 * lab[3 * i + c], own);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let position = saturate(in0(x, y)) * f32(in2W - 1);
	let j = min(i32(floor(position)), in2W - 2);
	let colour = mix(in2(j, 0), in2(j + 1, 0), position - f32(j));
	return vec3f(0.86 * colour.x, mix(colour.yz, 1.2 * in1(x, y).yz, P.own));
}`,
};

/** How far light reaches round: 0 not at all, 1 to the other side. */
const WRAP = 0.5;

type Lights = 'ra' | 'ga' | 'ba' | 'rb' | 'gb' | 'bb';

/**
 * The figure between two lamps, A at the left and B at the right. Inputs: linear light, depth, fine height (both in
 * pixels), face blurred widely, tones, dark lines. ra...: linear light of the lamps.
 */
export const betweenLamps: Kernel<Lights> = {
	name: 'between-lamps',
	inputs: [3, 1, 1, 1, 1, 1],
	output: 3,
	params: ['ra', 'ga', 'ba', 'rb', 'gb', 'bb'],
	cpu(out, { width, height }, [{ data }, depth, fine, face, tones, lines], p) {
		const a = [p.ra, p.ga, p.ba];
		const b = [p.rb, p.gb, p.bb];
		const [d, f] = [depth.data, fine.data];
		for (let y = 0, i = 0; y < height; y++) {
			const up = Math.max(0, y - 1) * width;
			const down = Math.min(height - 1, y + 1) * width;
			const here = y * width;
			for (let x = 0; x < width; x++, i++) {
				const left = here + Math.max(0, x - 1);
				const right = here + Math.min(width - 1, x + 1);
				// 1. The normal: the head's own, bent by its light and dark; less so in the face.
				const dx = (d[right] - d[left]) / 2;
				const dy = (d[down + x] - d[up + x]) / 2;
				const fx = (f[right] - f[left]) / 2;
				const fy = (f[down + x] - f[up + x]) / 2;
				const long = 1 / Math.sqrt(dx * dx + dy * dy + 1);
				const bend = (0.26 - 0.17 * face.data[i]) / Math.sqrt(fx * fx + fy * fy + 1);
				const nx = -dx * long - bend * fx;
				const ny = -dy * long - bend * fy;
				const unit = 1 / Math.sqrt(nx * nx + ny * ny + long * long);
				// 2. Both lamps reach round the head, so that nose and forehead have no seam.
				const side = 0.92 * nx * unit;
				const other = unit * (0.05 * long - 0.15 * ny);
				const fromA = clamp01((other - side + WRAP) / (1 + WRAP));
				const fromB = clamp01((other + side + WRAP) / (1 + WRAP));
				const texture = 1.1 * (0.25 + 1.1 * tones.data[i]);
				const drawn = 1 - 0.55 * lines.data[i];
				for (let c = 0; c < 3; c++) {
					const lamps = fromA * fromA * a[c] + fromB * fromB * b[c];
					out[3 * i + c] = drawn * Math.max(0, 0.62 * data[3 * i + c] + texture * lamps);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let d = 0.5 * vec2f(in1(x + 1, y) - in1(x - 1, y), in1(x, y + 1) - in1(x, y - 1));
	let f = 0.5 * vec2f(in2(x + 1, y) - in2(x - 1, y), in2(x, y + 1) - in2(x, y - 1));
	let own = normalize(vec3f(-d, 1.0));
	let bend = (0.26 - 0.17 * in3(x, y)) / sqrt(dot(f, f) + 1.0);
	let n = normalize(own - bend * vec3f(f, 0.0));
	let side = 0.92 * n.x;
	let other = 0.05 * n.z - 0.15 * n.y;
	let a = saturate((other - side + ${WRAP}) / ${1 + WRAP});
	let b = saturate((other + side + ${WRAP}) / ${1 + WRAP});
	let lamps = a * a * vec3f(P.ra, P.ga, P.ba) + b * b * vec3f(P.rb, P.gb, P.bb);
	let texture = 1.1 * (0.25 + 1.1 * in4(x, y));
	return (1.0 - 0.55 * in5(x, y)) * max(vec3f(0.0), 0.62 * in0(x, y) + texture * lamps);
}`,
};

/** A tube of light: a white-hot core and its haze. d: pixels from its middle. */
const tube = (d: number, unit: number, weight: number) => {
	const core = d / (3.2 * unit * weight);
	return { core: Math.exp(-core * core), haze: Math.exp(-Math.abs(d) / (26 * unit)) };
};

/**
 * The night behind the figure with a sign in it. Input: noise, for stars. x, y: centre of the face; unit: pixels per
 * reference pixel; weight: of tubes; r0...: the sky's linear light at its foot; other colours as above.
 */
export const neonSign: Kernel<
	Lights | 'x' | 'y' | 'unit' | 'weight' | 'kind' | 'r0' | 'g0' | 'b0'
> = {
	name: 'neon-sign',
	inputs: [1],
	output: 3,
	params: [
		'ra',
		'ga',
		'ba',
		'rb',
		'gb',
		'bb',
		'x',
		'y',
		'unit',
		'weight',
		'kind',
		'r0',
		'g0',
		'b0',
	],
	cpu(out, { width, height }, [{ data: noise }], p) {
		const { unit, weight, kind } = p;
		const a = [p.ra, p.ga, p.ba];
		const b = [p.rb, p.gb, p.bb];
		const foot = [p.r0, p.g0, p.b0];
		for (let y = 0, i = 0; y < height; y++) {
			const v = (y + 0.5) / height;
			for (let x = 0; x < width; x++, i++) {
				const dx = x + 0.5 - p.x;
				const dy = y + 0.5 - p.y;
				const r = Math.sqrt(dx * dx + dy * dy);
				const sky = 0.8 * smoothstep(0, 1, v);
				let coverage = 0;
				let sunA = 0;
				let light = 0;
				let byA = 0;
				let byB = 0;
				if (kind === 0) {
					// A sun with gaps that widen downwards.
					const radius = 0.4 * width;
					const sy = dy - 0.02 * width;
					const rs = Math.sqrt(dx * dx + sy * sy);
					sunA = clamp01((sy + radius) / (2 * radius));
					const band = fract((sunA - 0.4) * 13);
					const wide = 0.12 + 0.5 * (sunA - 0.4);
					const cell = (2 * radius) / 13;
					const gap =
						sunA > 0.4 ? clamp01((wide - band) * cell + 0.5) * clamp01(band * cell + 0.5) : 0;
					coverage = clamp01(radius - rs + 0.5) * (1 - gap);
					byA = rs > radius ? 0.35 * Math.exp((radius - rs) / (70 * unit)) : 0;
				} else if (kind === 1) {
					const inner = tube(r - 0.4 * width, unit, weight);
					const outer = tube(r - 0.445 * width, unit, weight);
					byA = 0.6 * inner.core + 0.55 * inner.haze;
					byB = 0.6 * outer.core + 0.55 * outer.haze;
					light = 0.7 * (inner.core + outer.core);
				} else if (kind === 2) {
					// A triangle that stands on its tip's far side: distance to its border.
					const up = dy - 0.06 * width;
					const edge = Math.max(0.866 * Math.abs(dx) - 0.5 * up, up) - 0.245 * width;
					const inner = tube(edge, unit, weight);
					const outer = tube(edge - 0.04 * width, unit, weight);
					byB = 0.6 * inner.core + 0.55 * inner.haze;
					byA = 0.6 * outer.core + 0.55 * outer.haze;
					light = 0.7 * (inner.core + outer.core);
				} else {
					// A floor of lines that run to the horizon, and its glow.
					const below = (y + 0.5 - 0.6 * height) / height;
					byB = 0.5 * Math.exp(-Math.abs(below) / 0.05) + 0.12 * Math.exp(-Math.abs(below) / 0.2);
					if (below > 0) {
						const far = 0.045 / below;
						const across = Math.abs(fract(far * 5) - 0.5) * 2;
						const along = Math.abs(fract((dx / width) * far * 60) - 0.5) * 2;
						const fade = smoothstep(0, 0.06, below);
						byA = fade * 0.9 * (smoothstep(0.9, 1, across) + smoothstep(0.93, 1, along));
					}
					const ring = tube(r - 0.38 * width, unit, weight);
					const above = 1 - smoothstep(-0.02, 0, below);
					byA += above * (0.6 * ring.core + 0.5 * ring.haze);
					light = above * 0.7 * ring.core;
				}
				const starry = kind === 1 ? 0 : 1.6 * smoothstep(0.955, 1, noise[i]) * (1 - coverage);
				for (let c = 0; c < 3; c++) {
					const ground = (TOP[c] + (foot[c] - TOP[c]) * sky) * (kind === 1 ? 0.8 : 0.9);
					const sun = mix(SUN[c], a[c], sunA);
					const behind = mix(ground, sun, coverage);
					out[3 * i + c] = behind + byA * a[c] + byB * b[c] + light + starry;
				}
			}
		}
	},
	wgsl: `
fn tube(d: f32) -> vec2f {
	let core = d / (3.2 * P.unit * P.weight);
	return vec2f(exp(-core * core), exp(-abs(d) / (26.0 * P.unit)));
}
fn pixel(x: i32, y: i32) -> vec3f {
	let a = vec3f(P.ra, P.ga, P.ba);
	let b = vec3f(P.rb, P.gb, P.bb);
	let wide = f32(W);
	let d = vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y);
	let r = length(d);
	let sky = 0.8 * smoothstep(0.0, 1.0, (f32(y) + 0.5) / f32(H));
	var coverage = 0.0;
	var sunA = 0.0;
	var light = 0.0;
	var byA = 0.0;
	var byB = 0.0;
	let kind = i32(P.kind);
	if (kind == 0) {
		let radius = 0.4 * wide;
		let s = d - vec2f(0.0, 0.02 * wide);
		let rs = length(s);
		sunA = saturate((s.y + radius) / (2.0 * radius));
		let band = fract((sunA - 0.4) * 13.0);
		let width = 0.12 + 0.5 * (sunA - 0.4);
		let cell = 2.0 * radius / 13.0;
		var gap = 0.0;
		if (sunA > 0.4) {
			gap = saturate((width - band) * cell + 0.5) * saturate(band * cell + 0.5);
		}
		coverage = saturate(radius - rs + 0.5) * (1.0 - gap);
		if (rs > radius) {
			byA = 0.35 * exp((radius - rs) / (70.0 * P.unit));
		}
	} else if (kind == 1) {
		let inner = tube(r - 0.4 * wide);
		let outer = tube(r - 0.445 * wide);
		byA = 0.6 * inner.x + 0.55 * inner.y;
		byB = 0.6 * outer.x + 0.55 * outer.y;
		light = 0.7 * (inner.x + outer.x);
	} else if (kind == 2) {
		let up = d.y - 0.06 * wide;
		let edge = max(0.866 * abs(d.x) - 0.5 * up, up) - 0.245 * wide;
		let inner = tube(edge);
		let outer = tube(edge - 0.04 * wide);
		byB = 0.6 * inner.x + 0.55 * inner.y;
		byA = 0.6 * outer.x + 0.55 * outer.y;
		light = 0.7 * (inner.x + outer.x);
	} else {
		let below = (f32(y) + 0.5 - 0.6 * f32(H)) / f32(H);
		byB = 0.5 * exp(-abs(below) / 0.05) + 0.12 * exp(-abs(below) / 0.2);
		if (below > 0.0) {
			let far = 0.045 / below;
			let across = abs(fract(far * 5.0) - 0.5) * 2.0;
			let along = abs(fract(d.x / wide * far * 60.0) - 0.5) * 2.0;
			let fade = smoothstep(0.0, 0.06, below);
			byA = fade * 0.9 * (smoothstep(0.9, 1.0, across) + smoothstep(0.93, 1.0, along));
		}
		let ring = tube(r - 0.38 * wide);
		let above = 1.0 - smoothstep(-0.02, 0.0, below);
		byA += above * (0.6 * ring.x + 0.5 * ring.y);
		light = above * 0.7 * ring.x;
	}
	let starry = select(1.6 * smoothstep(0.955, 1.0, in0(x, y)) * (1.0 - coverage), 0.0, kind == 1);
	let top = vec3f(${TOP.join()});
	let ground = mix(top, vec3f(P.r0, P.g0, P.b0), sky) * select(0.9, 0.8, kind == 1);
	let sun = mix(vec3f(${SUN.join()}), a, sunA);
	return mix(ground, sun, coverage) + byA * a + byB * b + light + starry;
}`,
};

/**
 * Figure before the sign, with a line of light along its border. Inputs: sign, figure, silhouette, the silhouette blurred
 * by 2, 10 and 26 reference pixels. x: column at which the light's colour changes.
 */
export const litBorder: Kernel<Lights | 'x' | 'weight'> = {
	name: 'lit-border',
	inputs: [3, 3, 1, 1, 1, 1],
	output: 3,
	params: ['ra', 'ga', 'ba', 'rb', 'gb', 'bb', 'x', 'weight'],
	cpu(out, { width, height }, [sign, figure, shape, near, middle, far], p) {
		const a = [p.ra, p.ga, p.ba];
		const b = [p.rb, p.gb, p.bb];
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const side = smoothstep(-0.25, 0.25, (x + 0.5 - p.x) / width);
				const inside = shape.data[i];
				const glow = (1.1 * middle.data[i] + 0.9 * far.data[i]) * (1 - inside);
				const g = near.data[i];
				const line = p.weight * 16 * g * g * (1 - g) * (1 - g) * inside;
				for (let c = 0; c < 3; c++) {
					const colour = mix(a[c], b[c], side);
					const under = mix(sign.data[3 * i + c], figure.data[3 * i + c], inside);
					out[3 * i + c] = under + 0.65 * glow * colour + line * (1.1 * colour + 0.12);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let side = smoothstep(-0.25, 0.25, (f32(x) + 0.5 - P.x) / f32(W));
	let colour = mix(vec3f(P.ra, P.ga, P.ba), vec3f(P.rb, P.gb, P.bb), side);
	let inside = in2(x, y);
	let glow = (1.1 * in4(x, y) + 0.9 * in5(x, y)) * (1.0 - inside);
	let g = in3(x, y);
	let line = P.weight * 16.0 * g * g * (1.0 - g) * (1.0 - g) * inside;
	return mix(in0(x, y), in1(x, y), inside) + 0.65 * glow * colour + line * (1.1 * colour + 0.12);
}`,
};

/**
 * What an old screen does: red and blue apart away from the face, scan lines, noise. Inputs: sRGB, face blurred, noise.
 * unit: pixels per reference pixel.
 */
export const oldScreen: Kernel<'unit'> = {
	name: 'old-screen',
	inputs: [3, 1, 1],
	output: 3,
	params: ['unit'],
	cpu(out, { width, height }, [{ data }, { data: face }, { data: noise }], { unit }) {
		const at = (row: number, x: number, c: number) => {
			const clamped = Math.min(Math.max(x, 0), width - 1);
			const left = Math.floor(clamped);
			const right = Math.min(left + 1, width - 1);
			const [p, q] = [data[3 * (row + left) + c], data[3 * (row + right) + c]];
			return p + (q - p) * (clamped - left);
		};
		for (let y = 0, i = 0; y < height; y++) {
			const row = y * width;
			const line = 1 - 0.07 * (0.5 + 0.5 * Math.sin((Math.PI / 2) * ((y + 0.5) / unit)));
			for (let x = 0; x < width; x++, i++) {
				const shift = 2.2 * unit * (1 - 0.85 * clamp01(1.4 * face[i]));
				const grain = 0.03 * (noise[i] - 0.5);
				out[3 * i] = clamp01(line * at(row, x - shift, 0) + grain);
				out[3 * i + 1] = clamp01(line * data[3 * i + 1] + grain);
				out[3 * i + 2] = clamp01(line * at(row, x + shift, 2) + grain);
			}
		}
	},
	wgsl: `
fn between(x: f32, y: i32) -> vec3f {
	let p = clamp(x, 0.0, f32(W - 1));
	let left = i32(floor(p));
	return mix(in0(left, y), in0(left + 1, y), p - f32(left));
}
fn pixel(x: i32, y: i32) -> vec3f {
	let line = 1.0 - 0.07 * (0.5 + 0.5 * sin(${Math.PI / 2} * ((f32(y) + 0.5) / P.unit)));
	let shift = 2.2 * P.unit * (1.0 - 0.85 * saturate(1.4 * in1(x, y)));
	let grain = 0.03 * (in2(x, y) - 0.5);
	let red = between(f32(x) - shift, y).x;
	let blue = between(f32(x) + shift, y).z;
	return saturate(line * vec3f(red, in0(x, y).y, blue) + grain);
}`,
};
