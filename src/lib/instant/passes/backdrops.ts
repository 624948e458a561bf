/** Flat two-colour backdrops: each kernel gives coverage of the second colour, antialiased. */
import { clamp01, fract } from '$lib/compute/scalar';
import type { Kernel } from '$lib/compute/kernel';

type Size = { readonly width: number; readonly height: number };

function everyPixel(
	out: Float32Array,
	{ width, height }: Size,
	cover: (x: number, y: number) => number,
): void {
	for (let y = 0, i = 0; y < height; y++) {
		for (let x = 0; x < width; x++, i++) out[i] = cover(x + 0.5, y + 0.5);
	}
}

/** The left half. x: of the border in pixels; lean: pixels sideways per pixel down. */
export const splitBackdrop: Kernel<'x' | 'lean'> = {
	name: 'split-backdrop',
	inputs: [],
	output: 1,
	params: ['x', 'lean'],
	cpu(out, size, _, p) {
		everyPixel(out, size, (x, y) => clamp01(p.x + p.lean * (size.height / 2 - y) - x + 0.5));
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let border = P.x + P.lean * (f32(H) / 2.0 - f32(y) - 0.5);
	return saturate(border - f32(x));
}`,
};

/** Rays from (x, y). count: of rays; turn: in rays; share: of a ray that is covered. */
export const sunburst: Kernel<'x' | 'y' | 'count' | 'turn' | 'share'> = {
	name: 'sunburst',
	inputs: [],
	output: 1,
	params: ['x', 'y', 'count', 'turn', 'share'],
	cpu(out, size, _, p) {
		everyPixel(out, size, (x, y) => {
			const dx = x - p.x;
			const dy = y - p.y;
			const ray = (Math.atan2(dy, dx) / (2 * Math.PI)) * p.count + p.turn;
			const off = 2 * Math.abs(fract(ray) - 0.5);
			const perPixel = p.count / (Math.PI * Math.max(1, Math.sqrt(dx * dx + dy * dy)));
			return clamp01((p.share - off) / perPixel + 0.5);
		});
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let d = vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y);
	let ray = atan2(d.y, d.x) / ${2 * Math.PI} * P.count + P.turn;
	let off = 2.0 * abs(fract(ray) - 0.5);
	let perPixel = P.count / (${Math.PI} * max(1.0, length(d)));
	return saturate((P.share - off) / perPixel + 0.5);
}`,
};

/** A disk. */
export const disk: Kernel<'x' | 'y' | 'radius'> = {
	name: 'disk',
	inputs: [],
	output: 1,
	params: ['x', 'y', 'radius'],
	cpu(out, size, _, p) {
		everyPixel(out, size, (x, y) => {
			const dx = x - p.x;
			const dy = y - p.y;
			return clamp01(p.radius - Math.sqrt(dx * dx + dy * dy) + 0.5);
		});
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return saturate(P.radius - distance(vec2f(f32(x), f32(y)) + 0.5, vec2f(P.x, P.y)) + 0.5);
}`,
};

/** Halftone dots on a grid at 45 degrees that shrink downwards. cell: in pixels; top, fall: density = top - fall y / H. */
export const halftone: Kernel<'cell' | 'top' | 'fall'> = {
	name: 'halftone',
	inputs: [],
	output: 1,
	params: ['cell', 'top', 'fall'],
	cpu(out, size, _, p) {
		everyPixel(out, size, (x, y) => {
			const density = clamp01(p.top - (p.fall * y) / size.height);
			if (density <= 0.015) return 0;
			const du = fract((Math.SQRT1_2 * (x + y)) / p.cell) - 0.5;
			const dv = fract((Math.SQRT1_2 * (y - x)) / p.cell) - 0.5;
			const radius = 1.08 * Math.sqrt(density / Math.PI);
			return clamp01(((radius - Math.sqrt(du * du + dv * dv)) * p.cell) / 1.2 + 0.5);
		});
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let p = vec2f(f32(x), f32(y)) + 0.5;
	let density = saturate(P.top - P.fall * p.y / f32(H));
	if (density <= 0.015) {
		return 0.0;
	}
	let d = fract(${Math.SQRT1_2} * vec2f(p.x + p.y, p.y - p.x) / P.cell) - 0.5;
	let radius = 1.08 * sqrt(density / ${Math.PI});
	return saturate((radius - length(d)) * P.cell / 1.2 + 0.5);
}`,
};

/** Straight stripes. cell: in pixels; x, y: across them, of length 1; share: of the cell that is covered. */
export const stripes: Kernel<'cell' | 'x' | 'y' | 'share'> = {
	name: 'stripes',
	inputs: [],
	output: 1,
	params: ['cell', 'x', 'y', 'share'],
	cpu(out, size, _, p) {
		everyPixel(out, size, (x, y) => {
			const off = Math.abs(fract((p.x * x + p.y * y) / p.cell) - 0.5);
			return clamp01(((p.share / 2 - off) * p.cell) / 1.2 + 0.5);
		});
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let p = vec2f(f32(x), f32(y)) + 0.5;
	let off = abs(fract(dot(vec2f(P.x, P.y), p) / P.cell) - 0.5);
	return saturate((P.share / 2.0 - off) * P.cell / 1.2 + 0.5);
}`,
};

/** First colour, then the second where the pattern covers, then the third where the disk does. Inputs: pattern, disk. */
export const threeColours: Kernel<'r0' | 'g0' | 'b0' | 'r1' | 'g1' | 'b1' | 'r2' | 'g2' | 'b2'> = {
	name: 'three-colours',
	inputs: [1, 1],
	output: 3,
	params: ['r0', 'g0', 'b0', 'r1', 'g1', 'b1', 'r2', 'g2', 'b2'],
	cpu(out, _, [{ data: pattern }, { data: spot }], p) {
		const colours = [
			[p.r0, p.r1, p.r2],
			[p.g0, p.g1, p.g2],
			[p.b0, p.b1, p.b2],
		];
		for (let i = 0; i < pattern.length; i++) {
			for (let c = 0; c < 3; c++) {
				const [a, b, d] = colours[c];
				const ground = a + (b - a) * pattern[i];
				out[3 * i + c] = ground + (d - ground) * spot[i];
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let ground = mix(vec3f(P.r0, P.g0, P.b0), vec3f(P.r1, P.g1, P.b1), in0(x, y));
	return mix(ground, vec3f(P.r2, P.g2, P.b2), in1(x, y));
}`,
};
