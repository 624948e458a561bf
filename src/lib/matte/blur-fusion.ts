import { boxMean } from '$lib/compute/box';
import type { Executor, Kernel, Plane } from '$lib/compute/kernel';
import { multiply } from '$lib/compute/pointwise';

/**
 * Foreground colours F of a picture I = alpha F + (1 - alpha) B: what the hair would look like without the
 * background shining through. Forte, Pitie: "Approximate Fast Foreground Colour Estimation" (ICIP 2021),
 * two passes: a wide one that carries colours far, a narrow one that restores detail.
 * @param image I, sRGB, 3 channels
 * @param alpha 1 channel, 0..1
 * @param scale size against the 768 px for which the radii hold
 */
export function foregroundColours(
	executor: Executor,
	image: Plane,
	alpha: Plane,
	scale: number,
): Plane {
	const inverse = executor.run(complement, [alpha], {});
	let foreground = image;
	let background = image;
	for (const radius of [30, 4].map((r) => Math.max(Math.round(r * scale), 1))) {
		// 1. F^ = blur(F alpha) / blur(alpha) and B^ = blur(B (1 - alpha)) / blur(1 - alpha).
		const meanF = weightedMean(executor, foreground, alpha, radius);
		const meanB = weightedMean(executor, background, inverse, radius);
		// 2. F = F^ + alpha (I - alpha F^ - (1 - alpha) B^).
		const next = executor.run(fuse, [image, meanF, meanB, alpha], {});
		executor.release(meanF);
		if (foreground !== image) executor.release(foreground, background);
		foreground = next;
		background = meanB;
	}
	executor.release(background, inverse);
	return foreground;
}

function weightedMean(executor: Executor, colours: Plane, weight: Plane, radius: number): Plane {
	const weighted = executor.run(multiply[3], [colours, weight], {});
	const sums = boxMean(executor, weighted, radius);
	const weights = boxMean(executor, weight, radius);
	const mean = executor.run(divide, [sums, weights], {});
	executor.release(weighted, sums, weights);
	return mean;
}

export const complement: Kernel<never> = {
	name: 'matte-complement',
	inputs: [1],
	output: 1,
	params: [],
	cpu(out, _size, [{ data }]) {
		for (let i = 0; i < out.length; i++) out[i] = 1 - data[i];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return 1.0 - in0(x, y);
}`,
};

/** Colour sums over a sum of weights, 0 where there is no weight. */
export const divide: Kernel<never> = {
	name: 'matte-divide',
	inputs: [3, 1],
	output: 3,
	params: [],
	cpu(out, _size, [{ data: sums }, { data: weights }]) {
		for (let i = 0, o = 0; i < weights.length; i++, o += 3) {
			const inverse = 1 / (weights[i] + 1e-5);
			out[o] = Math.min(Math.max(sums[o] * inverse, 0), 1);
			out[o + 1] = Math.min(Math.max(sums[o + 1] * inverse, 0), 1);
			out[o + 2] = Math.min(Math.max(sums[o + 2] * inverse, 0), 1);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	return clamp(in0(x, y) / (in1(x, y) + 1e-5), vec3f(0.0), vec3f(1.0));
}`,
};

/** Inputs I, F^, B^, alpha. Where alpha is 1 this is the picture itself. */
export const fuse: Kernel<never> = {
	name: 'matte-fuse',
	inputs: [3, 3, 3, 1],
	output: 3,
	params: [],
	cpu(out, _size, [{ data: I }, { data: F }, { data: B }, { data: alpha }]) {
		for (let i = 0, o = 0; i < alpha.length; i++) {
			const a = alpha[i];
			for (let c = 0; c < 3; c++, o++) {
				const value = F[o] + a * (I[o] - a * F[o] - (1 - a) * B[o]);
				out[o] = value < 0 ? 0 : value > 1 ? 1 : value;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let a = in3(x, y);
	let f = in1(x, y);
	return clamp(f + a * (in0(x, y) - a * f - (1.0 - a) * in2(x, y)), vec3f(0.0), vec3f(1.0));
}`,
};
