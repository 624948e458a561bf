import type { Kernel } from '$lib/compute/kernel';

/**
 * How far each place is moved, in pixels: an unsteady hand. Features stay, the face moves little.
 * Inputs: noise for x, noise for y, detail d, soft face.
 */
export const wobble: Kernel<'reach'> = {
	name: 'wobble',
	inputs: [1, 1, 1, 1],
	output: 2,
	params: ['reach'],
	cpu(out, _, [{ data: nx }, { data: ny }, { data: detail }, { data: face }], { reach }) {
		for (let i = 0; i < nx.length; i++) {
			const d = detail[i];
			const weight = reach * Math.max(0.1, 1 - 0.85 * d - 0.5 * face[i] * (1 - d));
			out[2 * i] = weight * (2 * nx[i] - 1);
			out[2 * i + 1] = weight * (2 * ny[i] - 1);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec2f {
	let d = in2(x, y);
	let weight = P.reach * max(0.1, 1.0 - 0.85 * d - 0.5 * in3(x, y) * (1.0 - d));
	return weight * (2.0 * vec2f(in0(x, y), in1(x, y)) - 1.0);
}`,
};

/** The source where the displacement points, bilinear. Inputs: source, displacement in pixels. */
export const displace = { 1: displaceKernel(1), 3: displaceKernel(3) };

function displaceKernel(channels: 1 | 3): Kernel<never> {
	const type = channels === 1 ? 'f32' : 'vec3f';
	return {
		name: `displace-${channels}`,
		inputs: [channels, 2],
		output: channels,
		params: [],
		cpu(out, { width, height }, [{ data }, displacement]) {
			for (let y = 0, i = 0; y < height; y++) {
				for (let x = 0; x < width; x++, i++) {
					const px = Math.min(width - 1, Math.max(0, x + displacement.data[2 * i]));
					const py = Math.min(height - 1, Math.max(0, y + displacement.data[2 * i + 1]));
					const left = Math.floor(px);
					const top = Math.floor(py);
					const right = Math.min(width - 1, left + 1);
					const bottom = Math.min(height - 1, top + 1);
					const ul = (top * width + left) * channels;
					const ur = (top * width + right) * channels;
					const dl = (bottom * width + left) * channels;
					const dr = (bottom * width + right) * channels;
					const u = px - left;
					const v = py - top;
					for (let c = 0; c < channels; c++) {
						const above = data[ul + c] + (data[ur + c] - data[ul + c]) * u;
						const below = data[dl + c] + (data[dr + c] - data[dl + c]) * u;
						out[i * channels + c] = above + (below - above) * v;
					}
				}
			}
		},
		wgsl: `
fn pixel(x: i32, y: i32) -> ${type} {
	let last = vec2f(f32(W - 1), f32(H - 1));
	let p = clamp(vec2f(f32(x), f32(y)) + in1(x, y), vec2f(0.0), last);
	let i = vec2i(floor(p));
	let f = p - floor(p);
	let top = mix(in0(i.x, i.y), in0(i.x + 1, i.y), f.x);
	return mix(top, mix(in0(i.x, i.y + 1), in0(i.x + 1, i.y + 1), f.x), f.y);
}`,
	};
}
