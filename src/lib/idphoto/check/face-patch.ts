import type { Affine, Point } from '$lib/domain/geometry';
import type { HeadMeasure, IdSubject } from '$lib/domain/id-photo';
import {
	affineScale,
	applyAffine,
	composeAffine,
	invertAffine,
	type Pixels,
} from '$lib/image/warp';
import { distance, pointOf } from '../mesh';
import { resamplePicture } from '../resample-picture';

/** A level picture of the face in which its pixels are judged. */
export interface FacePatch {
	readonly side: number;
	/** side x side, 0..1: red, green, blue, and luma (BT.709 weights on sRGB). */
	readonly red: Float32Array;
	readonly green: Float32Array;
	readonly blue: Float32Array;
	readonly luma: Float32Array;
	/** LANDMARKS x (x, y, z) in pixels of the patch. */
	readonly landmarks: Float32Array;
	/** Photo pixels to pixels of the patch. */
	readonly fromPhoto: Affine;
}

/** Side of the patch against the crown-to-chin height, and in pixels at most. */
const MARGIN = 1.3;
const MOST_SIDE = 384;

/**
 * Cuts the patch: never finer than its source.
 * @param source the photo, or a picture made of it
 * @param toSource photo pixels to pixels of the source
 * @param most side of the patch in pixels at most; sharpness is known at the usual one only
 */
export function facePatch(
	source: Pixels,
	toSource: Affine,
	{ landmarks }: IdSubject,
	head: HeadMeasure,
	most = MOST_SIDE,
): FacePatch {
	const height = distance(head.crown, head.chin);
	const side = Math.round(Math.min(MARGIN * height * affineScale(toSource), most));
	const scale = side / (MARGIN * height);
	const middle = { x: (head.crown.x + head.chin.x) / 2, y: (head.crown.y + head.chin.y) / 2 };
	const [cos, sin] = [scale * Math.cos(head.roll), scale * Math.sin(head.roll)];
	const fromPhoto: Affine = [
		cos,
		sin,
		side / 2 - cos * middle.x - sin * middle.y,
		-sin,
		cos,
		side / 2 + sin * middle.x - cos * middle.y,
	];
	const fromSource = composeAffine(fromPhoto, invertAffine(toSource));
	const rgba = resamplePicture(source, fromSource, { width: side, height: side }, [128, 128, 128]);
	const [red, green, blue, luma] = Array.from({ length: 4 }, () => new Float32Array(side * side));
	for (let i = 0, p = 0; i < luma.length; i++, p += 4) {
		red[i] = rgba[p] / 255;
		green[i] = rgba[p + 1] / 255;
		blue[i] = rgba[p + 2] / 255;
		luma[i] = 0.2126 * red[i] + 0.7152 * green[i] + 0.0722 * blue[i];
	}
	const mapped = landmarks.slice();
	for (let i = 0; i < mapped.length; i += 3) {
		const { x, y } = applyAffine(fromPhoto, landmarks[i], landmarks[i + 1]);
		mapped[i] = x;
		mapped[i + 1] = y;
		mapped[i + 2] *= scale;
	}
	return { side, red, green, blue, luma, landmarks: mapped, fromPhoto };
}

/** Indices of the patch's pixels within a polygon of landmarks (even-odd rule). */
export function pixelsIn({ landmarks, side }: FacePatch, polygon: readonly number[]): number[] {
	const corners = polygon.map((index) => pointOf(landmarks, index));
	const inside: number[] = [];
	const ys = corners.map(({ y }) => y);
	const top = Math.max(0, Math.floor(Math.min(...ys)));
	const bottom = Math.min(side, Math.ceil(Math.max(...ys)));
	for (let row = top; row < bottom; row++) {
		const crossings = crossingsAt(corners, row + 0.5);
		for (let k = 0; k + 1 < crossings.length; k += 2) {
			const left = Math.max(0, Math.ceil(crossings[k] - 0.5));
			const right = Math.min(side, Math.ceil(crossings[k + 1] - 0.5));
			for (let x = left; x < right; x++) inside.push(row * side + x);
		}
	}
	return inside;
}

function crossingsAt(corners: readonly Point[], y: number): number[] {
	const crossings: number[] = [];
	corners.forEach((from, i) => {
		const to = corners[(i + 1) % corners.length];
		if (from.y < y !== to.y < y)
			crossings.push(from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x));
	});
	return crossings.sort((a, b) => a - b);
}

/** The value that `share` of the values lie below; NaN without values. */
export function quantile(values: readonly number[] | Float32Array, share: number): number {
	const sorted = Float32Array.from(values).sort();
	return sorted.length === 0 ? NaN : sorted[Math.floor(share * (sorted.length - 1))];
}

export function valuesAt(plane: Float32Array, indices: readonly number[]): number[] {
	return indices.map((i) => plane[i]);
}

export function meanOf(values: readonly number[]): number {
	return values.reduce((sum, value) => sum + value, 0) / values.length;
}
