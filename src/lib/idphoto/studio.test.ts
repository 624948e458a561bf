import { beforeAll, describe, expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { IdCorrection, IdRecipe } from '$lib/domain/id-photo';
import { affineScale } from '$lib/image/warp';
import { DRAWN, drawnSubject } from '../../../tests/unit/idphoto/drawn-subject';
import { plainSpec } from '../../../tests/unit/idphoto/heads';
import { colourOfHex } from './background';
import { resamplePicture } from './resample-picture';
import { createIdStudio, type IdStudio } from './studio';

const SIDE = 384;
const { photo, subject } = drawnSubject(SIDE);
const NONE = { light: 0, colour: 0, skin: 0 };
const spec = plainSpec({ head: [0.5, 0.6], px: { width: 180, height: 240 } });
const recipe: IdRecipe = {
	version: 1,
	kind: 'id-photo',
	spec,
	mode: 'unaltered',
	background: { kind: 'keep', colours: [] },
	retouch: NONE,
};
const red: IdRecipe = {
	...recipe,
	mode: 'studio',
	background: { kind: 'plain', colours: ['#d74532'] },
};

let studio: IdStudio;
beforeAll(() => {
	studio = createIdStudio(createCpuExecutor());
	studio.open(photo, subject, null);
});

/** Colour of a picture at shares of its size. */
function at({ rgba, width, height }: { rgba: Uint8ClampedArray; width: number; height: number }) {
	return (x: number, y: number) => {
		const p = 4 * (Math.floor(y * height) * width + Math.floor(x * width));
		return [...rgba.subarray(p, p + 3)];
	};
}

test('a head is measured as it was drawn', () => {
	const head = studio.open(photo, subject, null);
	const height = (DRAWN.chin - DRAWN.crown) * SIDE;
	expect(Math.abs(head.crown.y - DRAWN.crown * SIDE) / height).toBeLessThan(0.02);
	expect(head.chin.y).toBeCloseTo(DRAWN.chin * SIDE, 1);
	expect(head.eyes.y).toBeCloseTo(DRAWN.eyes * SIDE, 1);
	expect(head.crownCut).toBe(false);
});

describe('unaltered', () => {
	test('every pixel is what a plain resampling of the photo gives, to the bit', async () => {
		const { rgba, placement } = await studio.render(recipe, null);
		const plain = resamplePicture(photo, placement.toPicture, spec.px, colourOfHex('#ffffff'));
		expect(Buffer.compare(Buffer.from(rgba.buffer), Buffer.from(plain.buffer))).toBe(0);
	});

	test('another background leaves the person alone', async () => {
		const kept = await studio.render(recipe, null);
		const replaced = await studio.render({ ...red, mode: 'unaltered' }, null);
		const before = at(kept);
		const after = at(replaced);
		// Forehead, cheeks, mouth, chest.
		for (const [x, y] of [
			[0.5, 0.35],
			[0.42, 0.5],
			[0.58, 0.5],
			[0.5, 0.6],
			[0.5, 0.95],
		])
			expect(after(x, y)).toEqual(before(x, y));
		expect(after(0.03, 0.03)).toEqual([215, 69, 50]);
	});

	test.each([
		['retouch', { ...recipe, retouch: { ...NONE, skin: 0.1 } }],
		[
			'a background that may not be replaced',
			{ ...red, mode: 'unaltered', spec: { ...spec, backgroundMayBeReplaced: false } },
		],
		['a mode that the spec does not have', { ...red, spec: { ...spec, modes: ['unaltered'] } }],
	] as const)('refuses %s', async (_, forbidden) => {
		await expect(studio.render(forbidden as IdRecipe, null)).rejects.toThrow(RangeError);
	});
});

describe('studio', () => {
	test('nothing of the old wall is left at the edge', async () => {
		const wall = { ...red, background: { kind: 'plain', colours: ['#ffffff'] } } as const;
		const { rgba } = await studio.render(wall, null);
		// The wall was blue; skin, brown hair, dark cloth and white are not.
		let blue = 0;
		for (let p = 0; p < rgba.length; p += 4) if (rgba[p + 2] > rgba[p] + 30) blue++;
		expect(blue / (rgba.length / 4)).toBeLessThan(0.002);
	});

	test('what is painted decides', async () => {
		const box = { x: 0, y: 0, width: SIDE, height: SIDE };
		const correction: IdCorrection = {
			box,
			width: 8,
			height: 8,
			data: new Int8Array(64).fill(127),
		};
		const all = await studio.render(red, correction);
		const kept = await studio.render({ ...red, background: recipe.background }, null);
		const [r, , b] = at(all)(0.05, 0.3);
		expect([r, b]).toEqual([at(kept)(0.05, 0.3)[0], at(kept)(0.05, 0.3)[2]]);
		const none = await studio.render(red, { ...correction, data: new Int8Array(64).fill(-127) });
		expect(at(none)(0.5, 0.5)).toEqual([215, 69, 50]);
	});

	test('gradients go from the first colour to the second', async () => {
		const background = { kind: 'vertical', colours: ['#ffffff', '#000080'] } as const;
		const colour = at(await studio.render({ ...red, background }, null));
		expect(colour(0.02, 0.01)[0]).toBeGreaterThan(245);
		expect(colour(0.02, 0.5)[0]).toBeGreaterThan(110);
		expect(colour(0.02, 0.5)[0]).toBeLessThan(145);
	});

	test('light reaches a dark face and moves no edge', async () => {
		const dark = photo.data.map((value, i) => (i % 4 === 3 ? 255 : value * 0.45));
		const other = createIdStudio(createCpuExecutor());
		other.open({ ...photo, data: dark }, subject, null);
		const keep = { ...recipe, mode: 'studio' } as const;
		const before = at(await other.render(keep, null));
		const after = at(await other.render({ ...keep, retouch: { ...NONE, light: 1 } }, null));
		expect(after(0.5, 0.5)[1]).toBeGreaterThan(before(0.5, 0.5)[1] * 1.25);
		expect(after(0.5, 0.5)[0]).toBeGreaterThan(after(0.5, 0.5)[2]);
	});
});

test('what a person moves by hand is on top of the solver', async () => {
	const plain = studio.fit(spec, 'unaltered', null).placement;
	const larger = studio.fit(spec, 'unaltered', { scale: 1.5, x: 0, y: 0, roll: 0 });
	expect(affineScale(larger.placement.toPicture)).toBeCloseTo(
		1.5 * affineScale(plain.toPicture),
		6,
	);
	expect(larger.placement.shortfalls.map(({ rule }) => rule)).toContain('head-height');
	expect(larger.checks.find(({ rule }) => rule === 'head-height')?.verdict).toBe('fail');
});

test('a background of another colour than the authority wants is told, and mended by a new one', async () => {
	const white = { ...recipe, spec: { ...spec, backgrounds: ['#ffffff'] } };
	const verdict = async (asked: IdRecipe) =>
		(await studio.render(asked, null)).checks.find(({ rule }) => rule === 'background-colour')
			?.verdict;
	expect(await verdict(white)).toBe('fail');
	expect(await verdict({ ...white, background: { kind: 'plain', colours: ['#ffffff'] } })).toBe(
		'pass',
	);
});

test('nothing is drawn before a photo is open, or after it was cancelled', async () => {
	const empty = createIdStudio(createCpuExecutor());
	await expect(empty.render(recipe, null)).rejects.toThrow('no photo');
	await expect(studio.render(red, null, { signal: AbortSignal.abort() })).rejects.toThrow();
});
