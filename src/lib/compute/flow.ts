import type { Executor, Kernel, Plane } from './kernel';
import { dilate } from './morphology';

/**
 * Gaussian blur along the streamlines of a flow: line integral convolution (Cabral and Leedom 1993) with
 * Euler steps and the nearest pixel's value at each.
 * @param source 1 channel
 * @param flow unit tangents, see structureFlow
 * @param where 1 channel: where it is 0 the source stays as it is, at no cost
 * @param sigma in pixels
 * @param reach pixels each way; 3 sigma when absent
 * @param step pixels between two values, at least 1; an eighth of sigma when absent. Noise wants steps under
 *   the size of its grains, smooth sources are content with sigma / 3.
 */
export function smoothAlongFlow(
	executor: Executor,
	source: Plane,
	flow: Plane,
	where: Plane,
	{
		sigma,
		reach = Math.ceil(3 * sigma),
		step = sigma / 8,
	}: { sigma: number; reach?: number; step?: number },
): Plane {
	const pixels = Math.max(step, 1);
	const steps = Math.max(Math.round(reach / pixels), 1);
	return executor.run(alongFlow, [source, flow, where], { sigma, steps, step: pixels });
}

/** Shape of FXDoG lines; sigmas in pixels. */
export interface FlowLines {
	/** s: width of the lines. */
	readonly width: number;
	/** p: sharpness of the difference. */
	readonly sharpness: number;
	/** eps: level above which there is no ink. */
	readonly threshold: number;
	/** phi: steepness of the soft threshold. */
	readonly steepness: number;
	/** Sigma of the smoothing along the flow, and its reach in pixels. */
	readonly along: number;
	readonly reach: number;
}

/**
 * Ink of lines, 0..1: the flow-guided extended difference of Gaussians (Kang et al. 2007; Winnemoeller,
 * Kyprianidis and Olsen 2012), antialiased by a short last smoothing along the flow.
 * @param lightness 1 channel, 0..1
 * @param where 1 channel: the lines are right where it is above 0, and elsewhere not worth their cost
 * @param scale pixels per reference pixel: the length of the last smoothing follows it
 */
export function flowLines(
	executor: Executor,
	lightness: Plane,
	flow: Plane,
	where: Plane,
	lines: FlowLines,
	scale = 1,
): Plane {
	const lastReach = Math.max(1, Math.round(4 * scale));
	const near = dilate(executor, where, lastReach);
	const around = dilate(executor, near, lines.reach);
	// 1. Difference of Gaussians across the flow.
	const difference = executor.run(differenceAcrossFlow, [lightness, flow, around], {
		sigma: lines.width,
		sharpness: lines.sharpness,
		step: Math.max(lines.width / SAMPLES_ACROSS, 1),
	});
	// 2. Made coherent along the flow.
	const { along: sigma, reach } = lines;
	const coherent = smoothAlongFlow(executor, difference, flow, near, {
		sigma,
		reach,
		step: sigma / SAMPLES,
	});
	// 3. Soft threshold.
	const ink = executor.run(softInk, [coherent], {
		threshold: lines.threshold,
		steepness: lines.steepness,
	});
	// 4. Antialiasing.
	const smooth = smoothAlongFlow(executor, ink, flow, where, {
		sigma: 2 * scale,
		reach: lastReach,
		step: (2 * scale) / SAMPLES,
	});
	executor.release(near, around, difference, coherent, ink);
	return smooth;
}

/** Values to a sigma of the smoothings of lines. */
const SAMPLES = 3;
/** Values to a sigma of the difference across lines that are wider than this many pixels. */
const SAMPLES_ACROSS = 1.3;

