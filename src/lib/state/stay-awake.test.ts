import { expect, test } from 'vitest';
import { StayAwake } from './stay-awake';

function device() {
	const page = Object.assign(new EventTarget(), {
		visibilityState: 'visible' as DocumentVisibilityState,
	});
	const held = new Set<object>();
	const screen = {
		request: () => {
			const lock = { release: () => Promise.resolve(void held.delete(lock)) };
			held.add(lock);
			return Promise.resolve(lock);
		},
	};
	return { page, held, screen, awake: new StayAwake(screen, page) };
}

const settled = () => new Promise((resolve) => setTimeout(resolve));

test('the screen stays on until the last work has ended, well or badly', async () => {
	const { awake, held } = device();
	let endFirst = () => {};
	const first = awake.during(() => new Promise<void>((resolve) => (endFirst = resolve)));
	await expect(awake.during(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
	expect(held.size).toBe(1);
	endFirst();
	await first;
	await settled();
	expect(held.size).toBe(0);
});

test('it is asked for again when the page is seen again', async () => {
	const { awake, held, page } = device();
	let end = () => {};
	const work = awake.during(() => new Promise<void>((resolve) => (end = resolve)));
	// The browser takes it back with the page.
	held.clear();
	page.visibilityState = 'hidden';
	page.dispatchEvent(new Event('visibilitychange'));
	expect(held.size).toBe(0);
	page.visibilityState = 'visible';
	page.dispatchEvent(new Event('visibilitychange'));
	expect(held.size).toBe(1);
	end();
	await work;
	await settled();
	expect(held.size).toBe(0);
	page.dispatchEvent(new Event('visibilitychange'));
	expect(held.size).toBe(0);
});

test('work is done where the browser cannot or will not', async () => {
	const { page } = device();
	const refusing = { request: () => Promise.reject(new DOMException('low', 'NotAllowedError')) };
	expect(await new StayAwake(undefined, page).during(() => Promise.resolve(1))).toBe(1);
	expect(await new StayAwake(refusing, page).during(() => Promise.resolve(2))).toBe(2);
});
