import type { Executor, Kernel, Plane } from '$lib/compute/kernel';
import { gaussian } from '$lib/compute/gaussian';

/**
 * A picture and the light that its bright parts spill: picture + sum of gain G(max(0, picture - threshold), sigma).
 * Not clamped. The caller releases it.
 */
export function bloom(
	executor: Executor,
	picture: Plane,
	threshold: number,
	spills: readonly { readonly sigma: number; readonly gain: number }[],
): Plane {
	const bright = executor.run(aboveThreshold, [picture], { threshold });
	let sum = picture;
	for (const { sigma, gain } of spills) {
		const spill = gaussian(executor, bright, sigma);
		const next = executor.run(addLight, [sum, spill], { gain });
		executor.release(spill, ...(sum === picture ? [] : [sum]));
		sum = next;
	}
	executor.release(bright);
	return sum;
}

/** max(0, x - threshold). */
export const aboveThreshold: Kernel<'threshold'> = {
	name: 'above-threshold',
	inputs: [3],
	output: 3,
	params: ['threshold'],
	cpu(out, _, [{ data }], { threshold }) {
		for (let i = 0; i < out.length; i++) out[i] = Math.max(0, data[i] - threshold);
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	return max(vec3f(0.0), in0(x, y) - P.threshold);
}`,
};

/** a + gain max(0, b): a bicubic enlargement may dip under 0. */
export const addLight: Kernel<'gain'> = {
	name: 'add-light',
	inputs: [3, 3],
	output: 3,
	params: ['gain'],
	cpu(out, _, [{ data: a }, { data: b }], { gain }) {
		for (let i = 0; i < out.length; i++) out[i] = a[i] + gain * Math.max(0, b[i]);
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	return in0(x, y) + P.gain * max(vec3f(0.0), in1(x, y));
}`,
};
