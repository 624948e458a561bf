import { gaussian } from '$lib/compute/gaussian';
import { guidedGrey } from '$lib/compute/guided';
import type { CpuPlane, Executor, Kernel, Plane } from '$lib/compute/kernel';
import { oklabToSrgb, srgbToOklab } from '$lib/compute/oklab';
import { fillPolygon } from '$lib/compute/polygon';
import { resize } from '$lib/compute/resample';
import { median, percentile, sortedWhere } from '$lib/compute/statistics';
import { FACE_OVAL, meshPoints } from '$lib/matte/face-oval';
import { skinMask } from './masks';
import { monotoneCurve } from './monotone-curve';

/** What the normalisation does to one photo; the same for every size, so that preview and final agree. */
export interface Tones {
	/** Median skin colour before, OKLab. */
	readonly skin: readonly [number, number, number];
	/** Where the curve takes the median skin lightness. */
	readonly target: number;
	/** Median skin lightness in the end, after the range was stretched as well. */
	readonly after: number;
	/** Lightness percentiles 1 and 99.3 of the person after the curve. */
	readonly low: number;
	readonly high: number;
	/** How far the range is stretched, 0..STRETCH. */
	readonly strength: number;
	/** Added to a and b. */
	readonly shift: readonly [number, number];
}

const MEASURING_SIDE = 256;
/** The usual strength of the stretch. */
const STRETCH = 0.6;
/** The stretch may change the skin's lightness by this much. */
const SKIN_TOLERANCE = 0.06;
const CURVE_STEPS = 1024;
const CURVE_END = 1.09;

/**
 * Measures a person's tones on a small copy.
 * @param foreground sRGB, 3 channels
 * @param alpha 1 channel
 * @param landmarks in pixels of those planes
 */
export async function measureTones(
	executor: Executor,
	foreground: Plane,
	alpha: Plane,
	landmarks: Float32Array,
): Promise<Tones> {
	const side = MEASURING_SIDE;
	const scaled = landmarks.map((v) => (v * side) / foreground.width);
	return executor.scope(async () => {
		// 1. Median skin colour m.
		const small = resize(executor, foreground, { width: side, height: side });
		const lab = await executor.download(executor.run(srgbToOklab, [small], {}));
		const person = await executor.download(resize(executor, alpha, { width: side, height: side }));
		const skin = await executor.download(skinMask(executor, side, scaled));
		const [m, a, b] = [0, 1, 2].map((c) => median(sortedWhere(lab.data, 3, c, skin.data, 0.5)));
		// 2. Where the curve takes it.
		const target = Math.min(Math.max(m + (0.66 - m) * 0.38, 0.5), 0.78);
		// 3. Percentiles of the whole person after softened side light and the curve.
		const curved = await executor.download(
			evenAndCurve(executor, executor.upload(lab), scaled, m, target),
		);
		const sorted = sortedWhere(curved.data, 1, 0, person.data, 0.9);
		const low = percentile(sorted, 1);
		const high = percentile(sorted, 99.3);
		// 4. The stretch, held back where it would change the skin: pale photos of people in dark
		// clothes. Local contrast leaves the median alone.
		const curvedSkin = median(sortedWhere(curved.data, 1, 0, skin.data, 0.5));
		const change = Math.abs(stretched(curvedSkin, low, high, 1) - curvedSkin);
		const strength = Math.min(STRETCH, SKIN_TOLERANCE / Math.max(change, 1e-6));
		const after = stretched(curvedSkin, low, high, strength);
		return { skin: [m, a, b], target, after, low, high, strength, shift: hueShift(a, b) };
	});
}

/**
 * Normalises the lighting: softer side light on the face, skin lightness at its target, the person's
 * range stretched, the skin's hue nearer to 55 degrees, some local contrast.
 * @returns sRGB, 3 channels
 */
export function normaliseLighting(
	executor: Executor,
	foreground: Plane,
	landmarks: Float32Array,
	tones: Tones,
): Plane {
	const scale = foreground.width / 768;
	const lab = executor.run(srgbToOklab, [foreground], {});
	const curved = evenAndCurve(executor, lab, landmarks, tones.skin[0], tones.target);
	const stretched = executor.run(stretchRange, [curved], {
		low: tones.low,
		high: tones.high,
		strength: tones.strength,
	});
	const fine = gaussian(executor, stretched, 1.0 * scale);
	const coarse = gaussian(executor, stretched, 12 * scale);
	const normalised = executor.run(assemble, [lab, stretched, fine, coarse], {
		shiftA: tones.shift[0],
		shiftB: tones.shift[1],
	});
	const image = executor.run(oklabToSrgb, [normalised], {});
	executor.release(lab, curved, stretched, fine, coarse, normalised);
	return image;
}

