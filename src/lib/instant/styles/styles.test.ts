import { describe, expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import { STYLE_IDS, VARIANTS } from '$lib/domain/recipe';
import { drawnPortrait } from '../drawn-portrait';
import { prepare } from '../prepare/prepare';
import type { DrawContext } from '../style';
import { STYLES } from '.';

const SIDE = 96;
const executor = createCpuExecutor();
const portrait = drawnPortrait(192);
const half = [SIDE / 192, 0, 0, 0, SIDE / 192, 0] as const;
const prepared = await prepare(executor, portrait, half, SIDE);

async function draw(style: (typeof STYLE_IDS)[number], seed: number, extra?: Partial<DrawContext>) {
	const context = { executor, prepared, seed, tuning: {}, onFraction: () => {}, ...extra };
	const drawing = await STYLES[style].draw(context);
	return {
		picture: await executor.download(drawing.picture),
		cutout: await executor.download(drawing.cutout),
	};
}

const difference = (a: Float32Array, b: Float32Array) =>
	a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;

describe.each(STYLE_IDS)('%s', (style) => {
	test('is the style it says', () => expect(STYLES[style].id).toBe(style));

	test('a seed gives the same picture again, in 0..1 and not blank', async () => {
		const [one, two] = [await draw(style, 2), await draw(style, 2)];
		expect(two.picture.data).toEqual(one.picture.data);
		expect(two.cutout.data).toEqual(one.cutout.data);
		expect(one.picture).toMatchObject({ width: SIDE, height: SIDE, channels: 3 });
		expect(one.picture.data.every((v) => v >= 0 && v <= 1)).toBe(true);
		const mean = one.picture.data.reduce((a, b) => a + b, 0) / one.picture.data.length;
		const flat = one.picture.data.map(() => mean);
		expect(difference(one.picture.data, flat)).toBeGreaterThan(0.05);
	});

	test('seeds differ, later ones as well', async () => {
		const pictures = [];
		for (const seed of [0, 1, 2, 3, 4, 2 ** 31 - 1]) {
			pictures.push((await draw(style, seed)).picture.data);
		}
		for (let i = 0; i < pictures.length; i++) {
			for (let j = 0; j < i; j++) {
				const least = i < VARIANTS ? 0.02 : 0.005;
				const apart = difference(pictures[i], pictures[j]);
				expect(apart, `pictures ${j} and ${i}`).toBeGreaterThan(least);
			}
		}
	});

	test('the cutout is the person: all of the face, nothing of the corners', async () => {
		const { cutout } = await draw(style, 1);
		expect(cutout).toMatchObject({ width: SIDE, height: SIDE, channels: 1 });
		expect(cutout.data.every((v) => v >= 0 && v <= 1)).toBe(true);
		const face = await executor.download(prepared.planes.face);
		const covered = face.data.reduce((sum, f, i) => sum + f * cutout.data[i], 0);
		expect(covered / face.data.reduce((a, b) => a + b, 0)).toBeGreaterThan(0.97);
		for (const corner of [0, SIDE - 1]) expect(cutout.data[corner]).toBeLessThan(0.01);
	});

	test('tells how far it is and stops when aborted', async () => {
		const fractions: number[] = [];
		await draw(style, 0, { onFraction: (fraction) => fractions.push(fraction) });
		expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
		expect(fractions.at(-1)).toBe(1);
		const controller = new AbortController();
		const aborted = draw(style, 0, {
			signal: controller.signal,
			onFraction: (fraction) => fraction > 0.1 && controller.abort(new Error('enough')),
		});
		await expect(aborted).rejects.toThrow('enough');
	});
});
