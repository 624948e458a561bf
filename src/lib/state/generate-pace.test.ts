import { expect, test } from 'vitest';
import { MemoryStore } from '$lib/storage/memory';
import { GeneratePace } from './generate-pace';

test('nothing is promised before a picture was drawn, and what was measured is remembered', async () => {
	const store = new MemoryStore('unavailable');
	const pace = await GeneratePace.of(store, 'studio');
	expect(pace.seconds([{ pixels: 512 * 512, steps: 4 }])).toBeNull();
	await pace.note(512 * 512, 4, 8000);
	await pace.note(512 * 512, 4, 8000);
	await pace.note(512 * 512, 4, 80_000); // the first time another page was busy
	const again = await GeneratePace.of(store, 'studio');
	expect(again.seconds([{ pixels: 512 * 512, steps: 4 }])).toBeCloseTo(8);
	// A quarter of the pixels, a quarter of the time, until it was measured.
	expect(again.seconds([{ pixels: 256 * 256, steps: 4 }])).toBeCloseTo(2);
	await again.note(256 * 256, 2, 3000);
	expect(again.seconds([{ pixels: 256 * 256, steps: 4 }])).toBeCloseTo(6);
});

test('packs are told apart, also where one name begins with the other', async () => {
	const store = new MemoryStore('unavailable');
	await (await GeneratePace.of(store, 'studio-light')).note(65_536, 1, 500);
	expect((await GeneratePace.of(store, 'studio')).stepAt(65_536)).toBeNull();
});
