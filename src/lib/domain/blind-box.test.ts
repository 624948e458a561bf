import { expect, test } from 'vitest';
import {
	BOXES,
	designOf,
	DESIGNS,
	designsOf,
	drawBox,
	IN_BOXES,
	oneIn,
	RARITIES,
	type Rarity,
} from './blind-box';

/** Mulberry32, for a repeatable crowd of boxes. */
function stream(seed: number) {
	return () => {
		seed = (seed + 0x6d2b79f5) | 0;
		let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

test('the odds that are shown add up: every box holds one card', () => {
	expect(Object.values(IN_BOXES).reduce((a, b) => a + b)).toBe(BOXES);
	const sum = DESIGNS.reduce((total, design) => total + 1 / oneIn(design), 0);
	expect(sum).toBeCloseTo(1, 12);
	for (const rarity of RARITIES) expect(designsOf(rarity).length, rarity).toBeGreaterThan(0);
});

test('boxes hold what the odds say', () => {
	const random = stream(7);
	const count = 24_000;
	const found = new Map<Rarity, number>();
	const designs = new Map<number, number>();
	for (let i = 0; i < count; i++) {
		const { design } = drawBox(random);
		found.set(design.rarity, (found.get(design.rarity) ?? 0) + 1);
		designs.set(design.number, (designs.get(design.number) ?? 0) + 1);
	}
	for (const rarity of RARITIES) {
		const expected = (count * IN_BOXES[rarity]) / BOXES;
		// Four standard deviations of a binomial count.
		const slack = 4 * Math.sqrt(expected * (1 - IN_BOXES[rarity] / BOXES));
		expect(Math.abs((found.get(rarity) ?? 0) - expected), rarity).toBeLessThan(slack);
	}
	for (const design of DESIGNS) {
		const expected = count / oneIn(design);
		const got = designs.get(design.number) ?? 0;
		expect(Math.abs(got - expected), `design ${design.number}`).toBeLessThan(
			4.5 * Math.sqrt(expected),
		);
	}
});

test('the ends of the random numbers are cards too', () => {
	expect(drawBox(() => 0).design.rarity).toBe('common');
	expect(drawBox(() => 1 - 2 ** -32).design.rarity).toBe('secret');
});

test('a case of twelve has twelve different cards, and no box is drawn from nothing', () => {
	const random = stream(3);
	const opened: number[] = [];
	while (opened.length < DESIGNS.length) {
		const { design, recipe } = drawBox(random, opened);
		expect(opened.includes(design.number)).toBe(false);
		expect(designOf(recipe)).toEqual(design);
		opened.push(design.number);
	}
	expect(() => drawBox(random, opened)).toThrow(RangeError);
});
