/** Kernels that raise a figure out of a coin and let light fall on it. Heights are in pixels. */
import { clamp01, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** a - b. */
export const difference: Kernel<never> = {
	name: 'difference',
	inputs: [1, 1],
	output: 1,
	params: [],
	cpu(out, _, [{ data: a }, { data: b }]) {
		for (let i = 0; i < out.length; i++) out[i] = a[i] - b[i];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return in0(x, y) - in1(x, y);
}`,
};

/** x^2. */
export const square: Kernel<never> = {
	name: 'square',
	inputs: [1],
	output: 1,
	params: [],
	cpu(out, _, [{ data }]) {
		for (let i = 0; i < out.length; i++) out[i] = data[i] * data[i];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let v = in0(x, y);
	return v * v;
}`,
};

/**
 * Where what is how: hair, face, detail, hollows (inner mouth, eyeballs). Inputs: matte, face blurred, open skin, detail
 * d, hollows.
 * chin: its row; room: rows below it in which hair runs out.
 */
export const reliefZones: Kernel<'chin' | 'room'> = {
	name: 'relief-zones',
	inputs: [1, 1, 1, 1, 1],
	output: 4,
	params: ['chin', 'room'],
	cpu(out, { width, height }, [matte, face, open, detail, mouth], { chin, room }) {
		for (let y = 0, i = 0; y < height; y++) {
			const above = 1 - smoothstep(chin, chin + room, y + 0.5);
			for (let x = 0; x < width; x++, i++) {
				const bare = Math.max(open.data[i], smoothstep(0.2, 0.8, face.data[i]));
				out[4 * i] = matte.data[i] * (1 - bare) * above;
				out[4 * i + 1] = face.data[i];
				out[4 * i + 2] = detail.data[i];
				out[4 * i + 3] = mouth.data[i];
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	let above = 1.0 - smoothstep(P.chin, P.chin + P.room, f32(y) + 0.5);
	let face = in1(x, y);
	let bare = max(in2(x, y), smoothstep(0.2, 0.8, face));
	return vec4f(in0(x, y) * (1.0 - bare) * above, face, in3(x, y), in4(x, y));
}`,
};

/** Where there is hair, out of the zones. */
export const hairZone: Kernel<never> = {
	name: 'hair-zone',
	inputs: [4],
	output: 1,
	params: [],
	cpu(out, _, [{ data }]) {
		for (let i = 0; i < out.length; i++) out[i] = data[4 * i] > 0.02 ? data[4 * i] : 0;
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let hair = in0(x, y).x;
	return select(0.0, hair, hair > 0.02);
}`,
};

/**
 * What the picture's own light and dark raise: as it is on skin, evened where hair would be blank (black) or rough
 * (grey); with strands that follow the hair. Inputs: band dt, its local power, zones, strands (about -1..1), broad band,
 * cut eyes.
 * gain: pixels per unit of lightness; strand: height of a strand.
 */
export const toneRelief: Kernel<'gain' | 'strand'> = {
	name: 'tone-relief',
	inputs: [1, 1, 4, 1, 1, 1],
	output: 1,
	params: ['gain', 'strand'],
	cpu(out, _, [band, power, zones, strands, broad, eyes], { gain, strand }) {
		for (let i = 0; i < out.length; i++) {
			const hair = zones.data[4 * i];
			const face = zones.data[4 * i + 1];
			const d = zones.data[4 * i + 2];
			const dt = band.data[i];
			const own = dt * (0.55 + 0.42 * d);
			const evened = (0.045 * dt) / (Math.sqrt(Math.max(power.data[i], 0)) + 0.012);
			const share = clamp01(0.85 * hair + 0.25 * (1 - face)) * (1 - d);
			const raised =
				gain * (mix(own, evened, share) + 0.5 * broad.data[i]) + strand * hair * strands.data[i];
			out[i] = raised * (1 - 0.55 * zones.data[4 * i + 3]) + eyes.data[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let zones = in2(x, y);
	let d = zones.z;
	let dt = in0(x, y);
	let own = dt * (0.55 + 0.42 * d);
	let evened = 0.045 * dt / (sqrt(max(in1(x, y), 0.0)) + 0.012);
	let share = saturate(0.85 * zones.x + 0.25 * (1.0 - zones.y)) * (1.0 - d);
	let raised = P.gain * (mix(own, evened, share) + 0.5 * in4(x, y)) + P.strand * zones.x * in3(x, y);
	return raised * (1.0 - 0.55 * zones.w) + in5(x, y);
}`,
};

/**
 * Eyes as sculptors cut them: a groove round the iris and a drilled pupil, which catch the light. Inputs: the openings of
 * the eyes, 0..1. x0, y0, r0, ...: the irises in pixels.
 */
export const cutEyes: Kernel<'x0' | 'y0' | 'r0' | 'x1' | 'y1' | 'r1'> = {
	name: 'cut-eyes',
	inputs: [1],
	output: 1,
	params: ['x0', 'y0', 'r0', 'x1', 'y1', 'r1'],
	cpu(out, { width, height }, [{ data: open }], { x0, y0, r0, x1, y1, r1 }) {
		const cut = (dx: number, dy: number, radius: number) => {
			const t = Math.sqrt(dx * dx + dy * dy) / radius;
			const rim = (t - 1) / 0.17;
			return radius * (-0.2 * Math.exp(-rim * rim) - 0.5 * (1 - smoothstep(0.25, 0.62, t)));
		};
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				if (open[i] <= 0) continue;
				const [px, py] = [x + 0.5, y + 0.5];
				out[i] = open[i] * (cut(px - x0, py - y0, r0) + cut(px - x1, py - y1, r1));
			}
		}
	},
	wgsl: `
fn cut(d: vec2f, radius: f32) -> f32 {
	let t = length(d) / radius;
	let rim = (t - 1.0) / 0.17;
	return radius * (-0.2 * exp(-rim * rim) - 0.5 * (1.0 - smoothstep(0.25, 0.62, t)));
}
fn pixel(x: i32, y: i32) -> f32 {
	let p = vec2f(f32(x), f32(y)) + 0.5;
	return in0(x, y) * (cut(p - vec2f(P.x0, P.y0), P.r0) + cut(p - vec2f(P.x1, P.y1), P.r1));
}`,
};

/**
 * The matte, cut off as busts are: in an arc above the row at which the picture ends. x: middle; end: that row; unit:
 * pixels per reference pixel.
 */
export const bustCut: Kernel<'x' | 'end' | 'unit'> = {
	name: 'bust-cut',
	inputs: [1],
	output: 1,
	params: ['x', 'end', 'unit'],
	cpu(out, { width, height }, [{ data }], { x: middle, end, unit }) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const off = (x + 0.5 - middle) / width;
				const last = end - (6 + 160 * off * off) * unit;
				out[i] = data[i] * (1 - smoothstep(last - 2 * unit, last, y + 0.5));
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let off = (f32(x) + 0.5 - P.x) / f32(W);
	let last = P.end - (6.0 + 160.0 * off * off) * P.unit;
	return in0(x, y) * (1.0 - smoothstep(last - 2.0 * P.unit, last, f32(y) + 0.5));
}`,
};

/**
 * The whole coin: figure inside the rim, field round the figure, rim. Inputs: depth, tone relief, matte (soft, softer),
 * rim, field. x, y: centre; inner: radius of the field; depth: share of the depth; unit: pixels per reference pixel.
 */
export const struckHeight: Kernel<'x' | 'y' | 'inner' | 'depth' | 'unit'> = {
	name: 'struck-height',
	inputs: [1, 1, 1, 1, 1, 1],
	output: 1,
	params: ['x', 'y', 'inner', 'depth', 'unit'],
	cpu(out, { width, height }, planes, p) {
		const [depth, tone, soft, softer, rim, field] = planes.map((plane) => plane.data);
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = x + 0.5 - p.x;
				const dy = y + 0.5 - p.y;
				const r = Math.sqrt(dx * dx + dy * dy);
				const inside = 1 - smoothstep(p.inner - 26 * p.unit, p.inner - 4 * p.unit, r);
				const figure = (p.depth * depth[i] + 0.62 * tone[i]) * soft[i] + 10 * p.unit * softer[i];
				out[i] = figure * inside + rim[i] + field[i] * (1 - 0.95 * soft[i] * inside);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let r = distance(vec2f(f32(x), f32(y)) + 0.5, vec2f(P.x, P.y));
	let inside = 1.0 - smoothstep(P.inner - 26.0 * P.unit, P.inner - 4.0 * P.unit, r);
	let soft = in2(x, y);
	let figure = (P.depth * in0(x, y) + 0.62 * in1(x, y)) * soft + 10.0 * P.unit * in3(x, y);
	return figure * inside + in4(x, y) + in5(x, y) * (1.0 - 0.95 * soft * inside);
}`,
};

/**
 * Light on a metal relief: tone and specular, 0..1 each. Inputs: height, height blurred by 9 reference pixels.
 * lx, ly, lz: towards the light, of length 1; shine: strength of what the metal mirrors; unit: see above.
 */
export const metalLight: Kernel<'lx' | 'ly' | 'lz' | 'shine' | 'unit'> = {
	name: 'metal-light',
	inputs: [1, 1],
	output: 2,
	params: ['lx', 'ly', 'lz', 'shine', 'unit'],
	cpu(out, { width, height }, [{ data }, { data: around }], { lx, ly, lz, shine, unit }) {
		const half = Math.sqrt(lx * lx + ly * ly + (lz + 1) * (lz + 1));
		for (let y = 0, i = 0; y < height; y++) {
			const up = Math.max(0, y - 1) * width;
			const down = Math.min(height - 1, y + 1) * width;
			const here = y * width;
			for (let x = 0; x < width; x++, i++) {
				const left = Math.max(0, x - 1);
				const right = Math.min(width - 1, x + 1);
				// 1. Normal, from Sobel's derivative.
				const sides = data[up + right] + data[down + right] - data[up + left] - data[down + left];
				const gx = (0.75 * (sides + 2 * (data[here + right] - data[here + left]))) / 8;
				const ends = data[down + left] + data[down + right] - data[up + left] - data[up + right];
				const gy = (0.75 * (ends + 2 * (data[down + x] - data[up + x]))) / 8;
				const length = Math.sqrt(gx * gx + gy * gy + 1);
				const nx = -gx / length;
				const ny = -gy / length;
				const nz = 1 / length;
				// 2. Light, what the metal mirrors, and shade in the hollows.
				const lit = clamp01(nx * lx + ny * ly + nz * lz);
				const mirrored = 0.5 * Math.sin(7 * (0.5 - 0.4 * ny - 0.175 * nx) + 0.6);
				const hollow = Math.min(14, Math.max(0, (around[i] - data[i]) / unit));
				const shade = Math.max(0.45, 1 - 0.035 * hollow);
				out[2 * i] = clamp01(1.02 * (0.18 + 0.62 * lit + 0.16 * shine * mirrored) * shade);
				out[2 * i + 1] = clamp01((nx * lx + ny * ly + nz * (lz + 1)) / half) ** 40;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec2f {
	let ul = in0(x - 1, y - 1);
	let ur = in0(x + 1, y - 1);
	let dl = in0(x - 1, y + 1);
	let dr = in0(x + 1, y + 1);
	let gx = 0.75 * (ur + dr - ul - dl + 2.0 * (in0(x + 1, y) - in0(x - 1, y))) / 8.0;
	let gy = 0.75 * (dl + dr - ul - ur + 2.0 * (in0(x, y + 1) - in0(x, y - 1))) / 8.0;
	let n = normalize(vec3f(-gx, -gy, 1.0));
	let light = vec3f(P.lx, P.ly, P.lz);
	let lit = saturate(dot(n, light));
	let mirrored = 0.5 * sin(7.0 * (0.5 - 0.4 * n.y - 0.175 * n.x) + 0.6);
	let hollow = clamp((in1(x, y) - in0(x, y)) / P.unit, 0.0, 14.0);
	let shade = max(0.45, 1.0 - 0.035 * hollow);
	let gloss = pow(saturate(dot(n, normalize(light + vec3f(0.0, 0.0, 1.0)))), 40.0);
	return vec2f(saturate(1.02 * (0.18 + 0.62 * lit + 0.16 * P.shine * mirrored) * shade), gloss);
}`,
};

/** The metal's colour at each tone, and its gloss. Inputs: tone and gloss, ramp strip. r, g, b: sRGB of the gloss. */
export const metalColour: Kernel<'gloss' | 'r' | 'g' | 'b'> = {
	name: 'metal-colour',
	inputs: [2, 3],
	output: 3,
	params: ['gloss', 'r', 'g', 'b'],
	cpu(out, _, [{ data: light }, strip], { gloss, r, g, b }) {
		const last = strip.width - 1;
		const bright = [r, g, b];
		for (let i = 0; 2 * i < light.length; i++) {
			const position = light[2 * i] * last;
			const j = Math.min(position | 0, last - 1);
			for (let c = 0; c < 3; c++) {
				const own = mix(strip.data[3 * j + c], strip.data[3 * j + 3 + c], position - j);
				out[3 * i + c] = own + gloss * light[2 * i + 1] * bright[c];
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let light = in0(x, y);
	let position = light.x * f32(in1W - 1);
	let j = min(i32(floor(position)), in1W - 2);
	let own = mix(in1(j, 0), in1(j + 1, 0), position - f32(j));
	return own + P.gloss * light.y * vec3f(P.r, P.g, P.b);
}`,
};
