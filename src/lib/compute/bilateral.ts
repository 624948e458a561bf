import type { Executor, Kernel, Plane } from './kernel';
import { dilate } from './morphology';

/**
 * Iterated bilateral filter of a 3-channel plane: smooths inside regions and keeps their borders
 * (Tomasi and Manduchi 1998), along rows and then columns (Pham and van Vliet 2005), which iteration makes
 * good. Colour distance is the sum of the channels' absolute differences; the range weight is
 * (1 - d^2 / 8 sigma^2)^4, the Gaussian without its tail and without exp. Wide windows are sampled: every
 * so many pixels, one more in every other iteration, so that in the end all pixels saw each other. The cost
 * does not grow with the window.
 * @param where 1 channel: the result is right where it is above 0; away from there the source stays as it is
 * @param spatial standard deviation in pixels; the window reaches 1.5 of it
 * @param range standard deviation in the plane's units
 */
export function bilateral(
	executor: Executor,
	source: Plane,
	where: Plane,
	{ iterations, range, spatial }: { iterations: number; range: number; spatial: number },
): Plane {
	const around = dilate(executor, where, iterations * Math.ceil(REACH * spatial));
	let plane = source;
	for (let i = 0; i < iterations; i++) {
		const stride = strideOf(spatial, i);
		const across = executor.run(bilateralAcross, [plane, around], { range, spatial, stride });
		const down = executor.run(bilateralDown, [across, around], { range, spatial, stride });
		executor.release(across, ...(plane === source ? [] : [plane]));
		plane = down;
	}
	executor.release(around);
	return plane;
}

/** Half the window, in standard deviations. */
const REACH = 1.5;
/** Samples to a standard deviation. */
const SAMPLES = 3;

function strideOf(spatial: number, iteration: number): number {
	const stride = Math.max(Math.round(spatial / SAMPLES), 1);
	return stride > 1 && iteration % 2 === 1 ? stride + 1 : stride;
}

export const bilateralAcross = bilateralPass('x');
export const bilateralDown = bilateralPass('y');

function bilateralPass(direction: 'x' | 'y'): Kernel<'range' | 'spatial' | 'stride'> {
	return {
		name: `bilateral-${direction}`,
		inputs: [3, 1],
		output: 3,
		params: ['range', 'spatial', 'stride'],
		cpu(out, { width, height }, [{ data }, where], { range, spatial, stride }) {
			const taps = Math.ceil((REACH * spatial) / stride);
			const weights = Float32Array.from({ length: taps + 1 }, (_, i) =>
				Math.exp(-((i * stride) ** 2) / (2 * spatial * spatial)),
			);
			const fall = 1 / (8 * range * range);
			const length = direction === 'x' ? width : height;
			const step = stride * (direction === 'x' ? 3 : 3 * width);
			for (let y = 0, o = 0; y < height; y++) {
				for (let x = 0; x < width; x++, o++) {
					const centre = 3 * o;
					const position = direction === 'x' ? x : y;
					const r = data[centre];
					const g = data[centre + 1];
					const b = data[centre + 2];
					if (where.data[o] <= 0) {
						out[centre] = r;
						out[centre + 1] = g;
						out[centre + 2] = b;
						continue;
					}
					// The centre itself differs by nothing and weighs 1.
					let total = 1;
					let sumR = 0;
					let sumG = 0;
					let sumB = 0;
					for (let way = -1; way <= 1; way += 2) {
						const room = ((way < 0 ? position : length - 1 - position) / stride) | 0;
						const last = room < taps ? room : taps;
						const move = way * step;
						for (let i = 1, j = centre + move; i <= last; i++, j += move) {
							const dr = data[j] - r;
							const dg = data[j + 1] - g;
							const db = data[j + 2] - b;
							const distance = Math.abs(dr) + Math.abs(dg) + Math.abs(db);
							let w = 1 - distance * distance * fall;
							if (w <= 0) continue;
							w *= w;
							w *= w * weights[i];
							total += w;
							sumR += w * dr;
							sumG += w * dg;
							sumB += w * db;
						}
					}
					const gain = 1 / total;
					out[centre] = r + sumR * gain;
					out[centre + 1] = g + sumG * gain;
					out[centre + 2] = b + sumB * gain;
				}
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let taps = i32(ceil(${REACH} * P.spatial / P.stride));
	let stride = i32(P.stride);
	let position = ${direction === 'x' ? 'x' : 'y'};
	let length = ${direction === 'x' ? 'W' : 'H'};
	let fall = 1.0 / (8.0 * P.range * P.range);
	let centre = in0(x, y);
	if (in1(x, y) <= 0.0) {
		return centre;
	}
	var total = 0.0;
	var sum = vec3f(0.0);
	let first = max(-taps, -(position / stride));
	let last = min(taps, (length - 1 - position) / stride);
	for (var tap = first; tap <= last; tap++) {
		let i = tap * stride;
		let difference = ${direction === 'x' ? 'in0(x + i, y)' : 'in0(x, y + i)'} - centre;
		let distance = dot(abs(difference), vec3f(1.0));
		var w = max(0.0, 1.0 - distance * distance * fall);
		w *= w;
		w *= w * exp(-f32(i * i) / (2.0 * P.spatial * P.spatial));
		total += w;
		sum += w * difference;
	}
	return centre + sum / total;
}`,
	};
}
