import { boxMean } from './box';
import type { Executor, Kernel, Plane } from './kernel';

/**
 * Guided filter of one channel with a grey guide (He, Sun, Tang: "Guided Image Filtering", PAMI 2013,
 * equations 5, 6 and 8): q = mean(a) I + mean(b) in windows of side 2 radius + 1.
 * @param guide I, 1 channel
 * @param source p, 1 channel, the same size; may be the guide itself (edge-preserving smoothing)
 * @param epsilon in squared units of the guide
 */
export function guidedGrey(
	executor: Executor,
	guide: Plane,
	source: Plane,
	radius: number,
	epsilon: number,
): Plane {
	// 1. Moments I, p, I p, I I and their window means.
	const moments = executor.run(greyMoments, [guide, source], {});
	const means = boxMean(executor, moments, radius);
	// 2. a = cov(I, p) / (var(I) + epsilon), b = mean(p) - a mean(I), and their window means.
	const coefficients = executor.run(greyCoefficients, [means], { epsilon });
	const meanCoefficients = boxMean(executor, coefficients, radius);
	// 3. q = mean(a) I + mean(b).
	const filtered = executor.run(greyApply, [guide, meanCoefficients], {});
	executor.release(moments, means, coefficients, meanCoefficients);
	return filtered;
}

/**
 * Guided filter of one channel with a colour guide (same paper, equations 19 to 21).
 * @param guide I, 3 channels
 * @param source p, 1 channel, the same size
 */
export function guidedColour(
	executor: Executor,
	guide: Plane,
	source: Plane,
	radius: number,
	epsilon: number,
): Plane {
	// 1. Moments I, p, I p and the six products of I, packed into planes of up to four channels; means.
	const means = [colourMoments1, colourMoments2, colourMoments3, colourMoments4].map((kernel) => {
		const moments = executor.run(kernel, [guide, source], {});
		const mean = boxMean(executor, moments, radius);
		executor.release(moments);
		return mean;
	});
	// 2. a = (Sigma + epsilon U)^-1 cov(I, p), b = mean(p) - a . mean(I), and their window means.
	const coefficients = executor.run(colourCoefficients, means, { epsilon });
	executor.release(...means);
	const meanCoefficients = boxMean(executor, coefficients, radius);
	// 3. q = mean(a) . I + mean(b).
	const filtered = executor.run(colourApply, [guide, meanCoefficients], {});
	executor.release(coefficients, meanCoefficients);
	return filtered;
}

