import { afterAll, expect, test } from 'vitest';
import { IdPhotoClient } from '$lib/bridge/id-photo-client';
import type { IdRecipe } from '$lib/domain/id-photo';
import { DRAWN, drawnSubject } from '../../tests/unit/idphoto/drawn-subject';

const SIDE = 256;
const client = new IdPhotoClient();
afterAll(() => client.close());

async function openDrawn() {
	const { photo, subject } = drawnSubject(SIDE);
	const data = new Uint8ClampedArray(photo.data);
	const bitmap = await createImageBitmap(new ImageData(data, SIDE, SIDE));
	return { bitmap, head: await client.open(bitmap, subject) };
}

test('specs and custom sizes need no photo', async () => {
	expect((await client.specs()).length).toBeGreaterThanOrEqual(45);
	const custom = await client.customSpec({
		name: 'Card',
		mm: { width: 30, height: 40 },
		px: null,
		dpi: 300,
		head: null,
		background: '#ffffff',
		kB: { least: null, most: null },
	});
	expect(custom.spec?.px).toEqual({ width: 354, height: 472 });
});

test('a photo becomes an ID photo in the worker, and the bitmap stays ours', async () => {
	const { bitmap, head } = await openDrawn();
	expect(bitmap.width).toBe(SIDE);
	expect(Math.abs(head.crown.y - DRAWN.crown * SIDE)).toBeLessThan(6);
	const spec = (await client.specs()).find(({ id }) => id === 'cn-1-inch')!;
	const { placement, checks } = await client.fit(spec, 'studio');
	expect(placement).toMatchObject({ width: 295, height: 413 });
	expect(checks.length).toBeGreaterThan(15);
	const recipe: IdRecipe = {
		version: 1,
		kind: 'id-photo',
		spec,
		mode: 'studio',
		background: { kind: 'plain', colours: ['#d74532'] },
		retouch: { light: 0, colour: 0, skin: 0 },
	};
	const fractions: number[] = [];
	const picture = await client.render(recipe, null, {
		onProgress: ({ fraction }) => void fractions.push(fraction),
	});
	expect(picture.rgba.length).toBe(295 * 413 * 4);
	expect([...picture.rgba.subarray(0, 4)]).toEqual([215, 69, 50, 255]);
	expect(fractions.at(-1)).toBe(1);
	const matte = await client.matte();
	expect(matte.alpha.length).toBe(matte.width * matte.height);
	// What a mode forbids arrives as what it was thrown as.
	const forbidden = { ...recipe, mode: 'unaltered', spec: { ...spec, modes: ['studio'] } } as const;
	await expect(client.render(forbidden)).rejects.toThrow(RangeError);
	bitmap.close();
});

test('a render that is cancelled rejects at once', async () => {
	const { bitmap } = await openDrawn();
	const controller = new AbortController();
	const running = client.matte(null, { signal: controller.signal });
	controller.abort();
	await expect(running).rejects.toThrow();
	bitmap.close();
});
