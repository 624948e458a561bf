import { expect, test } from 'vitest';
import { cutFrames, mixSheet, type MixedSheet } from './mixed';
import { PAPERS } from './paper';
import { sheetToPixels } from './raster';

const ONE_INCH = { width: 25, height: 35 };
const TWO_INCH = { width: 35, height: 49 };
const options = { gap: 2, margin: 3, mayTurn: true };

function expectSound({ paper, places }: MixedSheet) {
	for (const [i, a] of places.entries()) {
		expect(Math.min(a.x, a.y)).toBeGreaterThanOrEqual(3 - 1e-9);
		expect(a.x + a.width).toBeLessThanOrEqual(paper.width - 3 + 1e-9);
		expect(a.y + a.height).toBeLessThanOrEqual(paper.height - 3 + 1e-9);
		for (const b of places.slice(0, i)) {
			const beside = a.x >= b.x + b.width + 2 - 1e-9 || b.x >= a.x + a.width + 2 - 1e-9;
			const below = a.y >= b.y + b.height + 2 - 1e-9 || b.y >= a.y + a.height + 2 - 1e-9;
			expect(beside || below).toBe(true);
		}
	}
}

test('a 6-inch sheet of one-inch photos, and of both sizes', () => {
	const alone = mixSheet(PAPERS.photo4x6, [{ item: ONE_INCH }], options);
	expect(alone.places).toHaveLength(12); // three across, four down
	expectSound(alone);
	const both = mixSheet(
		PAPERS.photo4x6,
		[{ item: ONE_INCH }, { item: TWO_INCH, count: 3 }],
		options,
	);
	expect(both.batchOf.filter((batch) => batch === 1)).toHaveLength(3);
	expect(both.batchOf.filter((batch) => batch === 0).length).toBeGreaterThanOrEqual(4);
	expect(both.left).toEqual([0, 0]);
	expectSound(both);
});

test('any mix is sound, and what found no room is told', () => {
	for (const paper of Object.values(PAPERS)) {
		for (let n = 0; n < 12; n++) {
			const batches = [
				{ item: ONE_INCH, count: n },
				{ item: { width: 51, height: 51 }, count: n % 3 },
				{ item: TWO_INCH, count: (5 * n) % 7 },
			];
			const sheet = mixSheet(paper, batches, options);
			expectSound(sheet);
			const laid = [0, 1, 2].map((batch) => sheet.batchOf.filter((b) => b === batch).length);
			expect(laid.map((count, i) => count + sheet.left[i])).toEqual(batches.map((b) => b.count));
		}
	}
	const huge = mixSheet(PAPERS.photo3r, [{ item: { width: 300, height: 300 }, count: 2 }], options);
	expect(huge).toMatchObject({ places: [], left: [2] });
	expect(() => mixSheet(PAPERS.a4, [{ item: ONE_INCH, count: 1.5 }], options)).toThrow(RangeError);
});

test('pictures of both sizes land where the sheet says, and no frame touches them', () => {
	const sheet = mixSheet(
		{ width: 70, height: 60 },
		[
			{ item: { width: 20, height: 30 }, count: 1 },
			{ item: { width: 30, height: 40 }, count: 1 },
		],
		{ ...options, mayTurn: false },
	);
	const plain = (value: number) => ({
		width: 40,
		height: 60,
		data: new Uint8ClampedArray(4 * 40 * 60).fill(value).map((v, i) => (i % 4 === 3 ? 255 : v)),
	});
	const colours = [40, 200];
	const pictures = sheet.batchOf.map((batch) => plain(colours[batch]));
	const { data, width } = sheetToPixels(sheet, pictures, cutFrames(sheet, 0.5), 254);
	for (const [i, { x, y, width: w, height: h }] of sheet.places.entries()) {
		for (const [px, py] of [
			[x + 0.1, y + 0.1],
			[x + w - 0.2, y + h - 0.2],
		]) {
			const at = 4 * (Math.floor(10 * py) * width + Math.floor(10 * px));
			expect(data[at]).toBe(colours[sheet.batchOf[i]]);
		}
	}
});