export const greyMoments: Kernel<never> = {
	name: 'guided-grey-moments',
	inputs: [1, 1],
	output: 4,
	params: [],
	cpu(out, _size, [{ data: I }, { data: p }]) {
		for (let i = 0, o = 0; i < I.length; i++, o += 4) {
			out[o] = I[i];
			out[o + 1] = p[i];
			out[o + 2] = I[i] * p[i];
			out[o + 3] = I[i] * I[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	let I = in0(x, y);
	let p = in1(x, y);
	return vec4f(I, p, I * p, I * I);
}`,
};

export const greyCoefficients: Kernel<'epsilon'> = {
	name: 'guided-grey-coefficients',
	inputs: [4],
	output: 2,
	params: ['epsilon'],
	cpu(out, _size, [{ data: m }], { epsilon }) {
		for (let i = 0, o = 0; i < m.length; i += 4, o += 2) {
			const a = (m[i + 2] - m[i] * m[i + 1]) / (m[i + 3] - m[i] * m[i] + epsilon);
			out[o] = a;
			out[o + 1] = m[i + 1] - a * m[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec2f {
	let m = in0(x, y);
	let a = (m.z - m.x * m.y) / (m.w - m.x * m.x + P.epsilon);
	return vec2f(a, m.y - a * m.x);
}`,
};

export const greyApply: Kernel<never> = {
	name: 'guided-grey-apply',
	inputs: [1, 2],
	output: 1,
	params: [],
	cpu(out, _size, [{ data: I }, { data: ab }]) {
		for (let i = 0; i < I.length; i++) out[i] = ab[2 * i] * I[i] + ab[2 * i + 1];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let ab = in1(x, y);
	return ab.x * in0(x, y) + ab.y;
}`,
};

export const colourMoments1: Kernel<never> = {
	name: 'guided-colour-moments-1',
	inputs: [3, 1],
	output: 4,
	params: [],
	cpu(out, _size, [{ data: I }, { data: p }]) {
		for (let i = 0, j = 0, o = 0; i < p.length; i++, j += 3, o += 4) {
			out[o] = I[j];
			out[o + 1] = I[j + 1];
			out[o + 2] = I[j + 2];
			out[o + 3] = p[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	return vec4f(in0(x, y), in1(x, y));
}`,
};

export const colourMoments2: Kernel<never> = {
	name: 'guided-colour-moments-2',
	inputs: [3, 1],
	output: 4,
	params: [],
	cpu(out, _size, [{ data: I }, { data: p }]) {
		for (let i = 0, j = 0, o = 0; i < p.length; i++, j += 3, o += 4) {
			out[o] = I[j] * p[i];
			out[o + 1] = I[j + 1] * p[i];
			out[o + 2] = I[j + 2] * p[i];
			out[o + 3] = I[j] * I[j];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	let I = in0(x, y);
	return vec4f(I * in1(x, y), I.x * I.x);
}`,
};

export const colourMoments3: Kernel<never> = {
	name: 'guided-colour-moments-3',
	inputs: [3, 1],
	output: 4,
	params: [],
	cpu(out, _size, [{ data: I }]) {
		for (let j = 0, o = 0; j < I.length; j += 3, o += 4) {
			out[o] = I[j] * I[j + 1];
			out[o + 1] = I[j] * I[j + 2];
			out[o + 2] = I[j + 1] * I[j + 1];
			out[o + 3] = I[j + 1] * I[j + 2];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	let I = in0(x, y);
	return vec4f(I.x * I.y, I.x * I.z, I.y * I.y, I.y * I.z);
}`,
};

export const colourMoments4: Kernel<never> = {
	name: 'guided-colour-moments-4',
	inputs: [3, 1],
	output: 1,
	params: [],
	cpu(out, _size, [{ data: I }]) {
		for (let i = 0; i < out.length; i++) out[i] = I[3 * i + 2] * I[3 * i + 2];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let I = in0(x, y);
	return I.z * I.z;
}`,
};

export const colourCoefficients: Kernel<'epsilon'> = {
	name: 'guided-colour-coefficients',
	inputs: [4, 4, 4, 1],
	output: 4,
	params: ['epsilon'],
	cpu(out, _size, [{ data: m1 }, { data: m2 }, { data: m3 }, { data: m4 }], { epsilon }) {
		for (let i = 0, o = 0; i < m4.length; i++, o += 4) {
			const r = m1[o];
			const g = m1[o + 1];
			const b = m1[o + 2];
			const p = m1[o + 3];
			// Sigma + epsilon U, symmetric.
			const rr = m2[o + 3] - r * r + epsilon;
			const rg = m3[o] - r * g;
			const rb = m3[o + 1] - r * b;
			const gg = m3[o + 2] - g * g + epsilon;
			const gb = m3[o + 3] - g * b;
			const bb = m4[i] - b * b + epsilon;
			// Its inverse by cofactors.
			const c0 = gg * bb - gb * gb;
			const c1 = rb * gb - rg * bb;
			const c2 = rg * gb - rb * gg;
			const c3 = rr * bb - rb * rb;
			const c4 = rb * rg - rr * gb;
			const c5 = rr * gg - rg * rg;
			const inverse = 1 / (rr * c0 + rg * c1 + rb * c2);
			const pr = m2[o] - r * p;
			const pg = m2[o + 1] - g * p;
			const pb = m2[o + 2] - b * p;
			const ar = (c0 * pr + c1 * pg + c2 * pb) * inverse;
			const ag = (c1 * pr + c3 * pg + c4 * pb) * inverse;
			const ab = (c2 * pr + c4 * pg + c5 * pb) * inverse;
			out[o] = ar;
			out[o + 1] = ag;
			out[o + 2] = ab;
			out[o + 3] = p - ar * r - ag * g - ab * b;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec4f {
	let m1 = in0(x, y);
	let m2 = in1(x, y);
	let m3 = in2(x, y);
	let I = m1.xyz;
	let rr = m2.w - I.x * I.x + P.epsilon;
	let rg = m3.x - I.x * I.y;
	let rb = m3.y - I.x * I.z;
	let gg = m3.z - I.y * I.y + P.epsilon;
	let gb = m3.w - I.y * I.z;
	let bb = in3(x, y) - I.z * I.z + P.epsilon;
	let c0 = gg * bb - gb * gb;
	let c1 = rb * gb - rg * bb;
	let c2 = rg * gb - rb * gg;
	let c3 = rr * bb - rb * rb;
	let c4 = rb * rg - rr * gb;
	let c5 = rr * gg - rg * rg;
	let covariance = m2.xyz - I * m1.w;
	let a = vec3f(
		dot(vec3f(c0, c1, c2), covariance),
		dot(vec3f(c1, c3, c4), covariance),
		dot(vec3f(c2, c4, c5), covariance),
	) / (rr * c0 + rg * c1 + rb * c2);
	return vec4f(a, m1.w - dot(a, I));
}`,
};

export const colourApply: Kernel<never> = {
	name: 'guided-colour-apply',
	inputs: [3, 4],
	output: 1,
	params: [],
	cpu(out, _size, [{ data: I }, { data: ab }]) {
		for (let i = 0, j = 0, o = 0; i < out.length; i++, j += 3, o += 4) {
			out[i] = ab[o] * I[j] + ab[o + 1] * I[j + 1] + ab[o + 2] * I[j + 2] + ab[o + 3];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let ab = in1(x, y);
	return dot(ab.xyz, in0(x, y)) + ab.w;
}`,
};
