import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { guidedGrey } from '$lib/compute/guided';
import type { CpuPlane } from '$lib/compute/kernel';
import { linearOfSrgb, srgbOfLinear } from '$lib/compute/oklab';
import { smoothstep } from '$lib/compute/pointwise';
import type { Affine } from '$lib/domain/geometry';
import type { IdRetouch } from '$lib/domain/id-photo';
import { applyAffine } from '$lib/image/warp';
import { FACE_OVAL } from '$lib/matte/face-oval';
import { EYES, MOUTH_CORNERS, pointOf } from './mesh';

/** Luma to which a face's brightest part is brought, and by how many stops at most. */
const BRIGHT = 0.76;
const MOST_STOPS = 0.8;
/** More than this between channels is the colour of a wall, not of light. */
const MOST_CAST = 1.2;
/** Smoothing of skin: radius in face widths, and which differences count as blemishes (sRGB, squared). */
const SKIN = { radius: 1 / 28, epsilon: 6e-4 };

/** Linear light of each 8-bit value. */
const LINEAR = Float64Array.from({ length: 256 }, (_, i) => linearOfSrgb(i / 255));

/** What light and colour do to each channel: sRGB 0..255 to sRGB 0..255. */
export type Curves = readonly [Float32Array, Float32Array, Float32Array];

/**
 * Evens out light and colour and softens skin; never moves an edge. For studio mode only.
 * @param rgba width x height x RGBA of the picture, changed in place
 * @param landmarks of the photo
 * @param alpha where the person is, of the picture's size, for the white balance; without it all weighs alike
 * @returns what was done to every pixel's colour, or null when nothing was asked for
 */
export function retouch(
	rgba: Uint8ClampedArray,
	size: { readonly width: number; readonly height: number },
	landmarks: Float32Array,
	toPicture: Affine,
	alpha: CpuPlane | undefined,
	{ light, colour, skin }: IdRetouch,
): Curves | null {
	if (light === 0 && colour === 0 && skin === 0) return null;
	const face = faceOf(landmarks, toPicture);
	// 1. Linear gains of the white balance, then the curve of the light, as one table a channel.
	const gains = colour > 0 ? balance(rgba, alpha, colour) : [1, 1, 1];
	const gain = light > 0 ? lightGain(rgba, size, face, gains, light) : 1;
	const table = (own: number) =>
		Float32Array.from({ length: 256 }, (_, i) => {
			const value = Math.min(LINEAR[i] * own, 1);
			// Keeps 0 and 1 and has slope `gain` at 0.
			return 255 * srgbOfLinear((value * gain) / (1 + value * (gain - 1)));
		});
	const curves: Curves = [table(gains[0]), table(gains[1]), table(gains[2])];
	for (let p = 0; p < rgba.length; p += 4)
		for (let c = 0; c < 3; c++) rgba[p + c] = curves[c][rgba[p + c]];
	// 2. Skin.
	if (skin > 0) soften(rgba, size, face, skin);
	return curves;
}

/** Does to colours (3 channels, 0..1) what was done to the picture. */
export function applyCurves(colours: Float32Array, curves: Curves): void {
	for (let i = 0; i < colours.length; i++) {
		const value = Math.min(Math.max(colours[i], 0), 1) * 255;
		const curve = curves[i % 3];
		const low = Math.floor(value);
		const high = Math.min(low + 1, 255);
		colours[i] = (curve[low] + (value - low) * (curve[high] - curve[low])) / 255;
	}
}

interface FaceEllipse {
	readonly x: number;
	readonly y: number;
	readonly cos: number;
	readonly sin: number;
	readonly rx: number;
	readonly ry: number;
	/** Places that stay sharp: eyes and mouth. */
	readonly features: readonly { readonly x: number; readonly y: number; readonly radius: number }[];
}

function faceOf(landmarks: Float32Array, toPicture: Affine): FaceEllipse {
	const at = (index: number) => {
		const { x, y } = pointOf(landmarks, index);
		return applyAffine(toPicture, x, y);
	};
	const oval = FACE_OVAL.map(at);
	const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
	const [x, y] = [mean(oval.map((p) => p.x)), mean(oval.map((p) => p.y))];
	const [right, left] = [at(EYES[0].outer), at(EYES[1].outer)];
	const angle = Math.atan2(left.y - right.y, left.x - right.x);
	const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
	const us = oval.map((p) => Math.abs(cos * (p.x - x) + sin * (p.y - y)));
	const vs = oval.map((p) => Math.abs(cos * (p.y - y) - sin * (p.x - x)));
	const [rx, ry] = [Math.max(...us), Math.max(...vs)];
	const features = EYES.map(({ outer, inner }) => {
		const [a, b] = [at(outer), at(inner)];
		return {
			x: (a.x + b.x) / 2,
			y: (a.y + b.y) / 2 - 0.25 * Math.hypot(a.x - b.x, a.y - b.y),
			radius: 0.85 * Math.hypot(a.x - b.x, a.y - b.y),
		};
	});
	const [a, b] = MOUTH_CORNERS.map(at);
	features.push({
		x: (a.x + b.x) / 2,
		y: (a.y + b.y) / 2,
		radius: 0.65 * Math.hypot(a.x - b.x, a.y - b.y),
	});
	return { x, y, cos, sin, rx, ry, features };
}

