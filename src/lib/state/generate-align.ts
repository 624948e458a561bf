import type { Portrait } from '$lib/domain/face';
import type { Affine, Point } from '$lib/domain/geometry';
import { ALIGNED_SIDE } from '$lib/domain/person';
import { invertAffine, warpColours } from '$lib/image/warp';

/** Where ArcFace wants eyes, nose tip and corners of the mouth in 112 pixels (insightface, `face_align.py`). */
const TEMPLATE: readonly Point[] = [
	{ x: 38.2946, y: 51.6963 },
	{ x: 73.5318, y: 51.5014 },
	{ x: 56.0252, y: 71.7366 },
	{ x: 41.5493, y: 92.3655 },
	{ x: 70.7299, y: 92.2041 },
];
const TEMPLATE_SIDE = 112;
/** The same five among the landmarks: centres of the irises, tip of the nose, corners of the mouth. */
const POINTS = [468, 473, 1, 61, 291] as const;

/**
 * Least-squares similarity (rotation, one scale, shift; no reflection) from points to points.
 * Umeyama, "Least-squares estimation of transformation parameters between two point patterns", PAMI 1991.
 */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Affine {
	const mean = (points: readonly Point[], axis: 'x' | 'y') =>
		points.reduce((sum, point) => sum + point[axis], 0) / points.length;
	const [fx, fy, tx, ty] = [mean(from, 'x'), mean(from, 'y'), mean(to, 'x'), mean(to, 'y')];
	// In two dimensions the rotation times the scale is (a, -b; b, a).
	let [along, across, spread] = [0, 0, 0];
	for (const [i, point] of from.entries()) {
		const [x, y] = [point.x - fx, point.y - fy];
		const [u, v] = [to[i].x - tx, to[i].y - ty];
		along += x * u + y * v;
		across += x * v - y * u;
		spread += x * x + y * y;
	}
	const [a, b] = [along / spread, across / spread];
	return [a, -b, tx - a * fx + b * fy, b, a, ty - b * fx - a * fy];
}

/** The face of a portrait, upright and in place for identity networks: ALIGNED_SIDE x ALIGNED_SIDE x RGB. */
export function alignFace({ rgba, side, landmarks }: Portrait): Uint8Array {
	const points = POINTS.map((i) => ({ x: landmarks[3 * i], y: landmarks[3 * i + 1] }));
	const k = ALIGNED_SIDE / TEMPLATE_SIDE;
	const template = TEMPLATE.map(({ x, y }) => ({ x: x * k, y: y * k }));
	const planes = warpColours(
		{ width: side, height: side, data: rgba },
		invertAffine(fitSimilarity(points, template)),
		{ size: ALIGNED_SIDE, order: 'rgb', gain: 1, bias: [0, 0, 0], border: 'black' },
	);
	const area = ALIGNED_SIDE * ALIGNED_SIDE;
	const rgb = new Uint8Array(3 * area);
	for (let i = 0; i < area; i++) {
		for (let c = 0; c < 3; c++) rgb[3 * i + c] = Math.round(planes[c * area + i]);
	}
	return rgb;
}