/** Inputs: source, flow, where. `steps` each way, `step` and `sigma` in pixels. */
export const alongFlow: Kernel<'sigma' | 'steps' | 'step'> = {
	name: 'along-flow',
	inputs: [1, 3, 1],
	output: 1,
	params: ['sigma', 'steps', 'step'],
	cpu(out, { width, height }, [{ data }, flow, where], { sigma, steps, step }) {
		const tangents = flow.data;
		const weights = Float64Array.from({ length: steps + 1 }, (_, i) =>
			Math.exp(-((i * step) ** 2) / (2 * sigma * sigma)),
		);
		const whole = 1 / weights.reduce((total, w) => total + 2 * w, -1);
		// Centres of pixels lie at .5, so that cutting off the fraction finds the nearest.
		const far = steps * step;
		for (let y = 0, o = 0; y < height; y++) {
			const inRow = y > far && y + far < height - 1;
			for (let x = 0; x < width; x++, o++) {
				if (where.data[o] <= 0) {
					out[o] = data[o];
					continue;
				}
				let sum = data[o];
				let dx = step * tangents[3 * o];
				let dy = step * tangents[3 * o + 1];
				if (inRow && x > far && x + far < width - 1) {
					// 1. Far from the border: both ways at once, so that neither waits for the other's reads.
					let px = x + 0.5 + dx;
					let py = y + 0.5 + dy;
					let qx = x + 0.5 - dx;
					let qy = y + 0.5 - dy;
					let ex = -dx;
					let ey = -dy;
					for (let i = 1; ; i++) {
						const p = (py | 0) * width + (px | 0);
						const q = (qy | 0) * width + (qx | 0);
						sum += weights[i] * (data[p] + data[q]);
						if (i === steps) break;
						const tx = step * tangents[3 * p];
						const ty = step * tangents[3 * p + 1];
						const ux = step * tangents[3 * q];
						const uy = step * tangents[3 * q + 1];
						if (tx * dx + ty * dy < 0) {
							dx = -tx;
							dy = -ty;
						} else {
							dx = tx;
							dy = ty;
						}
						if (ux * ex + uy * ey < 0) {
							ex = -ux;
							ey = -uy;
						} else {
							ex = ux;
							ey = uy;
						}
						px += dx;
						py += dy;
						qx += ex;
						qy += ey;
					}
					out[o] = sum * whole;
					continue;
				}
				// 2. Near it: one way after the other, as far as the picture goes.
				let total = 1;
				for (let way = -1; way <= 1; way += 2) {
					let ex = way * dx;
					let ey = way * dy;
					let px = x + 0.5;
					let py = y + 0.5;
					for (let i = 1; i <= steps; i++) {
						px += ex;
						py += ey;
						if (px < 0.5 || py < 0.5 || px > width - 0.5 || py > height - 0.5) break;
						const p = (py | 0) * width + (px | 0);
						sum += weights[i] * data[p];
						total += weights[i];
						const tx = step * tangents[3 * p];
						const ty = step * tangents[3 * p + 1];
						const sign = tx * ex + ty * ey < 0 ? -1 : 1;
						ex = sign * tx;
						ey = sign * ty;
					}
				}
				out[o] = sum / total;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	var sum = in0(x, y);
	if (in2(x, y) <= 0.0) {
		return sum;
	}
	var total = 1.0;
	let last = vec2f(f32(W - 1), f32(H - 1));
	for (var way = -1.0; way < 2.0; way += 2.0) {
		var d = way * in1(x, y).xy;
		var p = vec2f(f32(x), f32(y));
		for (var i = 1; i <= i32(P.steps); i++) {
			p += P.step * d;
			if (any(p < vec2f(0.0)) || any(p > last)) {
				break;
			}
			let nearest = vec2i(floor(p + 0.5));
			let away = f32(i) * P.step;
			let w = exp(-away * away / (2.0 * P.sigma * P.sigma));
			sum += w * in0(nearest.x, nearest.y);
			total += w;
			let t = in1(nearest.x, nearest.y).xy;
			d = select(t, -t, dot(t, d) < 0.0);
		}
	}
	return sum / total;
}`,
};

/**
 * (1 + p) G(s) - p G(1.6 s) along the normal of the flow, from values `step` pixels apart.
 * Inputs: source, flow, where; 1 where that is 0.
 */
export const differenceAcrossFlow: Kernel<'sigma' | 'sharpness' | 'step'> = {
	name: 'difference-across-flow',
	inputs: [1, 3, 1],
	output: 1,
	params: ['sigma', 'sharpness', 'step'],
	cpu(out, { width, height }, [{ data }, flow, where], { sigma, sharpness, step }) {
		const { radius, narrow, wide } = differenceWeights(sigma / step);
		const weights = narrow.map((w, i) => (1 + sharpness) * w - sharpness * wide[i]);
		const right = width - 1;
		const bottom = height - 1;
		for (let y = 0, o = 0; y < height; y++) {
			for (let x = 0; x < width; x++, o++) {
				if (where.data[o] <= 0) {
					out[o] = 1;
					continue;
				}
				const nx = -step * flow.data[3 * o + 1];
				const ny = step * flow.data[3 * o];
				let sum = 0;
				for (let i = -radius; i <= radius; i++) {
					let px = x + nx * i;
					let py = y + ny * i;
					px = px < 0 ? 0 : px > right ? right : px;
					py = py < 0 ? 0 : py > bottom ? bottom : py;
					const ix = px | 0;
					const iy = py | 0;
					const u = px - ix;
					const corner = iy * width + ix;
					const east = ix < right ? 1 : 0;
					const south = iy < bottom ? width : 0;
					const top = data[corner] + (data[corner + east] - data[corner]) * u;
					const low =
						data[corner + south] + (data[corner + south + east] - data[corner + south]) * u;
					sum += weights[i + radius] * (top + (low - top) * (py - iy));
				}
				out[o] = sum;
			}
		}
	},
	wgsl: `
fn between(p: vec2f) -> f32 {
	let i = vec2i(floor(p));
	let f = p - floor(p);
	let top = mix(in0(i.x, i.y), in0(i.x + 1, i.y), f.x);
	return mix(top, mix(in0(i.x, i.y + 1), in0(i.x + 1, i.y + 1), f.x), f.y);
}
fn pixel(x: i32, y: i32) -> f32 {
	if (in2(x, y) <= 0.0) {
		return 1.0;
	}
	let sigma = P.sigma / P.step;
	let radius = i32(ceil(3.2 * sigma));
	let last = vec2f(f32(W - 1), f32(H - 1));
	let t = in1(x, y).xy;
	let normal = P.step * vec2f(-t.y, t.x);
	var narrow = vec2f(0.0);
	var wide = vec2f(0.0);
	for (var i = -radius; i <= radius; i++) {
		let p = clamp(vec2f(f32(x), f32(y)) + normal * f32(i), vec2f(0.0), last);
		let value = vec2f(between(p), 1.0);
		narrow += value * exp(-f32(i * i) / (2.0 * sigma * sigma));
		wide += value * exp(-f32(i * i) / (5.12 * sigma * sigma));
	}
	return (1.0 + P.sharpness) * narrow.x / narrow.y - P.sharpness * wide.x / wide.y;
}`,
};

/** 1.6 approximates the Laplacian best (Marr and Hildreth 1980). */
const WIDE = 1.6;

/** @param sigma in steps */
function differenceWeights(sigma: number) {
	const radius = Math.ceil(2 * WIDE * sigma);
	const weights = (s: number) => {
		const raw = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
			Math.exp(-((i - radius) ** 2) / (2 * s * s)),
		);
		const total = raw.reduce((a, b) => a + b, 0);
		return raw.map((w) => w / total);
	};
	return { radius, narrow: weights(sigma), wide: weights(WIDE * sigma) };
}

/** Ink where the difference falls below the threshold: -tanh(phi (D - eps)). */
export const softInk: Kernel<'threshold' | 'steepness'> = {
	name: 'soft-ink',
	inputs: [1],
	output: 1,
	params: ['threshold', 'steepness'],
	cpu(out, _, [{ data }], { threshold, steepness }) {
		for (let i = 0; i < out.length; i++) {
			const below = threshold - data[i];
			out[i] = below > 0 ? Math.tanh(steepness * below) : 0;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return tanh(min(20.0, P.steepness * max(0.0, P.threshold - in0(x, y))));
}`,
};