/** 1 in the face, 0 well outside, smooth between. */
function inFace(face: FaceEllipse, x: number, y: number, soft: number): number {
	const [dx, dy] = [x - face.x, y - face.y];
	const u = (face.cos * dx + face.sin * dy) / face.rx;
	const v = (face.cos * dy - face.sin * dx) / face.ry;
	return 1 - smoothstep(1 - soft / 2, 1 + soft / 2, Math.hypot(u, v));
}

/**
 * White balance by shades of grey (Finlayson, Trezzi 2004, Minkowski norm 6), over what the person does not
 * cover where that is known: skin is no grey. Gains of the channels in linear light.
 */
function balance(
	rgba: Uint8ClampedArray,
	alpha: CpuPlane | undefined,
	amount: number,
): readonly number[] {
	const none = [1, 1, 1];
	const powers = LINEAR.map((value) => value ** 6);
	const sums = [0, 0, 0];
	let count = 0;
	for (let i = 0, p = 0; p < rgba.length; i++, p += 4) {
		if (alpha && alpha.data[i] > 0.02) continue;
		count++;
		for (let c = 0; c < 3; c++) sums[c] += powers[rgba[p + c]];
	}
	if (count === 0) return none;
	const means = sums.map((sum) => Math.max((sum / count) ** (1 / 6), 1e-4));
	if (Math.max(...means) > MOST_CAST * Math.min(...means)) return none;
	return means.map((mean) => (means[1] / mean) ** amount);
}

/** The gain that brings the face's bright part to where a studio has it. */
function lightGain(
	rgba: Uint8ClampedArray,
	{ width, height }: { readonly width: number; readonly height: number },
	face: FaceEllipse,
	gains: readonly number[],
	amount: number,
): number {
	const values: number[] = [];
	for (let y = 0, p = 0; y < height; y++)
		for (let x = 0; x < width; x++, p += 4) {
			if (inFace(face, x + 0.5, y + 0.5, 0.1) < 0.5) continue;
			const red = gains[0] * LINEAR[rgba[p]];
			const green = gains[1] * LINEAR[rgba[p + 1]];
			const blue = gains[2] * LINEAR[rgba[p + 2]];
			values.push(0.2126 * red + 0.7152 * green + 0.0722 * blue);
		}
	if (values.length === 0) return 1;
	const bright = Float32Array.from(values).sort()[Math.floor(0.9 * values.length)];
	if (bright < 0.003) return 1;
	const stops = Math.log2(linearOfSrgb(BRIGHT) / bright);
	return 2 ** (amount * Math.min(Math.max(stops, -MOST_STOPS), MOST_STOPS));
}

/**
 * Softens skin within the face: edge-preserving smoothing of each channel by itself (He, Sun, Tang 2013), a
 * quarter of what is there laid back so that pores stay. Eyes, brows and mouth are left alone.
 */
function soften(
	rgba: Uint8ClampedArray,
	{ width, height }: { readonly width: number; readonly height: number },
	face: FaceEllipse,
	amount: number,
): void {
	const executor = createCpuExecutor();
	const radius = Math.max(Math.round(2 * face.rx * SKIN.radius), 1);
	const smooth = [0, 1, 2].map((c) => {
		const data = Float32Array.from({ length: width * height }, (_, i) => rgba[4 * i + c] / 255);
		const plane: CpuPlane = { width, height, channels: 1, data };
		return (guidedGrey(executor, plane, plane, radius, SKIN.epsilon) as CpuPlane).data;
	});
	for (let y = 0, i = 0; y < height; y++) {
		for (let x = 0; x < width; x++, i++) {
			let weight = 0.75 * amount * inFace(face, x + 0.5, y + 0.5, 0.3);
			if (weight === 0) continue;
			for (const { x: fx, y: fy, radius: r } of face.features)
				weight *= smoothstep(0.8, 1.2, Math.hypot(x - fx, y - fy) / r);
			for (let c = 0; c < 3; c++) {
				const value = rgba[4 * i + c];
				rgba[4 * i + c] = value + weight * (255 * smooth[c][i] - value);
			}
		}
	}
	executor.dispose();
}
