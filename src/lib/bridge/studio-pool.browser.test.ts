import { afterEach, beforeEach, expect, test } from 'vitest';
import type { StyleId } from '$lib/domain/recipe';
import { drawnPortrait } from '$lib/instant/drawn-portrait';
import { StudioPool, workersOf } from './studio-pool';

const portrait = drawnPortrait(128);
const SIDE = 96;
const recipe = (style: StyleId, seed = 0) => ({ version: 1, style, seed }) as const;

class Watched extends Worker {
	terminated = false;
	override terminate() {
		this.terminated = true;
		super.terminate();
	}
}

const workers: Watched[] = [];
/** Told of every worker that is made. */
let onSpawn: (worker: Watched, index: number) => void;
const spawn = () => {
	const worker = new Watched(new URL('../../workers/studio.ts', import.meta.url), {
		type: 'module',
	});
	workers.push(worker);
	onSpawn(worker, workers.length - 1);
	return worker;
};
let pool: StudioPool;
const makePool = (idleMs?: number) => new StudioPool({ workers: 2, prefer: 'cpu', spawn, idleMs });
beforeEach(() => {
	workers.length = 0;
	onSpawn = () => {};
});
afterEach(() => pool.terminate());

test('the first picture is drawn alone, those after it by two workers, as the one would', async () => {
	pool = makePool();
	await pool.open(portrait);
	expect(pool.hands).toBe(1);
	const first = await pool.render(recipe('poster'), SIDE);
	expect(pool.hands).toBe(2);
	expect(workers).toHaveLength(1);
	const [again, other, third] = await Promise.all([
		pool.render(recipe('engraving'), SIDE),
		pool.render(recipe('poster'), SIDE),
		pool.render(recipe('engraving', 1), SIDE),
	]);
	expect(workers).toHaveLength(2);
	expect(other.cutout).toEqual(first.cutout);
	expect(again.cutout).not.toEqual(third.cutout);
	for (const { picture } of [first, again, other, third]) picture.close();
});

test('a helper follows to the next portrait and goes when nothing is left to draw', async () => {
	pool = makePool(0);
	for (const [i, one] of [portrait, drawnPortrait(112)].entries()) {
		await pool.open(one);
		await pool.render(recipe('poster'), SIDE);
		const [own, helped] = await Promise.all([
			pool.render(recipe('poster', 1), SIDE),
			pool.render(recipe('poster', 1), SIDE),
		]);
		expect(helped.fromPortrait).toEqual(own.fromPortrait);
		expect(helped.cutout).toEqual(own.cutout);
		expect(workers).toHaveLength(2 + i);
		await expect.poll(() => workers.map(({ terminated }) => terminated)).toContain(true);
		expect(workers[0].terminated).toBe(false);
		await expect.poll(() => workers.at(-1)?.terminated).toBe(true);
	}
});

test('an aborted rendering rejects, its neighbour goes on', async () => {
	pool = makePool();
	await pool.open(portrait);
	await pool.render(recipe('poster'), SIDE);
	const controller = new AbortController();
	const own = pool.render(recipe('poster', 1), SIDE);
	const helped = pool.render(recipe('poster', 2), SIDE, { signal: controller.signal });
	controller.abort(new Error('enough'));
	await expect(helped).rejects.toThrow('enough');
	expect((await own).side).toBe(SIDE);
	// And the helper can be asked again.
	const both = [pool.render(recipe('poster', 3), SIDE), pool.render(recipe('poster', 2), SIDE)];
	for (const { side } of await Promise.all(both)) expect(side).toBe(SIDE);
});

test('where helpers break the first worker draws alone', async () => {
	pool = makePool();
	onSpawn = (worker, index) => {
		if (index > 0) queueMicrotask(() => worker.dispatchEvent(new ErrorEvent('error')));
	};
	await pool.open(portrait);
	await pool.render(recipe('poster'), SIDE);
	const both = [pool.render(recipe('poster', 1), SIDE), pool.render(recipe('poster', 2), SIDE)];
	for (const { side } of await Promise.all(both)) expect(side).toBe(SIDE);
	expect(pool.hands).toBe(1);
	expect(workers[0].terminated).toBe(false);
	const made = workers.length;
	await Promise.all([0, 1].map((seed) => pool.render(recipe('engraving', seed), SIDE)));
	expect(workers).toHaveLength(made);
});

test('it warms up in the first worker, and stops when a portrait comes', async () => {
	pool = makePool();
	await pool.warmUp();
	expect(workers).toHaveLength(1);
	pool.terminate();
	pool = makePool();
	const warmUp = pool.warmUp();
	await pool.open(portrait);
	await warmUp;
	expect((await pool.render(recipe('poster'), SIDE)).side).toBe(SIDE);
	expect(workers).toHaveLength(2);
});

test.each([
	[{ hardwareConcurrency: 1, deviceMemory: 8 }, 1],
	[{ hardwareConcurrency: 2, deviceMemory: 8 }, 2],
	[{ hardwareConcurrency: 4, deviceMemory: 8 }, 3],
	[{ hardwareConcurrency: 16, deviceMemory: 8 }, 4],
	[{ hardwareConcurrency: 8, deviceMemory: 1 }, 1],
	[{ hardwareConcurrency: 8 }, 2],
])('%o has room for %i', (device, count) => expect(workersOf(device)).toBe(count));
