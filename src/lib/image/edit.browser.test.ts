import type { Photo } from '$lib/domain/photo';
import { describe, expect, test } from 'vitest';
import { applyEdit, defaultCrop, rotatedSize } from './edit';

const WIDTH = 80;
const HEIGHT = 40;
const COLOURS = ['#ff0000', '#00ff00', '#0000ff', '#000000'];

/** 80 x 40 with red, green, blue and black quarters. */
function draw(): Photo {
	const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
	const context = canvas.getContext('2d')!;
	COLOURS.forEach((colour, i) => {
		context.fillStyle = colour;
		context.fillRect((i % 2) * 40, (i >> 1) * 20, 40, 20);
	});
	return {
		id: 'original',
		name: 'quarters.png',
		bitmap: canvas.transferToImageBitmap(),
		width: WIDTH,
		height: HEIGHT,
		source: { type: 'image/png', width: WIDTH, height: HEIGHT, bytes: 1 },
	};
}

function colourAt(photo: Photo, x: number, y: number): string {
	const context = new OffscreenCanvas(photo.width, photo.height).getContext('2d')!;
	context.drawImage(photo.bitmap, 0, 0);
	const rgb = context.getImageData(x, y, 1, 1).data.subarray(0, 3);
	return `#${[...rgb].map((v) => v.toString(16).padStart(2, '0')).join('')}`;
}

describe('applyEdit', () => {
	test.each([
		[0, [0, 1, 2, 3]],
		[90, [2, 0, 3, 1]],
		[180, [3, 2, 1, 0]],
		[-90, [1, 3, 0, 2]],
		[450, [2, 0, 3, 1]],
	])('a turn of %i degrees moves whole pixels', async (rotation, order) => {
		const photo = draw();
		const edited = await applyEdit(photo, { rotation, crop: null });
		const { width: w, height: h } = edited;
		expect([w, h]).toEqual(rotation % 180 === 0 ? [80, 40] : [40, 80]);
		// Right beside the seams: nothing is blurred.
		const found = [
			[w / 2 - 1, h / 2 - 1],
			[w / 2, h / 2 - 1],
			[w / 2 - 1, h / 2],
			[w / 2, h / 2],
		].map(([x, y]) => COLOURS.indexOf(colourAt(edited, x, y)));
		expect(found).toEqual(order);
		expect(edited.id).not.toBe(photo.id);
		expect(photo.bitmap.width).toBe(WIDTH);
	});

	test('a crop is in pixels of the rotated photo', async () => {
		// Turned clockwise, green is the lower right quarter of 40 x 80.
		const crop = { x: 4, y: 44, width: 36, height: 36 };
		const edited = await applyEdit(draw(), { rotation: 90, crop });
		expect([edited.width, edited.height]).toEqual([36, 36]);
		expect(colourAt(edited, 15, 10)).toBe('#000000');
		expect(colourAt(edited, 16, 10)).toBe('#00ff00');
	});

	test.each([-45, -10, 3, 30, 45, 100])(
		'without a crop, %i degrees show no empty corner',
		async (rotation) => {
			const canvas = new OffscreenCanvas(400, 300);
			const context = canvas.getContext('2d')!;
			context.fillStyle = '#123456';
			context.fillRect(0, 0, 400, 300);
			const bitmap = canvas.transferToImageBitmap();
			const photo = { ...draw(), bitmap, width: 400, height: 300 };
			const edited = await applyEdit(photo, { rotation, crop: null });
			const { width: w, height: h } = edited;
			for (const x of [1, w - 2]) {
				for (const y of [1, h - 2]) expect(colourAt(edited, x, y), `${x}, ${y}`).toBe('#123456');
			}
		},
	);

	test('what lies outside is white', async () => {
		const crop = { x: -40, y: 0, width: 80, height: 40 };
		const edited = await applyEdit(draw(), { rotation: 0, crop });
		expect(colourAt(edited, 20, 10)).toBe('#ffffff');
		expect(colourAt(edited, 60, 10)).toBe('#ff0000');
	});

	test('too little is refused', async () => {
		const crop = { x: 0, y: 0, width: 31, height: 40 };
		await expect(applyEdit(draw(), { rotation: 0, crop })).rejects.toMatchObject({
			problem: 'too-small',
		});
	});
});

test('rotatedSize and defaultCrop of a square at 45 degrees', () => {
	const square = { width: 100, height: 100 };
	expect(rotatedSize(square, 45).width).toBeCloseTo(100 * Math.SQRT2, 9);
	const crop = defaultCrop(square, 45);
	expect(crop.width).toBeCloseTo(100 / Math.SQRT2, 9);
	expect(crop.x + crop.width / 2).toBeCloseTo(50 * Math.SQRT2, 9);
});
