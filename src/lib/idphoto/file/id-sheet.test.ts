import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { PAPERS } from '$lib/image/print/paper';
import type { Encode } from './id-file';
import { writeIdSheet, type SheetOptions } from './id-sheet';

const encode: Encode = async ({ width, height, data }) => {
	const image = sharp(Buffer.from(data.buffer), { raw: { width, height, channels: 4 } });
	return new Blob([new Uint8Array(await image.removeAlpha().jpeg().toBuffer())]);
};
const plain = (width: number, height: number, rgb: readonly number[]) => {
	const data = new Uint8ClampedArray(4 * width * height);
	for (let p = 0; p < data.length; p += 4) data.set([...rgb, 255], p);
	return { width, height, data };
};
const ITEMS = [
	{ pixels: plain(295, 413, [98, 139, 206]), mm: { width: 25, height: 35 } },
	{ pixels: plain(413, 579, [215, 69, 50]), mm: { width: 35, height: 49 }, count: 2 },
];
const options: SheetOptions = {
	paper: PAPERS.photo6cun,
	gap: 2,
	margin: 3,
	cutLines: true,
	format: 'jpeg',
	dpi: 300,
	title: 'ID photos',
};

test('a sheet for a photo shop has the paper’s pixels and both sizes', async () => {
	const { file, laid, left } = await writeIdSheet(ITEMS, options, encode);
	expect(laid[1]).toBe(2);
	expect(laid[0]).toBeGreaterThanOrEqual(6);
	expect(left).toEqual([0, 0]);
	const image = sharp(Buffer.from(await file.arrayBuffer()));
	const { width, height, density } = await image.metadata();
	expect([width, height].sort()).toEqual([1205, 1795]);
	expect(density).toBe(300);
	const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
	const near = (rgb: readonly number[]) => {
		let count = 0;
		for (let p = 0; p < data.length; p += info.channels) {
			if (rgb.every((value, c) => Math.abs(data[p + c] - value) < 12)) count++;
		}
		return count;
	};
	expect(near([215, 69, 50]) / (2 * 413 * 579)).toBeCloseTo(1, 1);
	expect(near([98, 139, 206]) / (laid[0] * 295 * 413)).toBeCloseTo(1, 1);
});

test('a PDF is a page of true size', async () => {
	const { file } = await writeIdSheet(
		ITEMS,
		{ ...options, paper: PAPERS.a4, format: 'pdf' },
		encode,
	);
	const pdf = await PDFDocument.load(await file.arrayBuffer());
	const { width, height } = pdf.getPage(0).getSize();
	expect([width, height].map((points) => (points / 72) * 25.4).sort()).toEqual([
		expect.closeTo(210, 3),
		expect.closeTo(297, 3),
	]);
});

test('a photo that is larger than the paper is refused', async () => {
	const large = [{ ...ITEMS[0], mm: { width: 400, height: 500 } }];
	await expect(writeIdSheet(large, options, encode)).rejects.toThrow('not one photo fits');
});
