import sharp from 'sharp';
import { expect, test } from 'vitest';
import { byteRange, writeIdFile, type Encode } from './id-file';

/** An encoder that is not the browser's. */
const encode: Encode = async ({ width, height, data }, format, quality = 0.9) => {
	const image = sharp(Buffer.from(data.buffer), { raw: { width, height, channels: 4 } });
	const file = format === 'png' ? image.png() : image.jpeg({ quality: Math.round(100 * quality) });
	return new Blob([new Uint8Array(await file.toBuffer())], { type: `image/${format}` });
};

function portrait(width: number, height: number) {
	const data = new Uint8ClampedArray(4 * width * height);
	for (let p = 0; p < width * height; p++) {
		const [x, y] = [p % width, Math.floor(p / width)];
		const head = ((x / width - 0.5) / 0.3) ** 2 + ((y / height - 0.45) / 0.33) ** 2 < 1;
		const grain = ((x * 7919 + y * 104729) % 17) - 8;
		data.set(head ? [200 + grain, 150 + grain, 120, 255] : [98, 139, 206, 255], 4 * p);
	}
	return { width, height, data };
}

const spec = (dpi: number, least: number | null, most: number | null) => ({
	dpi,
	file: { formats: ['jpeg', 'png'] as const, kB: { least, most } },
});

test.each([
	['identity card', 358, 441, 350, 14, 20],
	['one inch', 295, 413, 300, null, null],
	['US visa', 600, 600, 300, null, 240],
	['licence', 260, 378, 300, 14, 30],
] as const)('%s: pixels, resolution and kilobytes are exact', async (_, w, h, dpi, least, most) => {
	const options = { format: 'jpeg', mode: 'unaltered', encode } as const;
	const { file, within } = await writeIdFile(portrait(w, h), spec(dpi, least, most), options);
	expect(within).toBe(true);
	// Whatever the office calls a kilobyte.
	for (const kilobyte of [1000, 1024]) {
		expect(file.size).toBeGreaterThanOrEqual((least ?? 0) * kilobyte);
		expect(file.size).toBeLessThanOrEqual((most ?? Infinity) * kilobyte);
	}
	const bytes = Buffer.from(await file.arrayBuffer());
	const { width, height, density, space, xmp } = await sharp(bytes).metadata();
	expect({ width, height, density, space }).toEqual({
		width: w,
		height: h,
		density: dpi,
		space: 'srgb',
	});
	expect(xmp).toBeUndefined();
});

test('a PNG says its resolution and when its size cannot be', async () => {
	const options = { format: 'png', mode: 'studio', encode } as const;
	const { file, within } = await writeIdFile(portrait(295, 413), spec(300, null, 1), options);
	expect(within).toBe(false);
	const { density, format } = await sharp(Buffer.from(await file.arrayBuffer())).metadata();
	expect({ density, format }).toEqual({ density: 300, format: 'png' });
	expect(await file.text()).toContain('algorithmicallyEnhanced');
});

test('a changed picture says so, within the limit', async () => {
	const options = { format: 'jpeg', mode: 'studio', encode } as const;
	const { file } = await writeIdFile(portrait(358, 441), spec(350, 14, 20), options);
	const { xmp } = await sharp(Buffer.from(await file.arrayBuffer())).metadata();
	expect(xmp!.toString()).toContain('algorithmicallyEnhanced');
	expect(file.size).toBeLessThanOrEqual(20_000);
});

test('kilobytes of 1000 and of 1024 bytes', () => {
	expect(byteRange(spec(300, 14, 20))).toEqual({ least: 14_336, most: 20_000 });
	expect(byteRange(spec(300, 50, 51))).toEqual({ least: 50_000, most: 51_000 });
	expect(byteRange(spec(300, null, 240))).toEqual({ least: null, most: 240_000 });
});
