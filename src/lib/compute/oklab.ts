/**
 * OKLab (Bjorn Ottosson, "A perceptual color space for image processing", 2020; matrices of 2021-01-25)
 * and the sRGB transfer function (IEC 61966-2-1). Everything is 0..1; a and b are about -0.4..0.4.
 */
import type { Kernel } from './kernel';

export type Triple = readonly [number, number, number];

/** sRGB to linear light; values under 0 count as 0. */
export function linearOfSrgb(value: number): number {
	const v = Math.max(value, 0);
	return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
}

/** Linear light to sRGB, clamped to 0..1. */
export function srgbOfLinear(value: number): number {
	const v = Math.min(Math.max(value, 0), 1);
	return v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055;
}

/** sRGB 0..1 to OKLab. */
export function oklabOfSrgb([red, green, blue]: Triple): Triple {
	const out = new Float32Array(3);
	oklabOfLinear(out, 0, linearOfSrgb(red), linearOfSrgb(green), linearOfSrgb(blue));
	return [out[0], out[1], out[2]];
}

/** OKLab to sRGB; what lies outside the gamut is clamped to 0..1. */
export function srgbOfOklab([lightness, a, b]: Triple): Triple {
	const out = new Float32Array(3);
	linearOfOklab(out, 0, lightness, a, b);
	return [srgbOfLinear(out[0]), srgbOfLinear(out[1]), srgbOfLinear(out[2])];
}

