/** Kernels of the loose wash behind a watercolour figure. */
import { randomStream } from '$lib/compute/noise';
import { smoothstep } from '$lib/compute/pointwise';
import { clamp01, mix } from '$lib/compute/scalar';
import type { CpuPlane, Kernel } from '$lib/compute/kernel';

/**
 * An ellipse with an edge that noise tears. Inputs: broad noise, finer noise.
 * x, y: centre; radiusX, radiusY: in pixels; torn: strength of the broad noise.
 */
export const tornEllipse: Kernel<'x' | 'y' | 'radiusX' | 'radiusY' | 'torn'> = {
	name: 'torn-ellipse',
	inputs: [1, 1],
	output: 1,
	params: ['x', 'y', 'radiusX', 'radiusY', 'torn'],
	cpu(out, { width, height }, [{ data: broad }, { data: fine }], p) {
		for (let y = 0, i = 0; y < height; y++) {
			const v = (y + 0.5 - p.y) / p.radiusY;
			for (let x = 0; x < width; x++, i++) {
				const u = (x + 0.5 - p.x) / p.radiusX;
				const r = Math.sqrt(u * u + v * v) + p.torn * (broad[i] - 0.5) + 0.22 * (fine[i] - 0.5);
				out[i] = 1 - smoothstep(0.8, 0.9, r);
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let p = (vec2f(f32(x), f32(y)) + 0.5 - vec2f(P.x, P.y)) / vec2f(P.radiusX, P.radiusY);
	let r = length(p) + P.torn * (in0(x, y) - 0.5) + 0.22 * (in1(x, y) - 0.5);
	return 1.0 - smoothstep(0.8, 0.9, r);
}`,
};

/** Drops on a ring around the face, as a plane of `count` x 1 pixels (x, y, radius). */
export function scatterDrops(
	count: number,
	seed: number,
	{ x, y, side, scale }: { x: number; y: number; side: number; scale: number },
): CpuPlane {
	const random = randomStream(seed);
	const data = new Float32Array(count * 3);
	for (let i = 0; i < count; i++) {
		const angle = 2 * Math.PI * random();
		const distance = side * (0.4 + 0.16 * random());
		// A half-normal radius: many specks, few drops (Box and Muller 1958).
		const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
		data[3 * i] = x + distance * Math.cos(angle);
		data[3 * i + 1] = y + distance * Math.sin(angle);
		data[3 * i + 2] = scale * (3 * Math.abs(normal) + 1.25);
	}
	return { width: count, height: 1, channels: 3, data };
}

/** A shape and round drops. Inputs: shape, drops (see scatterDrops). */
export const addDrops: Kernel<never> = {
	name: 'add-drops',
	inputs: [1, 3],
	output: 1,
	params: [],
	cpu(out, { width, height }, [{ data }, drops]) {
		out.set(data);
		for (let i = 0; i < drops.width; i++) {
			const [cx, cy, r] = drops.data.subarray(3 * i, 3 * i + 3);
			const bottom = Math.min(height - 1, Math.ceil(cy + r));
			const right = Math.min(width - 1, Math.ceil(cx + r));
			for (let y = Math.max(0, Math.floor(cy - r - 1)); y <= bottom; y++) {
				for (let x = Math.max(0, Math.floor(cx - r - 1)); x <= right; x++) {
					const cover = clamp01(r + 0.5 - Math.hypot(x + 0.5 - cx, y + 0.5 - cy));
					if (cover > out[y * width + x]) out[y * width + x] = cover;
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	var cover = in0(x, y);
	for (var i = 0; i < in1W; i++) {
		let drop = in1(i, 0);
		cover = max(cover, saturate(drop.z + 0.5 - distance(vec2f(f32(x), f32(y)) + 0.5, drop.xy)));
	}
	return cover;
}`,
};

/**
 * Light that the backdrop's paint lets through (sRGB 0..1): two pigments that run into each other.
 * Inputs: shape, shape blurred, density noise, hue noise, granulation.
 * r0..b1: sRGB of the pigments; along: 0 side by side, 1 one above the other.
 */
export const twoPigments: Kernel<'r0' | 'g0' | 'b0' | 'r1' | 'g1' | 'b1' | 'along'> = {
	name: 'two-pigments',
	inputs: [1, 1, 1, 1, 1],
	output: 3,
	params: ['r0', 'g0', 'b0', 'r1', 'g1', 'b1', 'along'],
	cpu(
		out,
		{ width, height },
		[{ data: shape }, { data: soft }, { data: thickness }, { data: hue }, { data: grain }],
		p,
	) {
		const first = [p.r0, p.g0, p.b0];
		const second = [p.r1, p.g1, p.b1];
		for (let y = 0, i = 0; y < height; y++) {
			for (let x = 0; x < width; x++, i++) {
				const place = mix((x + 0.5) / width, (y + 0.5) / height, p.along);
				const t = smoothstep(0.2, 0.8, place + 1.4 * (hue[i] - 0.5));
				// 1. Thin and thick places, a rim where the wash dried last.
				const density = 0.55 + 1.6 * (thickness[i] - 0.5);
				const rim = clamp01(4 * soft[i] * (1 - soft[i])) * smoothstep(0.02, 0.5, shape[i]);
				const load = Math.min(2.5, Math.max(0, density + 0.9 * rim + 0.35 * grain[i]));
				const strength = Math.min(1, Math.max(0.15, 0.95 * density));
				// 2. Paint over white.
				for (let c = 0; c < 3; c++) {
					const colour = mix(1, mix(first[c], second[c], t), strength);
					const dense = clamp01(colour - (colour - colour * colour) * (0.7 * load - 0.4));
					out[3 * i + c] = mix(1, dense, 0.92 * shape[i]);
				}
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let shape = in0(x, y);
	let soft = in1(x, y);
	let place = mix((f32(x) + 0.5) / f32(W), (f32(y) + 0.5) / f32(H), P.along);
	let t = smoothstep(0.2, 0.8, place + 1.4 * (in3(x, y) - 0.5));
	let density = 0.55 + 1.6 * (in2(x, y) - 0.5);
	let rim = saturate(4.0 * soft * (1.0 - soft)) * smoothstep(0.02, 0.5, shape);
	let load = clamp(density + 0.9 * rim + 0.35 * in4(x, y), 0.0, 2.5);
	let strength = clamp(0.95 * density, 0.15, 1.0);
	let both = mix(vec3f(P.r0, P.g0, P.b0), vec3f(P.r1, P.g1, P.b1), t);
	let colour = mix(vec3f(1.0), both, strength);
	let dense = saturate(colour - (colour - colour * colour) * (0.7 * load - 0.4));
	return mix(vec3f(1.0), dense, 0.92 * shape);
}`,
};
