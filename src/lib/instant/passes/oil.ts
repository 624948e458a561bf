/** Kernels around the oil painter: what it looks at, where its brush goes, and the light on the finished paint. */
import { clamp01, mix } from '$lib/compute/scalar';
import { smoothstep } from '$lib/compute/pointwise';
import type { Kernel } from '$lib/compute/kernel';

/** Lamp and glint of the relief, unnormalised: from the upper left. */
const LAMP = { x: -0.55, y: -0.6, z: 0.58 };
const GLINT = { x: -0.32, y: -0.36, z: 0.87 };
/** Chroma that needs no more. */
const RICH = 0.125;
/** Threads of the canvas: height against the paint's. */
const WEAVE = 0.055 * 0.67;

type Backdrop = 'x' | 'y' | 'reach' | 'warm' | `${'l' | 'a' | 'b'}${0 | 1}`;

/**
 * What the painter looks at: the graded figure before a backdrop that darkens away from the light, OKLab.
 * The grade: chroma x 1.22 but no more of what is rich already, warm lights and cool darks, some contrast.
 * Inputs: OKLab, matte, broad noises for lightness, a and b.
 * x, y: middle of the light in pixels; reach: where it ends; l0..b1: OKLab of light and dark backdrop.
 */
export const oilReference: Kernel<Backdrop> = {
	name: 'oil-reference',
	inputs: [3, 1, 1, 1, 1],
	output: 3,
	params: ['x', 'y', 'reach', 'warm', 'l0', 'a0', 'b0', 'l1', 'a1', 'b1'],
	cpu(out, { width, height }, [{ data: lab }, { data: matte }, n0, n1, n2], p) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const dx = x + 0.5 - p.x;
				const dy = y + 0.5 - p.y;
				const away = Math.pow(clamp01(Math.sqrt(dx * dx + dy * dy) / p.reach), 0.9);
				const l = lab[3 * i];
				const cover = smoothstep(0.15, 0.85, matte[i]);
				const graded = l + 0.1 * (l - 0.55) * (1 - Math.abs(l - 0.55));
				const chroma = Math.sqrt(lab[3 * i + 1] ** 2 + lab[3 * i + 2] ** 2);
				const gain = Math.min(1.22, Math.max(1, RICH / (chroma + 1e-6)));
				const a = gain * lab[3 * i + 1] - 0.012 * (0.5 - l);
				const b = gain * lab[3 * i + 2] + 0.022 * (l - 0.45) + p.warm;
				out[3 * i] = mix(mix(p.l0, p.l1, away) + 0.16 * (n0.data[i] - 0.5), graded, cover);
				out[3 * i + 1] = mix(mix(p.a0, p.a1, away) + 0.05 * (n1.data[i] - 0.5), a, cover);
				out[3 * i + 2] = mix(mix(p.b0, p.b1, away) + 0.05 * (n2.data[i] - 0.5), b, cover);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let d = distance(vec2f(f32(x), f32(y)) + 0.5, vec2f(P.x, P.y));
	let away = pow(saturate(d / P.reach), 0.9);
	let lab = in0(x, y);
	let cover = smoothstep(0.15, 0.85, in1(x, y));
	let gain = clamp(${RICH} / (length(lab.yz) + 1e-6), 1.0, 1.22);
	let graded = vec3f(
		lab.x + 0.1 * (lab.x - 0.55) * (1.0 - abs(lab.x - 0.55)),
		gain * lab.y - 0.012 * (0.5 - lab.x),
		gain * lab.z + 0.022 * (lab.x - 0.45) + P.warm,
	);
	let noise = (vec3f(in2(x, y), in3(x, y), in4(x, y)) - 0.5) * vec3f(0.16, 0.05, 0.05);
	let back = mix(vec3f(P.l0, P.a0, P.b0), vec3f(P.l1, P.a1, P.b1), away) + noise;
	return mix(back, graded, cover);
}`,
};

/**
 * Directions of the brush with doubled angle (so that opposite tangents do not cancel when they are blurred):
 * along the forms on the figure; behind it round the head, along one direction, or between the two.
 * Inputs: structure flow, matte blurred by 10, broad noise. x, y: middle of the head; round: 1 circles, 0 straight;
 * angle: of the straight ones in radians; stray: how far the noise turns them.
 */
export const brushDirections: Kernel<'x' | 'y' | 'round' | 'angle' | 'stray'> = {
	name: 'brush-directions',
	inputs: [3, 1, 1],
	output: 2,
	params: ['x', 'y', 'round', 'angle', 'stray'],
	cpu(out, { width, height }, [{ data: flow }, { data: matte }, { data: noise }], p) {
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const circle = Math.atan2(y + 0.5 - p.y, x + 0.5 - p.x) + Math.PI / 2;
				const angle = mix(p.angle, circle, p.round) + p.stray * (noise[i] - 0.5);
				const tx = flow[3 * i];
				const ty = flow[3 * i + 1];
				const figure = matte[i] * (flow[3 * i + 2] + 0.05);
				const behind = 0.6 * (1 - matte[i]);
				out[2 * i] = figure * (tx * tx - ty * ty) + behind * Math.cos(2 * angle);
				out[2 * i + 1] = figure * 2 * tx * ty + behind * Math.sin(2 * angle);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec2f {
	let circle = atan2(f32(y) + 0.5 - P.y, f32(x) + 0.5 - P.x) + ${Math.PI / 2};
	let angle = mix(P.angle, circle, P.round) + P.stray * (in2(x, y) - 0.5);
	let t = in0(x, y);
	let figure = in1(x, y) * (t.z + 0.05);
	let behind = 0.6 * (1.0 - in1(x, y));
	let along = vec2f(t.x * t.x - t.y * t.y, 2.0 * t.x * t.y);
	return figure * along + behind * vec2f(cos(2.0 * angle), sin(2.0 * angle));
}`,
};

