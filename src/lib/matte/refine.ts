import { gaussian } from '$lib/compute/gaussian';
import { guidedColour } from '$lib/compute/guided';
import type { CpuPlane, Executor, Kernel, Plane } from '$lib/compute/kernel';
import { dilate, erode } from '$lib/compute/morphology';
import { srgbToOklab } from '$lib/compute/oklab';
import { linear, smoothstepKernel } from '$lib/compute/pointwise';
import { resize } from '$lib/compute/resample';
import type { MatteCorrection } from '$lib/domain/face';
import { foregroundColours } from './blur-fusion';
import { coarseMask, type CoarseInput } from './coarse-mask';
import { sampledAlpha } from './sampled-alpha';

export interface Matte {
	/** 0..1, 1 channel: how much of a pixel is the person, hair by hair. */
	readonly alpha: Plane;
	/** sRGB, 3 channels: the person's own colours, without the background that shines through. */
	readonly foreground: Plane;
}

/** A person's mask before refinement, with one person left in it. */
export interface LonePerson {
	/** What coarseMask() made of the same crop. */
	readonly mask: CpuPlane;
	/** The mask is a matte already: it is only brought to the picture's edges. */
	readonly fine?: boolean;
	readonly correction?: MatteCorrection;
}

/**
 * Refines the network's mask to the hair edge.
 * @param image sRGB of the crop, 3 channels, square, any size
 * @param coarse the raw mask of the same crop; its landmarks and boxes may be in another pixel size
 * @returns planes of the size of `image`, owned by the caller
 */
export function refineMatte(
	executor: Executor,
	image: Plane,
	coarse: CoarseInput,
	{ signal }: { readonly signal?: AbortSignal } = {},
): Promise<Matte> {
	const { correction } = coarse;
	const lone: LonePerson = { mask: coarseMask(coarse), ...(correction && { correction }) };
	return refineLone(executor, image, lone, image.width / 768, { signal });
}

/**
 * The same of a mask that has one person already, which may be of a part of the crop only.
 * @param scale pixels of `image` for each of a head-and-shoulders crop of 768, for which the radii hold
 * @param options.colours whether the border is found again by the colours around it, which takes longer
 */
export async function refineLone(
	executor: Executor,
	image: Plane,
	{ mask, fine = false, correction }: LonePerson,
	scale: number,
	{ signal, colours = false }: { readonly signal?: AbortSignal; readonly colours?: boolean } = {},
): Promise<Matte> {
	return executor.scope(async () => {
		// 1. One person, enlarged bicubically.
		const large = resize(executor, executor.upload(mask), image);
		// 2. To the hair's edge.
		const refined = fine
			? atEdges(executor, image, large, image.width / mask.width)
			: await toHair(executor, image, large, scale, signal);
		// 3. Where its border lies by the colours around, which flags do not deceive.
		const sampled = colours ? await bySamples(executor, image, refined, scale, signal) : refined;
		// 4. What the person painted stands over it.
		const alpha = correction ? corrected(executor, sampled, correction) : sampled;
		// 5. Colours without the background.
		const foreground = foregroundColours(executor, image, alpha, scale);
		await executor.checkpoint(signal);
		return { alpha, foreground };
	});
}

/** A network's mask, steeper, along the edges of the picture. */
async function toHair(
	executor: Executor,
	image: Plane,
	large: Plane,
	scale: number,
	signal?: AbortSignal,
): Promise<Plane> {
	const pixels = (radius: number) => Math.max(Math.round(radius * scale), 1);
	// 1. The network's slope made steeper.
	const trimap = executor.run(smoothstepKernel, [large], { low: 0.25, high: 0.75 });
	// 2. What is certainly inside and what may be inside at all.
	const core = erode(executor, step(executor, trimap, 0.95), pixels(2));
	const reach = dilate(executor, step(executor, trimap, 0.05), pixels(6));
	await executor.checkpoint(signal);
	// 3. Guided by colour: first in OKLab with more weight on hue, then finely in sRGB.
	const lab = executor.run(srgbToOklab, [image], {});
	const guide = executor.run(weighHue, [lab], {});
	const wide = clamp01(executor, guidedColour(executor, guide, trimap, pixels(10), 6e-4));
	await executor.checkpoint(signal);
	const fine = guidedColour(executor, image, wide, pixels(4), 1e-4);
	await executor.checkpoint(signal);
	// 4. Sharpened, held by core and reach, and antialiased.
	const held = executor.run(hold, [fine, core, reach], {});
	return clamp01(executor, gaussian(executor, held, 0.7 * Math.max(scale, 0.6)));
}

