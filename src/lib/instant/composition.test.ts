import { expect, test } from 'vitest';
import type { Affine } from '$lib/domain/geometry';
import { STYLE_IDS } from '$lib/domain/recipe';
import { compose } from './composition';
import { drawnPortrait } from './drawn-portrait';

const portrait = drawnPortrait(512);
const recipe = (seed: number) => ({ version: 1, style: 'poster', seed }) as const;
const invert = ([a, , c, , e, f]: Affine, x: number, y: number) => [(x - c) / a, (y - f) / e];

test.each([0, 1, 2, 3, 4, 77, 2 ** 31 - 1])(
	'seed %i shows only the portrait, eyes in place',
	(seed) => {
		const { fromPortrait } = compose(portrait, recipe(seed), 300);
		for (const corner of [0, 300]) {
			for (const value of invert(fromPortrait, corner, corner)) {
				expect(value).toBeGreaterThan(-1e-6);
				expect(value).toBeLessThan(512 + 1e-6);
			}
		}
		const eyes = (fromPortrait[4] * portrait.landmarks[3 * 33 + 1] + fromPortrait[5]) / 300;
		expect(eyes).toBeGreaterThan(0.4);
		expect(eyes).toBeLessThan(0.5);
		const hair = (fromPortrait[4] * 0.17 * 512 + fromPortrait[5]) / 300;
		expect(hair).toBeGreaterThan(0);
	},
);

test('the four seeds are four pictures, one of them at least mirrored', () => {
	const maps = [0, 1, 2, 3].map((seed) => compose(portrait, recipe(seed), 300).fromPortrait);
	expect(new Set(maps.map(String)).size).toBe(4);
	expect(maps.some(([a]) => a < 0)).toBe(true);
	expect(maps.some(([a]) => a > 0)).toBe(true);
});

test('a preview shows the same square as the final', () => {
	const small = compose(portrait, recipe(1), 100).fromPortrait;
	const large = compose(portrait, recipe(1), 1000).fromPortrait;
	large.forEach((value, i) => expect(value).toBeCloseTo(small[i] * 10, 8));
});

test('later seeds differ between styles', () => {
	const maps = STYLE_IDS.map((style) =>
		String(compose(portrait, { version: 1, style, seed: 9 }, 300).fromPortrait),
	);
	expect(new Set(maps).size).toBe(STYLE_IDS.length);
});

test('a crop by hand is as wide as it says, as far as the portrait goes', () => {
	const width = (crop: number) => {
		const tuned = { ...recipe(0), tuning: { crop } };
		return 300 / compose(portrait, tuned, 300).fromPortrait[0];
	};
	const meshHeight = 0.43 * 512;
	expect(width(1.6)).toBeCloseTo(1.6 * meshHeight, 0);
	expect(width(2)).toBeCloseTo(2 * meshHeight, 0);
	expect(width(2.6)).toBe(512);
});
