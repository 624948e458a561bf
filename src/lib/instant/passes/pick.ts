import type { Kernel } from '$lib/compute/kernel';

/** The first channel: lightness of an OKLab plane. */
export const firstChannel: Kernel<never> = {
	name: 'first-channel',
	inputs: [3],
	output: 1,
	params: [],
	cpu(out, _, [{ data }]) {
		for (let i = 0; i < out.length; i++) out[i] = data[3 * i];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return in0(x, y).x;
}`,
};
