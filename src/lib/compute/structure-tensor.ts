import { gaussian } from './gaussian';
import type { Executor, Kernel, Plane } from './kernel';

/**
 * Local direction of a picture from its smoothed structure tensor (Brox et al. 2006; Kyprianidis and
 * Kang 2011). Channels of the result: unit tangent x, y (along edges; its sign is arbitrary), and
 * anisotropy (l1 - l2) / (l1 + l2), 0 flat .. 1 one direction.
 * @param image 3 channels
 * @param derivative sigma of the blur before the derivative, in pixels
 * @param integration sigma of the blur of the tensor, in pixels
 */
export function structureFlow(
	executor: Executor,
	image: Plane,
	{ derivative, integration }: { derivative: number; integration: number },
): Plane {
	const blurred = gaussian(executor, image, derivative);
	const products = executor.run(tensorProducts, [blurred], {});
	const tensor = gaussian(executor, products, integration);
	const flow = executor.run(tensorFlow, [tensor], {});
	executor.release(blurred, products, tensor);
	return flow;
}

/** E = gx.gx, F = gx.gy, G = gy.gy summed over the channels, with Scharr's derivative. */
export const tensorProducts: Kernel<never> = {
	name: 'tensor-products',
	inputs: [3],
	output: 3,
	params: [],
	cpu(out, { width, height }, [{ data }]) {
		for (let y = 0; y < height; y++) {
			const up = Math.max(0, y - 1) * width;
			const here = y * width;
			const down = Math.min(height - 1, y + 1) * width;
			for (let x = 0; x < width; x++) {
				const left = Math.max(0, x - 1);
				const right = Math.min(width - 1, x + 1);
				let e = 0;
				let f = 0;
				let g = 0;
				for (let c = 0; c < 3; c++) {
					const ul = data[(up + left) * 3 + c];
					const ur = data[(up + right) * 3 + c];
					const dl = data[(down + left) * 3 + c];
					const dr = data[(down + right) * 3 + c];
					const gx =
						(3 * (ur + dr - ul - dl) +
							10 * (data[(here + right) * 3 + c] - data[(here + left) * 3 + c])) /
						32;
					const gy =
						(3 * (dl + dr - ul - ur) + 10 * (data[(down + x) * 3 + c] - data[(up + x) * 3 + c])) /
						32;
					e += gx * gx;
					f += gx * gy;
					g += gy * gy;
				}
				const o = (here + x) * 3;
				out[o] = e;
				out[o + 1] = f;
				out[o + 2] = g;
			}
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let ul = in0(x - 1, y - 1);
	let ur = in0(x + 1, y - 1);
	let dl = in0(x - 1, y + 1);
	let dr = in0(x + 1, y + 1);
	let gx = (3.0 * (ur + dr - ul - dl) + 10.0 * (in0(x + 1, y) - in0(x - 1, y))) / 32.0;
	let gy = (3.0 * (dl + dr - ul - ur) + 10.0 * (in0(x, y + 1) - in0(x, y - 1))) / 32.0;
	return vec3f(dot(gx, gx), dot(gx, gy), dot(gy, gy));
}`,
};

/** Spread of the eigenvalues below which a place has no direction. */
const FLAT = 1e-9;

/** Eigenvector of the smaller eigenvalue, and the anisotropy. Flat places flow down. */
export const tensorFlow: Kernel<never> = {
	name: 'tensor-flow',
	inputs: [3],
	output: 3,
	params: [],
	cpu(out, { width, height }, [{ data }]) {
		for (let o = 0; o < width * height * 3; o += 3) {
			const e = data[o];
			const f = data[o + 1];
			const g = data[o + 2];
			const spread = Math.sqrt((e - g) * (e - g) + 4 * f * f);
			if (spread < FLAT) {
				out[o + 1] = 1;
				continue;
			}
			// Half the angle of (e - g, 2 f), a right angle further; the larger component first, which is exact.
			const turn = (e - g) / spread;
			const large = Math.sqrt(0.5 + 0.5 * Math.abs(turn));
			const small = f / (spread * large);
			out[o] = turn < 0 ? -large : -small;
			out[o + 1] = turn < 0 ? small : large;
			out[o + 2] = spread / (e + g + 1e-6);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let t = in0(x, y);
	let spread = sqrt((t.x - t.z) * (t.x - t.z) + 4.0 * t.y * t.y);
	if (spread < 1e-9) {
		return vec3f(0.0, 1.0, 0.0);
	}
	let turn = (t.x - t.z) / spread;
	let large = sqrt(0.5 + 0.5 * abs(turn));
	let small = t.y / (spread * large);
	let tangent = select(vec2f(-small, large), vec2f(-large, small), turn < 0.0);
	return vec3f(tangent, spread / (t.x + t.z + 1e-6));
}`,
};
