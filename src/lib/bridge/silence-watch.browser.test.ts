import { expect, test } from 'vitest';
import { RuntimeError } from '$lib/domain/runtime';
import { SilenceWatch } from './silence-watch';

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

test('work that says nothing any more is given up, and its worker with it', async () => {
	const error: unknown = await new SilenceWatch(20).broken.catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(RuntimeError);
	expect((error as RuntimeError).poisoned).toBe(true);
});

test('work that tells of itself, or has ended, is not', async () => {
	const watch = new SilenceWatch(1500);
	let broken = false;
	watch.broken.catch(() => (broken = true));
	for (let i = 0; i < 2; i++) {
		await wait(900);
		watch.heard();
	}
	watch.end();
	await wait(1700);
	expect(broken).toBe(false);
});