/** Steps shared by measuring and drawing: L -= .28 (base - m) oval, then the curve m -> target. */
function evenAndCurve(
	executor: Executor,
	lab: Plane,
	landmarks: Float32Array,
	m: number,
	target: number,
): Plane {
	const side = lab.width;
	const scale = side / 768;
	const lightness = executor.run(takeLightness, [lab], {});
	const base = guidedGrey(
		executor,
		lightness,
		lightness,
		Math.max(Math.round(40 * scale), 1),
		0.02,
	);
	// The oval is so blurred that an eighth of the size is enough.
	const ovalSide = Math.max(Math.round(side / 8), 32);
	const oval = executor.upload(
		fillPolygon(ovalSide, meshPoints(landmarks, FACE_OVAL, ovalSide / side)),
	);
	const soft = resize(executor, gaussian(executor, oval, (25 / 768) * ovalSide), lab);
	const curve = executor.upload(toneCurve(m, target));
	const curved = executor.run(evenOut, [lightness, base, soft, curve], { m });
	executor.release(lightness, base, oval, soft, curve);
	return curved;
}

/** The curve that takes m to the target with pinned ends, sampled over 0..CURVE_END. */
function toneCurve(m: number, target: number): CpuPlane {
	// Very dark or bright skin must not collide with the pins at .12 and .97.
	const knee = Math.min(Math.max(m, 0.2), 0.92);
	const curve = monotoneCurve([0, 0.12, knee, 0.97, 1.1], [0, 0.1, target, 0.97, 1.1]);
	const data = Float32Array.from({ length: CURVE_STEPS + 1 }, (_, i) =>
		curve((i / CURVE_STEPS) * CURVE_END),
	);
	return { width: CURVE_STEPS + 1, height: 1, channels: 1, data };
}

/** Half the way from the median skin colour to the skin line at 55 degrees; none for grey photos. */
function hueShift(a: number, b: number): [number, number] {
	const chroma = Math.hypot(a, b);
	if (chroma < GREY_CHROMA) return [0, 0];
	const hue = (55 * Math.PI) / 180;
	const wanted = Math.max(chroma, 0.055);
	return [0.5 * (Math.cos(hue) * wanted - a), 0.5 * (Math.sin(hue) * wanted - b)];
}

/** A photo whose skin has less chroma than this is grey or sepia, and stays so. */
const GREY_CHROMA = 0.012;

export const takeLightness: Kernel<never> = {
	name: 'prepare-lightness',
	inputs: [3],
	output: 1,
	params: [],
	cpu(out, _size, [{ data }]) {
		for (let i = 0; i < out.length; i++) out[i] = data[3 * i];
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	return in0(x, y).x;
}`,
};

/** Inputs L, base, soft oval, curve samples. */
export const evenOut: Kernel<'m'> = {
	name: 'prepare-even-out',
	inputs: [1, 1, 1, 1],
	output: 1,
	params: ['m'],
	cpu(out, _size, [{ data: L }, { data: base }, { data: oval }, curve], { m }) {
		const last = curve.width - 1;
		for (let i = 0; i < out.length; i++) {
			const even = L[i] - 0.28 * (base[i] - m) * oval[i];
			const position = (Math.min(Math.max(even, 0), CURVE_END) / CURVE_END) * last;
			const j = Math.min(Math.floor(position), last - 1);
			out[i] = curve.data[j] + (curve.data[j + 1] - curve.data[j]) * (position - j);
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let even = in0(x, y) - 0.28 * (in1(x, y) - P.m) * in2(x, y);
	let position = clamp(even, 0.0, ${CURVE_END}) / ${CURVE_END} * f32(in3W - 1);
	let j = min(i32(floor(position)), in3W - 2);
	return mix(in3(j, 0), in3(j + 1, 0), position - f32(j));
}`,
};

/** L, `strength` of the way to where the range low .. high fills .10 .. .965. */
function stretched(L: number, low: number, high: number, strength: number): number {
	const full = ((L - low) * 0.865) / Math.max(high - low, 0.05) + 0.1;
	return L + strength * (full - L);
}

/** Part of the way to the range .10 .. .965. */
export const stretchRange: Kernel<'low' | 'high' | 'strength'> = {
	name: 'prepare-stretch-range',
	inputs: [1],
	output: 1,
	params: ['low', 'high', 'strength'],
	cpu(out, _size, [{ data: L }], { low, high, strength }) {
		for (let i = 0; i < out.length; i++) out[i] = stretched(L[i], low, high, strength);
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> f32 {
	let L = in0(x, y);
	let stretched = (L - P.low) * (0.865 / max(P.high - P.low, 0.05)) + 0.1;
	return mix(L, stretched, P.strength);
}`,
};

/** L + .12 (G1 - G12) with shifted a and b. Inputs: lab before, L, G1, G12. */
export const assemble: Kernel<'shiftA' | 'shiftB'> = {
	name: 'prepare-assemble',
	inputs: [3, 1, 1, 1],
	output: 3,
	params: ['shiftA', 'shiftB'],
	cpu(out, _size, [{ data: lab }, { data: L }, { data: g1 }, { data: g12 }], { shiftA, shiftB }) {
		for (let i = 0, o = 0; i < L.length; i++, o += 3) {
			out[o] = L[i] + 0.12 * (g1[i] - g12[i]);
			out[o + 1] = lab[o + 1] + shiftA;
			out[o + 2] = lab[o + 2] + shiftB;
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let L = in1(x, y) + 0.12 * (in2(x, y) - in3(x, y));
	return vec3f(L, in0(x, y).yz + vec2f(P.shiftA, P.shiftB));
}`,
};