/** Unit tangents from doubled angles. */
export const tangents: Kernel<never> = {
	name: 'tangents',
	inputs: [2],
	output: 2,
	params: [],
	cpu(out, _, [{ data }]) {
		for (let o = 0; o < out.length; o += 2) {
			const angle = 0.5 * Math.atan2(data[o + 1], data[o]);
			out[o] = Math.cos(angle);
			out[o + 1] = Math.sin(angle);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec2f {
	let d = in0(x, y);
	let angle = 0.5 * atan2(d.y, d.x);
	return vec2f(cos(angle), sin(angle));
}`,
};

/** How far the canvas is from what it should show: sum of the channels' absolute differences. */
export const paintError: Kernel<never> = {
	name: 'paint-error',
	inputs: [3, 3],
	output: 1,
	params: [],
	cpu(out, _, [{ data: a }, { data: b }]) {
		for (let i = 0, o = 0; i < out.length; i++, o += 3) {
			out[i] =
				Math.abs(a[o] - b[o]) + Math.abs(a[o + 1] - b[o + 1]) + Math.abs(a[o + 2] - b[o + 2]);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let d = abs(in0(x, y) - in1(x, y));
	return d.x + d.y + d.z;
}`,
};

/**
 * Light raking over thick paint on canvas: stronger behind than in the face.
 * Inputs: sRGB of the paint, its height, face blurred. scale: pixels per reference pixel; weave: 0..1, threads shown.
 */
export const rakingLight: Kernel<'scale' | 'weave'> = {
	name: 'raking-light',
	inputs: [3, 1, 1],
	output: 3,
	params: ['scale', 'weave'],
	cpu(out, { width, height }, [{ data: paint }, { data: h }, { data: face }], { scale, weave }) {
		const thread = (2 * Math.PI) / 4.2;
		for (let y = 0, i = 0; y < height; y++) {
			const up = Math.max(0, y - 1) * width;
			const here = y * width;
			const down = Math.min(height - 1, y + 1) * width;
			const v = (y + 0.5) / scale;
			const bendY = 0.6 * Math.sin(0.7 * v);
			const turnY = 0.42 * Math.cos(0.7 * v);
			for (let x = 0; x < width; x++, i++) {
				const left = Math.max(0, x - 1);
				const right = Math.min(width - 1, x + 1);
				const rises = h[up + right] + h[down + right] - h[up + left] - h[down + left];
				const falls = h[down + left] + h[down + right] - h[up + left] - h[up + right];
				const u = (x + 0.5) / scale;
				const warp = 0.25 * Math.cos(thread * u + bendY);
				const weft = 0.25 * Math.cos(thread * v + 0.6 * Math.sin(0.7 * u));
				const threadX = warp * thread + weft * 0.42 * Math.cos(0.7 * u);
				const threadY = weft * thread + warp * turnY;
				const gx =
					((rises + 2 * (h[here + right] - h[here + left])) * scale) / 4 +
					2 * WEAVE * weave * threadX;
				const gy =
					((falls + 2 * (h[down + x] - h[up + x])) * scale) / 4 + 2 * WEAVE * weave * threadY;
				const nx = -2.2 * gx;
				const ny = -2.2 * gy;
				const length = Math.sqrt(nx * nx + ny * ny + 1);
				const lit = Math.min(
					2,
					Math.max(0, (nx * LAMP.x + ny * LAMP.y + LAMP.z) / length / LAMP.z),
				);
				const facing = clamp01((nx * GLINT.x + ny * GLINT.y + GLINT.z) / length);
				const relief = 0.34 - 0.2 * face[i];
				const shade = 1 - relief + relief * lit;
				const gloss = (0.05 - 0.03 * face[i]) * (Math.pow(facing, 60) - 0.6);
				for (let o = 3 * i; o < 3 * i + 3; o++) out[o] = clamp01(paint[o] * shade + gloss);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let ul = in1(x - 1, y - 1);
	let ur = in1(x + 1, y - 1);
	let dl = in1(x - 1, y + 1);
	let dr = in1(x + 1, y + 1);
	let across = ur + dr - ul - dl + 2.0 * (in1(x + 1, y) - in1(x - 1, y));
	let along = dl + dr - ul - ur + 2.0 * (in1(x, y + 1) - in1(x, y - 1));
	let p = (vec2f(f32(x), f32(y)) + 0.5) / P.scale;
	let thread = ${(2 * Math.PI) / 4.2};
	let threads = 0.25 * cos(thread * p + 0.6 * sin(0.7 * p.yx));
	let slope = threads * thread + threads.yx * 0.42 * cos(0.7 * p);
	let g = vec2f(across, along) * P.scale / 4.0 + 2.0 * ${WEAVE} * P.weave * slope;
	let n = vec3f(-2.2 * g, 1.0);
	let face = in2(x, y);
	let lit = clamp(
		dot(n, vec3f(${LAMP.x}, ${LAMP.y}, ${LAMP.z})) / length(n) / ${LAMP.z},
		0.0,
		2.0,
	);
	let facing = saturate(dot(n, vec3f(${GLINT.x}, ${GLINT.y}, ${GLINT.z})) / length(n));
	let relief = 0.34 - 0.2 * face;
	let gloss = (0.05 - 0.03 * face) * (pow(facing, 60.0) - 0.6);
	return saturate(in0(x, y) * (1.0 - relief + relief * lit) + gloss);
}`,
};
