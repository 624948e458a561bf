import { expect, test } from 'vitest';
import { createCpuExecutor } from '$lib/compute/cpu-executor';
import type { Progress } from '$lib/domain/progress';
import { drawnPortrait } from './drawn-portrait';
import { createStudio } from './studio';

const recipe = { version: 1, style: 'poster', seed: 0 } as const;

test('a picture with its cutout, its place, and progress that never falls', async () => {
	const studio = createStudio(createCpuExecutor());
	studio.open(drawnPortrait(128));
	const reports: Progress[] = [];
	const drawn = await studio.render(recipe, 64, { onProgress: (report) => reports.push(report) });
	expect([drawn.picture.width, drawn.picture.channels]).toEqual([64, 3]);
	expect([drawn.cutout.width, drawn.cutout.channels]).toEqual([64, 1]);
	expect(drawn.picture.data.every((v) => Number.isFinite(v))).toBe(true);
	const fractions = reports.map(({ fraction }) => fraction);
	expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
	expect(reports.map(({ stage }) => stage)).toContain('prepare');
	const again = await studio.render(recipe, 64);
	expect(again.picture.data).toEqual(drawn.picture.data);
	studio.dispose();
});

test('without a portrait it refuses, aborted it rejects', async () => {
	const studio = createStudio(createCpuExecutor());
	await expect(studio.render(recipe, 64)).rejects.toThrow('no portrait');
	studio.open(drawnPortrait(128));
	const controller = new AbortController();
	const rendering = studio.render(recipe, 64, {
		signal: controller.signal,
		onProgress: () => controller.abort(),
	});
	await expect(rendering).rejects.toThrow(/abort/i);
	expect((await studio.render(recipe, 64)).picture.width).toBe(64);
});

test('follows a person: new colours in the matte of before, and nothing of it is left after opening again', async () => {
	const executor = createCpuExecutor();
	const studio = createStudio(executor);
	const first = drawnPortrait(128);
	const brighter = { ...first, rgba: first.rgba.map((v, i) => (i % 4 === 3 ? v : 0.6 * v + 90)) };
	studio.open(first);
	const before = await studio.render(recipe, 64);
	const held = executor.bytes;
	// 1. A frame that is the same gives the same matte, and another picture only where light differs.
	studio.follow(brighter);
	const followed = await studio.render(recipe, 64);
	expect(followed.cutout.data).toEqual(before.cutout.data);
	expect(followed.picture.data).not.toEqual(before.picture.data);
	expect(await studio.render(recipe, 64)).toEqual(followed);
	// 2. Following costs no memory, and opening forgets it.
	expect(executor.bytes).toBe(held);
	studio.open(first);
	expect((await studio.render(recipe, 64)).picture.data).toEqual(before.picture.data);
	studio.dispose();
});
