import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { CpuPlane } from '$lib/compute/kernel';
import { oklabOfSrgb } from '$lib/compute/oklab';
import { drawnPortrait } from '../drawn-portrait';
import { preparePhoto } from './photo-preparation';
import { prepare, prepareComposition } from './prepare';

const SIDE = 128;
const portrait = drawnPortrait(256);
const executor = createCpuExecutor();
const half = [0.5, 0, 0, 0, 0.5, 0] as const;

test('every plane has the size of the picture and finite numbers', async () => {
	const fractions: number[] = [];
	const prepared = await prepare(executor, portrait, half, SIDE, {
		onFraction: (fraction) => fractions.push(fraction),
	});
	for (const [name, plane] of Object.entries(prepared.planes)) {
		expect([plane.width, plane.height], name).toEqual([SIDE, SIDE]);
		expect((plane as CpuPlane).data.every(Number.isFinite), name).toBe(true);
	}
	expect(prepared.interocular).toBeCloseTo(0.21 * SIDE, 3);
	expect(prepared.k).toBeCloseTo(prepared.interocular / 200, 6);
	expect(prepared.skinPixels.reduce((a, b) => a + b, 0)).toBeGreaterThan(500);
	expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
	expect(fractions.at(-1)).toBe(1);
});

test('the matte is the person, and the colours behind it are not the wall', async () => {
	const { planes } = await prepare(executor, portrait, half, SIDE);
	const alpha = (planes.alpha as CpuPlane).data;
	const at = (x: number, y: number) => alpha[Math.floor(y * SIDE) * SIDE + Math.floor(x * SIDE)];
	expect(at(0.47, 0.45)).toBeGreaterThan(0.97);
	expect(at(0.47, 0.9)).toBeGreaterThan(0.97);
	expect(at(0.1, 0.3)).toBe(0);
	// Where hair meets wall the foreground is hair: brown, not blue.
	const lab = (planes.lab as CpuPlane).data;
	let edges = 0;
	for (let i = 0; i < SIDE * SIDE * 0.5; i++) {
		if (alpha[i] < 0.2 || alpha[i] > 0.8) continue;
		expect(lab[3 * i + 2]).toBeGreaterThan(-0.02);
		edges++;
	}
	expect(edges).toBeGreaterThan(20);
});

test('the skin is measured before and after', async () => {
	const { skin, planes, skinPixels } = await prepare(executor, portrait, half, SIDE);
	const expected = oklabOfSrgb([196 / 255, 146 / 255, 120 / 255]);
	expected.forEach((value, c) => expect(skin.median[c]).toBeCloseTo(value, 1));
	const lab = (planes.lab as CpuPlane).data;
	const lightness = [...skinPixels.keys()].filter((i) => skinPixels[i]).map((i) => lab[3 * i]);
	lightness.sort((x, y) => x - y);
	expect(Math.abs(lightness[lightness.length >> 1] - skin.target)).toBeLessThan(0.02);
});

test('a mirrored composition is the mirror image', async () => {
	const photo = await preparePhoto(executor, portrait, SIDE);
	const straight = await prepareComposition(executor, photo, portrait, half, SIDE);
	const flipped = [-0.5, 0, SIDE, 0, 0.5, 0] as const;
	const mirrored = await prepareComposition(executor, photo, portrait, flipped, SIDE);
	for (const name of ['alpha', 'detail', 'skin', 'seam', 'face'] as const) {
		const a = (straight.planes[name] as CpuPlane).data;
		const b = (mirrored.planes[name] as CpuPlane).data;
		let difference = 0;
		a.forEach((value, i) => {
			const x = i % SIDE;
			difference += Math.abs(value - b[i - x + SIDE - 1 - x]);
		});
		expect(difference / a.length, name).toBeLessThan(0.002);
	}
	expect(mirrored.k).toBeCloseTo(straight.k, 6);
});

test('an aborted preparation rejects with the reason', async () => {
	const signal = AbortSignal.abort(new Error('changed my mind'));
	await expect(prepare(executor, portrait, half, SIDE, { signal })).rejects.toThrow(
		'changed my mind',
	);
});
