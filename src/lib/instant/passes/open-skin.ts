import type { Executor, Kernel, Plane } from '$lib/compute/kernel';
import type { Triple } from '$lib/compute/oklab';
import { smoothstep } from '$lib/compute/pointwise';
import { clamp01 } from '$lib/compute/scalar';
import { gaussian } from '$lib/compute/gaussian';
import type { Prepared } from '../prepared';

/**
 * Open skin, 0..1, where lines are held back, because wrinkles are the first thing that people call ugly:
 * the face without eyes, brows, lips and glasses, and what looks like it around the face (a bald head, a
 * neck).
 * @param detail d, 1 channel
 * @param skin OKLab of the skin in `prepared.planes.lab`
 */
export function openSkin(
	executor: Executor,
	prepared: Prepared,
	detail: Plane,
	[lightness, a, b]: Triple,
): Plane {
	const { planes, scale } = prepared;
	const face = gaussian(executor, planes.face, 6 * scale);
	const around = gaussian(executor, planes.face, 50 * scale);
	const blurred = gaussian(executor, planes.lab, 6 * scale);
	return executor.run(openSkinKernel, [face, around, blurred, detail, planes.glasses], {
		lightness,
		a,
		b,
	});
}

/** Inputs: face blurred, face blurred widely, OKLab blurred, detail d, glasses. Params: OKLab of the skin. */
export const openSkinKernel: Kernel<'lightness' | 'a' | 'b'> = {
	name: 'open-skin',
	inputs: [1, 1, 3, 1, 1],
	output: 1,
	params: ['lightness', 'a', 'b'],
	cpu(out, _, [face, around, lab, detail, glasses], p) {
		for (let i = 0; i < out.length; i++) {
			const dl = 0.35 * (lab.data[3 * i] - p.lightness);
			const da = lab.data[3 * i + 1] - p.a;
			const db = lab.data[3 * i + 2] - p.b;
			const alike = 1 - smoothstep(0.035, 0.065, Math.sqrt(dl * dl + da * da + db * db));
			const near = smoothstep(0.04, 0.25, around.data[i]) * alike;
			const skin = Math.max(face.data[i], near);
			const open = skin * (1 - clamp01(1.6 * detail.data[i])) * (1 - 0.7 * glasses.data[i]);
			out[i] = smoothstep(0.1, 0.5, open);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let off = (in2(x, y) - vec3f(P.lightness, P.a, P.b)) * vec3f(0.35, 1.0, 1.0);
	let alike = 1.0 - smoothstep(0.035, 0.065, length(off));
	let near = smoothstep(0.04, 0.25, in1(x, y)) * alike;
	let skin = max(in0(x, y), near);
	let open = skin * (1.0 - saturate(1.6 * in3(x, y))) * (1.0 - 0.7 * in4(x, y));
	return smoothstep(0.1, 0.5, open);
}`,
};
