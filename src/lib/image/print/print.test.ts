import sharp from 'sharp';
import { expect, test } from 'vitest';
import { cropMarks, layoutSheet, type SheetRequest } from './layout';
import { PAPERS, pixelsOf, POINTS_PER_MM } from './paper';
import { sheetsToPdf } from './pdf';
import { sheetToPixels } from './raster';
import { withJpegResolution, withPngResolution } from './resolution';

const CARDS: SheetRequest = {
	paper: PAPERS.a4,
	mayTurn: false,
	item: { width: 54, height: 86 },
	gap: 4,
	margin: 5,
};

test('as many as fit, in the middle, none outside the margin, none over another', () => {
	for (const paper of Object.values(PAPERS)) {
		const { places, columns, rows } = layoutSheet({
			...CARDS,
			paper,
			item: { width: 25, height: 35 },
		});
		expect(places).toHaveLength(columns * rows);
		const left = Math.min(...places.map(({ x }) => x));
		const right = Math.max(...places.map(({ x }) => x + 25));
		const top = Math.min(...places.map(({ y }) => y));
		const bottom = Math.max(...places.map(({ y }) => y + 35));
		expect(left).toBeGreaterThanOrEqual(5);
		expect(top).toBeGreaterThanOrEqual(5);
		expect(left).toBeCloseTo(paper.width - right);
		expect(top).toBeCloseTo(paper.height - bottom);
		// One more would not fit.
		expect(right - left + 25 + 4).toBeGreaterThan(paper.width - 10);
		expect(bottom - top + 35 + 4).toBeGreaterThan(paper.height - 10);
		for (const [i, a] of places.entries()) {
			for (const b of places.slice(0, i)) {
				expect(Math.abs(a.x - b.x) >= 29 - 1e-9 || Math.abs(a.y - b.y) >= 39 - 1e-9).toBe(true);
			}
		}
	}
});

test('a sheet is turned when more pieces fit, and only when it may be', () => {
	const request = { ...CARDS, item: { width: 86, height: 54 }, gap: 0, margin: 3 };
	const upright = layoutSheet({ ...request, paper: PAPERS.photo4x6 });
	const turned = layoutSheet({ ...request, paper: { width: 93, height: 181 }, mayTurn: true });
	expect(upright.paper.width).toBe(101.6);
	expect(turned.paper).toEqual({ width: 93, height: 181 }); // three in a column beat two in a row
	const wide = layoutSheet({ ...request, paper: { width: 120, height: 178 }, mayTurn: true });
	expect([wide.paper.width, wide.columns, wide.rows]).toEqual([178, 2, 2]);
});

test('lengths that fit exactly fit', () => {
	const exact = { ...CARDS, paper: { width: 100, height: 50 }, item: { width: 30, height: 40 } };
	expect(layoutSheet({ ...exact, gap: 0, margin: 5 }).places).toHaveLength(3);
	expect(layoutSheet({ ...exact, gap: 0.1, margin: 5 }).places).toHaveLength(2);
});

test('what does not fit is refused', () => {
	expect(() => layoutSheet({ ...CARDS, item: { width: 300, height: 20 } })).toThrow(RangeError);
	expect(() => layoutSheet({ ...CARDS, item: { width: 0, height: 20 } })).toThrow(RangeError);
	expect(() => layoutSheet({ ...CARDS, grid: { columns: 4, rows: 3 } })).toThrow(RangeError);
	expect(() => layoutSheet({ ...CARDS, gap: -1 })).toThrow(RangeError);
});

test('crop marks stand at every edge and touch no piece', () => {
	const layout = layoutSheet({ ...CARDS, count: 5 });
	const marks = cropMarks(layout);
	expect(marks.filter(({ x1, x2 }) => x1 === x2)).toHaveLength(layout.columns * 2 * 2);
	expect(marks.filter(({ y1, y2 }) => y1 === y2)).toHaveLength(layout.rows * 2 * 2);
	for (const { x1, y1, x2, y2 } of marks) {
		for (const { x, y, width, height } of layout.places) {
			const over = x2 > x && x1 < x + width && y2 > y && y1 < y + height;
			expect(over).toBe(false);
		}
	}
	const shared = cropMarks(layoutSheet({ ...CARDS, gap: 0 }));
	expect(shared.filter(({ x1, x2 }) => x1 === x2)).toHaveLength((3 + 1) * 2);
});

