import { expect, test } from 'vitest';
import { ALIGNED_SIDE } from '$lib/domain/person';
import { applyAffine } from '$lib/image/warp';
import { alignFace, fitSimilarity } from './generate-align';

const TEMPLATE = [
	[38.2946, 51.6963],
	[73.5318, 51.5014],
	[56.0252, 71.7366],
	[41.5493, 92.3655],
	[70.7299, 92.2041],
];

test('a similarity is found again from points that it moved', () => {
	const points = TEMPLATE.map(([x, y]) => ({ x, y }));
	const [a, b] = [2.5 * Math.cos(0.4), 2.5 * Math.sin(0.4)];
	const moved = points.map(({ x, y }) => applyAffine([a, -b, 30, b, a, -7], x, y));
	const found = fitSimilarity(points, moved);
	for (const [i, value] of [a, -b, 30, b, a, -7].entries()) expect(found[i]).toBeCloseTo(value, 9);
});

test('the five points of a turned portrait land where the template wants them', () => {
	const side = 512;
	const landmarks = new Float32Array(478 * 3);
	const place = [468, 473, 1, 61, 291];
	const [a, b] = [3 * Math.cos(-0.3), 3 * Math.sin(-0.3)];
	const spots = TEMPLATE.map(([x, y]) => applyAffine([a, -b, 60, b, a, 140], x, y));
	// A bright dot on each of the five.
	const rgba = new Uint8ClampedArray(side * side * 4).fill(255);
	rgba.fill(0);
	for (const [i, { x, y }] of spots.entries()) {
		landmarks.set([x, y, 0], 3 * place[i]);
		for (let dy = -3; dy <= 3; dy++) {
			for (let dx = -3; dx <= 3; dx++) {
				const at = 4 * ((Math.floor(y) + dy) * side + Math.floor(x) + dx);
				rgba[at + (i % 3)] = 255;
			}
		}
	}
	const mask = { width: 1, height: 1, data: new Float32Array(1) };
	const rgb = alignFace({ side, rgba, landmarks, mask, others: [], toPhoto: [1, 0, 0, 0, 1, 0] });
	expect(rgb.length).toBe(ALIGNED_SIDE * ALIGNED_SIDE * 3);
	for (const [i, [x, y]] of TEMPLATE.entries()) {
		const at = (Math.floor(2 * y) * ALIGNED_SIDE + Math.floor(2 * x)) * 3;
		expect(rgb[at + (i % 3)]).toBeGreaterThan(200);
		expect(rgb[at + ((i + 1) % 3)]).toBeLessThan(60);
	}
});
