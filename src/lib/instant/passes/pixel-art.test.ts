import { describe, expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { pixel as controls } from '$lib/domain/styles/pixel';
import { drawnPortrait } from '../drawn-portrait';
import { pixelArt } from './pixel-art';
import { blocks } from './pixels';

const side = 48;
const { landmarks, mask } = drawnPortrait(side);
// The drawn portrait has no irises: put them into the middle of each eye, with a rim.
for (const [first, corners] of [
	[468, [33, 133]],
	[473, [362, 263]],
] as const) {
	const x = (landmarks[3 * corners[0]] + landmarks[3 * corners[1]]) / 2;
	const y = landmarks[3 * corners[0] + 1];
	for (let i = 0; i < 5; i++) landmarks.set([x + (i % 2), y + (i > 2 ? 1 : 0), 0], 3 * (first + i));
}
const alpha = Float32Array.from({ length: side * side }, (_, i) => {
	const [x, y] = [i % side, Math.floor(i / side)];
	return mask.data[
		Math.floor((y * mask.height) / side) * mask.width + Math.floor((x * mask.width) / side)
	];
});
const skinLab = [0.7, 0.05, 0.05];
const lab = Float32Array.from({ length: 3 * side * side }, (_, i) => skinLab[i % 3]);
const art = {
	side,
	lab,
	alpha,
	face: alpha,
	landmarks,
	centre: { x: side / 2, y: side / 2 },
	skin: 0.7,
	colours: 8,
	palette: controls.palettes[0],
	seed: 0,
} as const;

describe('pixel art', () => {
	test('has eyes where the photo has only skin: dark and light pixels at each iris', () => {
		const { picture } = pixelArt({ ...art, backdrop: 'dusk' });
		for (const iris of [468, 473]) {
			const [cx, cy] = [landmarks[3 * iris], landmarks[3 * iris + 1]].map(Math.floor);
			const greens = [];
			for (let y = cy - 2; y <= cy + 2; y++) {
				for (let x = cx - 2; x <= cx + 2; x++) greens.push(picture[3 * (y * side + x) + 1]);
			}
			expect(Math.min(...greens)).toBeLessThan(0.2);
		}
	});

	test('outlines the figure, and backdrops differ outside it alone', () => {
		const pictures = controls.backdrops.map((backdrop) => pixelArt({ ...art, backdrop }));
		const [first, ...others] = pictures;
		const people = alpha.reduce((sum, a) => sum + (a > 0.5 ? 1 : 0), 0);
		expect(first.figure.reduce((a, b) => a + b, 0)).toBeGreaterThan(people);
		for (const { picture, figure } of others) {
			expect(figure).toEqual(first.figure);
			let inside = 0;
			let outside = 0;
			for (let i = 0; i < picture.length; i++) {
				const off = Math.abs(picture[i] - first.picture[i]);
				if (figure[Math.floor(i / 3)] === 1) inside += off;
				else outside += off;
			}
			expect(inside).toBe(0);
			expect(outside / picture.length).toBeGreaterThan(0.01);
		}
	});
});

test('blocks keep the mean and are flat inside a cell', async () => {
	const executor = createCpuExecutor();
	const small = executor.upload({
		width: 3,
		height: 3,
		channels: 1,
		data: Float32Array.from([0, 1, 0, 1, 0, 1, 0, 1, 0]),
	});
	const run = async (length: number) =>
		(
			await executor.download(
				executor.run(blocks[1], [small], {}, { width: length, height: length }),
			)
		).data;
	expect([...(await run(6))].slice(0, 6)).toEqual([0, 0, 1, 1, 0, 0]);
	const odd = await run(10);
	expect(odd.reduce((a, b) => a + b, 0) / 100).toBeCloseTo(4 / 9, 5);
	expect(odd[0]).toBe(0);
	expect(odd[4]).toBe(1);
});