async function png(red: number): Promise<Uint8Array> {
	const background = { r: red, g: 10, b: 10 };
	return new Uint8Array(
		await sharp({ create: { width: 54, height: 86, channels: 3, background } })
			.png()
			.toBuffer(),
	);
}

test('a PDF has pages and pieces of true size, and a picture that repeats is in it once', async () => {
	const { PDFDocument, PDFRawStream } = await import('@cantoo/pdf-lib');
	const layout = layoutSheet({ ...CARDS, paper: PAPERS.letter, count: 6 });
	const [a, b] = [await png(200), await png(40)];
	const sheet = { layout, pictures: [a, b, a, a, a, a], marks: cropMarks(layout) };
	const file = await sheetsToPdf([sheet, sheet], 'Cards');
	const pdf = await PDFDocument.load(await file.arrayBuffer());
	expect(pdf.getPages().map((page) => page.getSize())).toEqual(
		[
			{ width: 612, height: 792 },
			{ width: 612, height: 792 },
		].map(({ width, height }) => ({
			width: expect.closeTo(width),
			height: expect.closeTo(height),
		})),
	);
	const streams = pdf.context.enumerateIndirectObjects().map(([, object]) => object);
	const images = streams.filter(
		(object) => object instanceof PDFRawStream && String(object.dict).includes('/Subtype /Image'),
	);
	expect(images).toHaveLength(2);
	// Placed by a matrix of the piece's points.
	const { decodePDFRawStream } = await import('@cantoo/pdf-lib');
	const contents = streams
		.filter((object) => object instanceof PDFRawStream && !images.includes(object))
		.map((object) => {
			try {
				return new TextDecoder().decode(decodePDFRawStream(object as never).decode());
			} catch {
				return '';
			}
		})
		.join('\n');
	const width = (54 * POINTS_PER_MM).toFixed(3);
	expect(contents).toContain(width.slice(0, 6));
	await expect(sheetsToPdf([{ ...sheet, pictures: [a] }], 'Cards')).rejects.toThrow(RangeError);
});

test('pixels: pieces where the layout says, marks between, white elsewhere', () => {
	const layout = layoutSheet({ ...CARDS, paper: PAPERS.photo4x6, item: { width: 30, height: 30 } });
	const picture = { width: 8, height: 8, data: new Uint8ClampedArray(8 * 8 * 4).fill(255) };
	for (let i = 0; i < picture.data.length; i += 4) picture.data[i + 1] = 0;
	const dpi = 100;
	const sheet = sheetToPixels(
		layout,
		layout.places.map(() => picture),
		cropMarks(layout),
		dpi,
	);
	expect([sheet.width, sheet.height]).toEqual([400, 600]);
	const green = (x: number, y: number) =>
		sheet.data[4 * (pixelsOf(y, dpi) * sheet.width + pixelsOf(x, dpi)) + 1];
	for (const { x, y } of layout.places) {
		expect(green(x + 1, y + 1)).toBe(0);
		expect(green(x + 29, y + 29)).toBe(0);
		expect(green(x + 32, y + 15)).toBe(255);
	}
	let grey = 0;
	for (let i = 0; i < sheet.data.length; i += 4) if (sheet.data[i] === 110) grey++;
	expect(grey).toBeGreaterThan(100);
});

test('files say their resolution, once', async () => {
	const once = withPngResolution(await png(200), 300);
	const twice = withPngResolution(once, 600);
	expect((await sharp(once).metadata()).density).toBe(300);
	expect((await sharp(twice).metadata()).density).toBe(600);
	expect(twice.length).toBe(once.length);
	const jpeg = await sharp(await png(90))
		.jpeg()
		.toBuffer();
	const withHeader = withJpegResolution(jpeg, 300);
	expect((await sharp(withHeader).metadata()).density).toBe(300);
	const replaced = withJpegResolution(withHeader, 350);
	expect(await sharp(replaced).metadata()).toMatchObject({ density: 350, format: 'jpeg' });
	expect(replaced.length).toBe(withHeader.length);
	expect(() => withJpegResolution(once, 300)).toThrow(TypeError);
});
