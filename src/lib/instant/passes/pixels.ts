/** Kernels of pixel art: what happens before the picture becomes small, and how it becomes large again. */
import { clamp01, mix } from '$lib/compute/scalar';
import type { Kernel } from '$lib/compute/kernel';

/**
 * OKLab with local contrast and chroma, as few pixels need it; thin dark lines in the band of the glasses and in the
 * brows are kept dark, because a rim is thinner than a pixel. Inputs: OKLab, L blurred by a pixel, thin lines (fine
 * minus broad L), band of glasses and features.
 */
export const beforeSmall: Kernel<never> = {
	name: 'before-small',
	inputs: [3, 1, 1, 1],
	output: 3,
	params: [],
	cpu(out, _, [{ data }, { data: broad }, { data: thin }, { data: band }]) {
		for (let i = 0; i < broad.length; i++) {
			const L = data[3 * i];
			const line = 2.4 * Math.min(0, thin[i] + 0.02) * clamp01(band[i]);
			out[3 * i] = clamp01(L + 0.7 * (L - broad[i]) + line);
			out[3 * i + 1] = 1.25 * data[3 * i + 1];
			out[3 * i + 2] = 1.25 * data[3 * i + 2];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let lab = in0(x, y);
	let line = 2.4 * min(0.0, in2(x, y) + 0.02) * saturate(in3(x, y));
	return vec3f(saturate(lab.x + 0.7 * (lab.x - in1(x, y)) + line), 1.25 * lab.yz);
}`,
};

/** A small picture at a larger size: flat blocks, whose borders are antialiased where they fall between pixels. */
export const blocks = { 1: blocksKernel(1), 3: blocksKernel(3) };

function blocksKernel(channels: 1 | 3): Kernel<never> {
	const type = channels === 1 ? 'f32' : 'vec3f';
	return {
		name: `blocks${channels}`,
		inputs: [channels],
		output: channels,
		params: [],
		cpu(out, { width, height }, [{ data, width: columns, height: rows }]) {
			const across = Array.from({ length: width }, (_, x) => blockAt(x, width, columns));
			const first = Int32Array.from(across, (u) => channels * u.first);
			const next = Int32Array.from(across, (u) => channels * u.next);
			const share = Float64Array.from(across, (u) => u.share);
			const row = new Float32Array(columns * channels);
			for (let y = 0, o = 0; y < height; y++) {
				const v = blockAt(y, height, rows);
				const top = v.first * row.length;
				const low = v.next * row.length;
				for (let i = 0; i < row.length; i++) row[i] = mix(data[top + i], data[low + i], v.share);
				for (let x = 0; x < width; x++) {
					const from = first[x];
					const part = share[x];
					// Few pixels lie on the border of two blocks.
					for (let c = 0; c < channels; c++, o++) {
						out[o] = part === 0 ? row[from + c] : mix(row[from + c], row[next[x] + c], part);
					}
				}
			}
		},
		wgsl: `
fn blockAt(i: i32, length: i32, count: i32) -> vec3f {
	let step = f32(count) / f32(length);
	let start = f32(i) * step;
	let first = floor(start + 1e-4);
	let border = first + 1.0;
	let share = saturate((start + step - border) / step);
	return vec3f(first, min(border, f32(count - 1)), select(0.0, share, share > 1e-3));
}
fn pixel(x: i32, y: i32) -> ${type} {
	let u = blockAt(x, W, in0W);
	let v = blockAt(y, H, in0H);
	let top = mix(in0(i32(u.x), i32(v.x)), in0(i32(u.y), i32(v.x)), u.z);
	let low = mix(in0(i32(u.x), i32(v.y)), in0(i32(u.y), i32(v.y)), u.z);
	return mix(top, low, v.z);
}`,
	};
}

/** The block of pixel i of `length`, the one after it, and the share of the pixel that the second covers. */
function blockAt(i: number, length: number, count: number) {
	const step = count / length;
	const start = i * step;
	const first = Math.floor(start + 1e-4);
	const share = clamp01((start + step - (first + 1)) / step);
	return { first, next: Math.min(first + 1, count - 1), share: share > 1e-3 ? share : 0 };
}