/** "#rrggbb" or "rrggbb" to OKLab. */
export function oklabOfHex(hex: string): Triple {
	const digits = /^#?([0-9a-f]{6})$/i.exec(hex)?.[1];
	if (!digits) throw new RangeError(`oklabOfHex: ${hex} is not a colour of six hex digits`);
	const value = parseInt(digits, 16);
	return oklabOfSrgb([(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]);
}

/** sRGB to OKLab, every pixel. */
export const srgbToOklab: Kernel<never> = {
	name: 'srgb-to-oklab',
	inputs: [3],
	output: 3,
	params: [],
	cpu(out, _size, [{ data }]) {
		for (let i = 0; i < data.length; i += 3) {
			oklabOfLinear(
				out,
				i,
				lookUp(LINEAR_TABLE, data[i]),
				lookUp(LINEAR_TABLE, data[i + 1]),
				lookUp(LINEAR_TABLE, data[i + 2]),
			);
		}
	},
	wgsl: `
fn linear(v: vec3f) -> vec3f {
	let s = max(v, vec3f(0.0));
	return select(pow((s + 0.055) / 1.055, vec3f(2.4)), s / 12.92, s <= vec3f(0.04045));
}

fn pixel(x: i32, y: i32) -> vec3f {
	let rgb = linear(in0(x, y));
	let lms = vec3f(
		dot(rgb, vec3f(0.4122214708, 0.5363325363, 0.0514459929)),
		dot(rgb, vec3f(0.2119034982, 0.6806995451, 0.1073969566)),
		dot(rgb, vec3f(0.0883024619, 0.2817188376, 0.6299787005)),
	);
	let root = pow(lms, vec3f(1.0 / 3.0));
	return vec3f(
		dot(root, vec3f(0.2104542553, 0.793617785, -0.0040720468)),
		dot(root, vec3f(1.9779984951, -2.428592205, 0.4505937099)),
		dot(root, vec3f(0.0259040371, 0.7827717662, -0.808675766)),
	);
}`,
};

/** WGSL of OKLab to linear light, clamped to 0..1. */
const LINEAR_OF_OKLAB = `
fn linearOf(lab: vec3f) -> vec3f {
	let root = vec3f(
		lab.x + 0.3963377774 * lab.y + 0.2158037573 * lab.z,
		lab.x - 0.1055613458 * lab.y - 0.0638541728 * lab.z,
		lab.x - 0.0894841775 * lab.y - 1.291485548 * lab.z,
	);
	let lms = root * root * root;
	return clamp(
		vec3f(
			dot(lms, vec3f(4.0767416621, -3.3077115913, 0.2309699292)),
			dot(lms, vec3f(-1.2684380046, 2.6097574011, -0.3413193965)),
			dot(lms, vec3f(-0.0041960863, -0.7034186147, 1.707614701)),
		),
		vec3f(0.0),
		vec3f(1.0),
	);
}`;

/** OKLab to sRGB, every pixel, clamped to 0..1. */
export const oklabToSrgb: Kernel<never> = {
	name: 'oklab-to-srgb',
	inputs: [3],
	output: 3,
	params: [],
	cpu(out, _size, [{ data }]) {
		for (let i = 0; i < data.length; i += 3) {
			linearOfOklab(out, i, data[i], data[i + 1], data[i + 2]);
			out[i] = lookUp(ROOT_TABLE, Math.sqrt(Math.max(out[i], 0)));
			out[i + 1] = lookUp(ROOT_TABLE, Math.sqrt(Math.max(out[i + 1], 0)));
			out[i + 2] = lookUp(ROOT_TABLE, Math.sqrt(Math.max(out[i + 2], 0)));
		}
	},
	wgsl: `
${LINEAR_OF_OKLAB}
fn pixel(x: i32, y: i32) -> vec3f {
	let rgb = linearOf(in0(x, y));
	return select(1.055 * pow(rgb, vec3f(1.0 / 2.4)) - 0.055, rgb * 12.92, rgb <= vec3f(0.0031308));
}`,
};

/** OKLab to linear light, every pixel, clamped to 0..1: where lights are added up. */
export const oklabToLinear: Kernel<never> = {
	name: 'oklab-to-linear',
	inputs: [3],
	output: 3,
	params: [],
	cpu(out, _size, [{ data }]) {
		for (let i = 0; i < data.length; i += 3) {
			linearOfOklab(out, i, data[i], data[i + 1], data[i + 2]);
			for (let c = i; c < i + 3; c++) out[c] = Math.min(Math.max(out[c], 0), 1);
		}
	},
	wgsl: `
${LINEAR_OF_OKLAB}
fn pixel(x: i32, y: i32) -> vec3f {
	return linearOf(in0(x, y));
}`,
};

/**
 * Exposure of added lights to sRGB: 1 - exp(-exposure x), which never burns out, and the transfer function.
 * Input: linear light >= 0.
 */
export const expose: Kernel<'exposure'> = {
	name: 'expose',
	inputs: [3],
	output: 3,
	params: ['exposure'],
	cpu(out, _size, [{ data }], { exposure }) {
		for (let i = 0; i < out.length; i++) {
			const light = 1 - Math.exp(-exposure * Math.max(data[i], 0));
			out[i] = lookUp(ROOT_TABLE, Math.sqrt(light));
		}
	},
	wgsl: `
fn pixel(x: i32, y: i32) -> vec3f {
	let rgb = 1.0 - exp(-P.exposure * max(in0(x, y), vec3f(0.0)));
	return select(1.055 * pow(rgb, vec3f(1.0 / 2.4)) - 0.055, rgb * 12.92, rgb <= vec3f(0.0031308));
}`,
};

function oklabOfLinear(out: Float32Array, at: number, r: number, g: number, b: number): void {
	const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
	const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
	const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
	out[at] = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
	out[at + 1] = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
	out[at + 2] = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
}

function linearOfOklab(out: Float32Array, at: number, L: number, a: number, b: number): void {
	const lRoot = L + 0.3963377774 * a + 0.2158037573 * b;
	const mRoot = L - 0.1055613458 * a - 0.0638541728 * b;
	const sRoot = L - 0.0894841775 * a - 1.291485548 * b;
	const l = lRoot * lRoot * lRoot;
	const m = mRoot * mRoot * mRoot;
	const s = sRoot * sRoot * sRoot;
	out[at] = 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s;
	out[at + 1] = -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s;
	out[at + 2] = -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s;
}

const TABLE_STEPS = 4096;

/** linearOfSrgb over 0..1; interpolated, its error is under 1e-7, at a fraction of the cost of a power. */
const LINEAR_TABLE = table(linearOfSrgb);
/** srgbOfLinear of the square, over 0..1: the square root takes the steep start out of the curve. */
const ROOT_TABLE = table((root) => srgbOfLinear(root * root));

function table(f: (x: number) => number): Float64Array {
	return Float64Array.from({ length: TABLE_STEPS + 2 }, (_, i) => f(Math.min(i / TABLE_STEPS, 1)));
}

function lookUp(values: Float64Array, x: number): number {
	const position = x <= 0 ? 0 : x >= 1 ? TABLE_STEPS : x * TABLE_STEPS;
	const i = position | 0;
	return values[i] + (values[i + 1] - values[i]) * (position - i);
}