/** A matte that was enlarged `times`, along the edges of the picture; one that was not is left alone. */
function atEdges(executor: Executor, image: Plane, large: Plane, times: number): Plane {
	if (times <= 1.05) return clamp01(executor, large);
	const radius = Math.max(Math.round(1.5 * times), 1);
	return clamp01(executor, guidedColour(executor, image, large, radius, 1e-5));
}

/** Alpha by the colours around, without their grain. */
async function bySamples(
	executor: Executor,
	image: Plane,
	alpha: Plane,
	scale: number,
	signal?: AbortSignal,
): Promise<Plane> {
	const found = sampledAlpha(await executor.download(image), await executor.download(alpha), scale);
	await executor.checkpoint(signal);
	const radius = Math.max(Math.round(2 * scale), 1);
	return clamp01(executor, guidedColour(executor, image, executor.upload(found), radius, 1e-4));
}

function corrected(executor: Executor, alpha: Plane, correction: MatteCorrection): Plane {
	const { width, height, data } = correction;
	const painted = Float32Array.from(data, (value) => value / 127);
	const plane = executor.upload({ width, height, channels: 1, data: painted });
	return executor.run(correct, [alpha, resize(executor, plane, alpha)], {});
}

function step(executor: Executor, source: Plane, threshold: number): Plane {
	return executor.run(threshold1, [source], { threshold });
}

function clamp01(executor: Executor, source: Plane): Plane {
	return executor.run(linear[1], [source], { gain: 1, bias: 0, low: 0, high: 1 });
}

/** 1 where the value is larger than the threshold. */
export const threshold1: Kernel<'threshold'> = {
	name: 'matte-threshold',
	inputs: [1],
	output: 1,
	params: ['threshold'],
	cpu(out, _size, [{ data }], { threshold }) {
		for (let i = 0; i < out.length; i++) out[i] = data[i] > threshold ? 1 : 0;
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return select(0.0, 1.0, in0(x, y) > P.threshold);
}`,
};

/** The matte with a correction: above 0 at least so much person, below 0 so much less. Inputs: matte, -1..1. */
export const correct: Kernel<never> = {
	name: 'matte-correct',
	inputs: [1, 1],
	output: 1,
	params: [],
	cpu(out, _size, [{ data: alpha }, { data: painted }]) {
		for (let i = 0; i < out.length; i++) {
			const p = Math.min(Math.max(painted[i], -1), 1);
			out[i] = p > 0 ? Math.max(alpha[i], p) : Math.min(alpha[i], 1 + p);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let p = clamp(in1(x, y), -1.0, 1.0);
	return select(min(in0(x, y), 1.0 + p), max(in0(x, y), p), p > 0.0);
}`,
};

/** OKLab times (1, 2, 2): hair and background often differ in hue more than in lightness. */
export const weighHue: Kernel<never> = {
	name: 'matte-weigh-hue',
	inputs: [3],
	output: 3,
	params: [],
	cpu(out, _size, [{ data }]) {
		for (let i = 0; i < out.length; i += 3) {
			out[i] = data[i];
			out[i + 1] = 2 * data[i + 1];
			out[i + 2] = 2 * data[i + 2];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	return in0(x, y) * vec3f(1.0, 2.0, 2.0);
}`,
};

/** (a - .12) / .76, at least .98 in the core, nothing out of reach. Inputs a, core, reach. */
export const hold: Kernel<never> = {
	name: 'matte-hold',
	inputs: [1, 1, 1],
	output: 1,
	params: [],
	cpu(out, _size, [{ data: a }, { data: core }, { data: reach }]) {
		for (let i = 0; i < out.length; i++) {
			const sharpened = Math.min(Math.max((a[i] - 0.12) / 0.76, 0), 1);
			out[i] = Math.max(sharpened, 0.98 * core[i]) * reach[i];
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let sharpened = clamp((in0(x, y) - 0.12) / 0.76, 0.0, 1.0);
	return max(sharpened, 0.98 * in1(x, y)) * in2(x, y);
}`,
};
