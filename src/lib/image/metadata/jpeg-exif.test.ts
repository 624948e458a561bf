import sharp from 'sharp';
import { expect, test } from 'vitest';
import { withJpegResolution } from '../print/resolution';
import { addJpegExif } from './jpeg-exif';

test('an independent reader finds resolution and size, and the picture is untouched', async () => {
	const image = sharp({ create: { width: 30, height: 40, channels: 3, background: '#628bce' } });
	const plain = new Uint8Array(await image.jpeg().toBuffer());
	for (const jpeg of [plain, withJpegResolution(plain, 300)]) {
		const file = addJpegExif(jpeg, 350, { width: 30, height: 40 });
		const { exif, format, width, height } = await sharp(file).metadata();
		expect({ format, width, height }).toEqual({ format: 'jpeg', width: 30, height: 40 });
		const view = new DataView(exif!.buffer, exif!.byteOffset + 6, exif!.length - 6);
		expect(view.getUint16(0)).toBe(0x4d4d);
		expect(await sharp(file).raw().toBuffer()).toEqual(await sharp(plain).raw().toBuffer());
	}
	// Without a JFIF header libvips takes the density from Exif.
	const { density } = await sharp(addJpegExif(plain, 350, { width: 30, height: 40 })).metadata();
	expect(density).toBe(350);
});
