import { expect, test } from 'vitest';
import { RuntimeError } from '$lib/domain/runtime';
import { whileHeard } from './silence-watch';

const ignore = (_: number) => {};
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('work that says nothing any more is given up, and its worker with it', async () => {
	const error: unknown = await whileHeard(20, ignore, () => new Promise<never>(() => {})).catch(
		(reason: unknown) => reason,
	);
	expect(error).toBeInstanceOf(RuntimeError);
	expect((error as RuntimeError).poisoned).toBe(true);
});

test('work that tells of itself is waited for, longer than one silence', async () => {
	const told: number[] = [];
	const done = await whileHeard(
		1500,
		(i: number) => void told.push(i),
		async (report) => {
			for (let i = 0; i < 2; i++) {
				await wait(900);
				report(i);
			}
			return 'done';
		},
	);
	expect([done, told]).toEqual(['done', [0, 1]]);
});

test('work that fails says why itself', async () => {
	const work = whileHeard(1500, ignore, () => Promise.reject(new TypeError('no such pack')));
	await expect(work).rejects.toThrow(TypeError);
});
