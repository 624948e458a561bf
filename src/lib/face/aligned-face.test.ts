import { expect, test } from 'vitest';
import { ALIGNED_SIDE } from '$lib/domain/person';
import { applyAffine } from '$lib/image/warp';
import { alignedToPhoto, alignFace } from './aligned-face';
import { PhotoReader } from './reader';

/** ArcFace's template, and the points of the mesh that stand for it. */
const WANTED = [
	[38.2946, 51.6963, 33, 133],
	[73.5318, 51.5014, 263, 362],
	[56.0252, 71.7366, 1, 1],
	[41.5493, 92.3655, 61, 61],
	[70.7299, 92.2041, 291, 291],
] as const;

/** A face in the template's proportions, turned by `angle`, `scale` times its size at (x, y). */
function landmarks(scale: number, angle: number, x: number, y: number): Float32Array {
	const points = new Float32Array(478 * 3);
	for (const [px, py, first, second] of WANTED) {
		const [u, v] = [scale * px, scale * py];
		const at = [
			x + Math.cos(angle) * u - Math.sin(angle) * v,
			y + Math.sin(angle) * u + Math.cos(angle) * v,
		];
		// The corners of an eye lie on either side of its middle.
		for (const [point, side] of [
			[first, -1],
			[second, 1],
		] as const) {
			const away = first === second ? 0 : side * 5;
			points.set([at[0] + away, at[1] - away / 2, 0], point * 3);
		}
	}
	return points;
}

test.each([
	[1, 0, 0, 0],
	[3.3, 0.4, 200, 50],
	[0.5, -2.5, 400, 300],
])('a face %s times as large, turned by %s, comes into place', (scale, angle, x, y) => {
	const toPhoto = alignedToPhoto(landmarks(scale, angle, x, y));
	for (const [px, py] of WANTED) {
		// The middle of the pixel at twice the template's place.
		const { x: u, y: v } = applyAffine(toPhoto, 2 * px + 0.5, 2 * py + 0.5);
		expect(u).toBeCloseTo(x + scale * (Math.cos(angle) * px - Math.sin(angle) * py), 3);
		expect(v).toBeCloseTo(y + scale * (Math.sin(angle) * px + Math.cos(angle) * py), 3);
	}
});

test('pixels keep their colours and their order, and the photo ends in black', () => {
	const [width, height] = [300, 260];
	const data = new Uint8ClampedArray(width * height * 4).fill(255);
	for (let i = 0; i < width * height; i++) {
		data.set([i % width > 150 ? 200 : 20, Math.floor(i / width) > 130 ? 90 : 10, 77], 4 * i);
	}
	// At the size of the aligned face and 40 pixels to the right of the photo's edge.
	const points = landmarks(2, 0, -40, 0);
	const rgb = alignFace(new PhotoReader({ width, height, data }), points);
	expect(rgb).toHaveLength(ALIGNED_SIDE ** 2 * 3);
	const at = (x: number, y: number) => [...rgb.slice(3 * (y * ALIGNED_SIDE + x)).slice(0, 3)];
	expect(at(10, 60)).toEqual([0, 0, 0]);
	expect(at(60, 60)).toEqual([20, 10, 77]);
	expect(at(215, 60)).toEqual([200, 10, 77]);
	expect(at(60, 200)).toEqual([20, 90, 77]);
});
