import type { Affine, Point } from '$lib/domain/geometry';
import { ALIGNED_SIDE } from '$lib/domain/person';
import { invertAffine } from '$lib/image/warp';
import type { PhotoReader } from './reader';
import {
	LEFT_EYE_INNER,
	LEFT_EYE_OUTER,
	NOSE_TIP,
	RIGHT_EYE_INNER,
	RIGHT_EYE_OUTER,
} from './topology';

/** Corners of the mouth in the mesh. */
const MOUTH_RIGHT = 61;
const MOUTH_LEFT = 291;

/** The points of ArcFace's template, each the middle of some points of the mesh. */
const POINTS: readonly (readonly number[])[] = [
	[RIGHT_EYE_OUTER, RIGHT_EYE_INNER],
	[LEFT_EYE_OUTER, LEFT_EYE_INNER],
	[NOSE_TIP],
	[MOUTH_RIGHT],
	[MOUTH_LEFT],
];

/**
 * Where those points lie in a face of 112 pixels, in places of pixels (insightface face_align.py, arcface_dst): the
 * person's right eye is on the left.
 */
const TEMPLATE: readonly Point[] = [
	{ x: 38.2946, y: 51.6963 },
	{ x: 73.5318, y: 51.5014 },
	{ x: 56.0252, y: 71.7366 },
	{ x: 41.5493, y: 92.3655 },
	{ x: 70.7299, y: 92.2041 },
];
const SCALE = ALIGNED_SIDE / 112;
/** The middle of the first pixel. */
const HALF = 0.5;

/**
 * The face upright and in place for identity networks: ALIGNED_SIDE x ALIGNED_SIDE x RGB, 0..255, black where the
 * photo ends, as insightface's norm_crop at this size.
 * @param landmarks points x (x, y, z) in photo pixels
 */
export function alignFace(reader: PhotoReader, landmarks: Float32Array): Uint8Array<ArrayBuffer> {
	const planes = reader.warp(alignedToPhoto(landmarks), {
		size: ALIGNED_SIDE,
		order: 'rgb',
		gain: 1,
		bias: [0, 0, 0],
		border: 'black',
	});
	const pixels = ALIGNED_SIDE ** 2;
	const rgb = new Uint8Array(3 * pixels);
	for (let i = 0; i < pixels; i++) {
		for (let c = 0; c < 3; c++) rgb[3 * i + c] = Math.round(planes[c * pixels + i]);
	}
	return rgb;
}

/** Maps pixels of the aligned face to photo pixels. */
export function alignedToPhoto(landmarks: Float32Array): Affine {
	const found = POINTS.map((points): Point => {
		const sum = (axis: number) => points.reduce((total, p) => total + landmarks[3 * p + axis], 0);
		return { x: sum(0) / points.length, y: sum(1) / points.length };
	});
	const wanted = TEMPLATE.map(({ x, y }) => ({ x: SCALE * x + HALF, y: SCALE * y + HALF }));
	return invertAffine(similarity(found, wanted));
}

/**
 * The rotation, uniform scale and shift that bring points nearest to others, by least squares (Umeyama 1991, without
 * reflection): as complex numbers, the product of the centred points over their squares.
 */
function similarity(from: readonly Point[], to: readonly Point[]): Affine {
	const middle = (points: readonly Point[]): Point => ({
		x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
		y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
	});
	const [a, b] = [middle(from), middle(to)];
	let real = 0;
	let imaginary = 0;
	let squares = 0;
	for (const [i, point] of from.entries()) {
		const [x, y] = [point.x - a.x, point.y - a.y];
		const [u, v] = [to[i].x - b.x, to[i].y - b.y];
		real += x * u + y * v;
		imaginary += x * v - y * u;
		squares += x * x + y * y;
	}
	const [cos, sin] = [real / squares, imaginary / squares];
	return [cos, -sin, b.x - cos * a.x + sin * a.y, sin, cos, b.y - sin * a.x - cos * a.y];
}
