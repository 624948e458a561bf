import { MAX_WORKING_SIDE, PhotoError, type Photo } from '$lib/domain/photo';
import { commands } from 'vitest/browser';
import { describe, expect, test } from 'vitest';
import { decodePhoto } from './decode';
import { readHeader } from './header/sniff';

type Rgb = readonly [number, number, number];
const RED: Rgb = [255, 0, 0];
const GREEN: Rgb = [0, 255, 0];
const BLUE: Rgb = [0, 0, 255];
const WHITE: Rgb = [255, 255, 255];
const STORED = [RED, GREEN, BLUE, WHITE];

/** Where the stored quarters (0 red, 1 green, 2 blue, 3 white) stand once upright, for orientation 1-8. */
const TURNED = [
	[0, 1, 2, 3],
	[1, 0, 3, 2],
	[3, 2, 1, 0],
	[2, 3, 0, 1],
	[0, 2, 1, 3],
	[2, 0, 3, 1],
	[3, 1, 2, 0],
	[1, 3, 0, 2],
];

async function fixture(name: string): Promise<Blob> {
	const response = await fetch(`/tests/fixtures/images/${name}`);
	if (!response.ok) throw new Error(`${name}: ${response.status}`);
	return response.blob();
}

/** The colours in the middle of the four quarters: top left, top right, bottom left, bottom right. */
function quartersOf({ bitmap, width, height }: Photo): Rgb[] {
	expect([bitmap.width, bitmap.height]).toEqual([width, height]);
	const context = new OffscreenCanvas(width, height).getContext('2d')!;
	context.drawImage(bitmap, 0, 0);
	return [
		[0.25, 0.25],
		[0.75, 0.25],
		[0.25, 0.75],
		[0.75, 0.75],
	].map(([x, y]) => {
		const [r, g, b, a] = context.getImageData(x * width, y * height, 1, 1).data;
		expect(a).toBe(255);
		return [r, g, b];
	});
}

function expectColours(actual: readonly Rgb[], expected: readonly Rgb[], tolerance: number) {
	const error = Math.max(...actual.flat().map((v, i) => Math.abs(v - expected.flat()[i])));
	expect(error, JSON.stringify(actual)).toBeLessThanOrEqual(tolerance);
}

async function problemOf(decoding: Promise<Photo>): Promise<string> {
	try {
		await decoding;
	} catch (error) {
		if (error instanceof PhotoError) return error.problem;
		throw error;
	}
	return 'none';
}

describe('every format', () => {
	test.each([
		['quarters.jpg', 'image/jpeg', 6],
		['quarters.avif', 'image/avif', 12],
		['quarters.heic', 'image/heic', 24],
		['animated.gif', 'image/gif', 2],
	])('%s', async (name, type, tolerance) => {
		const photo = await decodePhoto(await fixture(name), name);
		expect(photo.name).toBe(name);
		expect(photo.source).toMatchObject({ type, width: 64, height: 48 });
		expectColours(quartersOf(photo), STORED, tolerance);
	});

	test('cmyk.jpg', async () => {
		const photo = await decodePhoto(await fixture('cmyk.jpg'), 'cmyk.jpg');
		const drawn: Rgb[] = [[180, 90, 80], [110, 150, 90], [90, 100, 150], WHITE];
		expectColours(quartersOf(photo), drawn, 80); // without a profile, ink has no one true colour
	});

	test.each(['p3.png', 'p3.jpg'])('%s is converted from Display P3 to sRGB', async (name) => {
		const photo = await decodePhoto(await fixture(name), name);
		expectColours(quartersOf(photo), STORED, 8);
	});

	test('p3.heic: libheif is told about the wide gamut', async () => {
		const plain = quartersOf(await decodePhoto(await fixture('quarters.heic'), 'a'));
		const wide = quartersOf(await decodePhoto(await fixture('p3.heic'), 'b'));
		// Display P3's green (0, 1, 0) lies outside sRGB: blue and red clip to 0, and a dull red grows.
		expectColours([plain[3]], [wide[3]], 2);
		expect(wide[0][1]).toBeLessThanOrEqual(plain[0][1]);
		expect(wide.flat()).not.toEqual(plain.flat());
	});

	test('the name and the MIME type are not believed', async () => {
		const jpeg = await fixture('quarters.jpg');
		const photo = await decodePhoto(new Blob([jpeg], { type: 'image/png' }), 'holiday.heic');
		expect(photo.source.type).toBe('image/jpeg');
	});

	test('transparency becomes white', async () => {
		const canvas = new OffscreenCanvas(64, 64);
		const context = canvas.getContext('2d')!;
		context.fillStyle = 'rgba(255, 0, 0, 0.5)';
		context.fillRect(0, 0, 32, 64);
		const photo = await decodePhoto(await canvas.convertToBlob(), 'a.png');
		const pink: Rgb = [255, 128, 128];
		expectColours(quartersOf(photo), [pink, WHITE, pink, WHITE], 2);
	});
});

test.each(['quarters.jpg', 'quarters.heic'])('%s in a worker', async (name) => {
	const url = new URL('../../../tests/unit/image/decode-worker.ts', import.meta.url);
	const worker = new Worker(url, { type: 'module' });
	const answer = new Promise<Photo>((resolve, reject) => {
		worker.onmessage = ({ data }) => (typeof data === 'string' ? reject(data) : resolve(data));
		worker.onerror = reject;
	});
	worker.postMessage(await fixture(name));
	const photo = await answer;
	expectColours(quartersOf(photo), STORED, 24);
	worker.terminate();
});

describe('orientation', () => {
	const kinds = ['jpeg', 'png', 'webp'];
	const values = [1, 2, 3, 4, 5, 6, 7, 8];
	test.each(kinds.flatMap((kind) => values.map((value) => [kind, value] as const)))(
		'%s %i',
		async (kind, value) => {
			const bytes = new Uint8Array(await (await fixture(`turned.${kind}`)).arrayBuffer());
			const { orientation, orientationEntries } = readHeader(bytes);
			expect(orientation).toBe(6);
			for (const { at, littleEndian } of orientationEntries) {
				new DataView(bytes.buffer).setUint16(at, value, littleEndian);
			}
			const photo = await decodePhoto(new Blob([bytes]), 'turned');
			expect([photo.width, photo.height]).toEqual(value < 5 ? [64, 48] : [48, 64]);
			expect([photo.source.width, photo.source.height]).toEqual([photo.width, photo.height]);
			expectColours(
				quartersOf(photo),
				TURNED[value - 1].map((i) => STORED[i]),
				12,
			);
		},
	);

	test.each(['avif', 'heic'])('%s turns by its own property', async (kind) => {
		const photo = await decodePhoto(await fixture(`turned.${kind}`), 'turned');
		expect([photo.source.width, photo.source.height]).toEqual([48, 64]);
		expectColours(
			quartersOf(photo),
			TURNED[5].map((i) => STORED[i]),
			24,
		);
	});
});

describe('large photos', () => {
	test.each([
		[5000, 3000, 1, 4096, 2458],
		[5000, 3000, 6, 2458, 4096],
	])('%i x %i, orientation %i', async (width, height, orientation, toWidth, toHeight) => {
		const canvas = new OffscreenCanvas(width, height);
		const context = canvas.getContext('2d')!;
		STORED.forEach(([r, g, b], i) => {
			context.fillStyle = `rgb(${r} ${g} ${b})`;
			context.fillRect((i % 2) * (width / 2), (i >> 1) * (height / 2), width / 2, height / 2);
		});
		const jpeg = new Uint8Array(
			await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer(),
		);
		const photo = await decodePhoto(new Blob([withExif(jpeg, orientation)]), 'large.jpg');
		expect([photo.width, photo.height]).toEqual([toWidth, toHeight]);
		expect(Math.max(photo.width, photo.height)).toBe(MAX_WORKING_SIDE);
		expectColours(
			quartersOf(photo),
			TURNED[orientation - 1].map((i) => STORED[i]),
			6,
		);
		photo.bitmap.close();
	});
});

/** Puts a minimal EXIF segment behind SOI. */
function withExif(jpeg: Uint8Array, orientation: number): Uint8Array<ArrayBuffer> {
	const tiff = [
		0x4d,
		0x4d,
		0,
		42,
		0,
		0,
		0,
		8,
		0,
		1,
		1,
		0x12,
		0,
		3,
		0,
		0,
		0,
		1,
		0,
		orientation,
		0,
		0,
	];
	const data = [...'Exif\0\0'].map((c) => c.charCodeAt(0)).concat(tiff, [0, 0, 0, 0]);
	return new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, data.length + 2, ...data, ...jpeg.subarray(2)]);
}

describe('what is no photo', () => {
	test.each([
		'quarters.jpg',
		'turned.png',
		'turned.webp',
		'animated.gif',
		'quarters.avif',
		'quarters.heic',
	])('%s cut short is damaged', async (name) => {
		const whole = await fixture(name);
		const cut = whole.slice(0, Math.floor(whole.size * 0.6));
		expect(await problemOf(decodePhoto(cut, name))).toBe('damaged');
	});

	test('a scrambled body is damaged', async () => {
		const bytes = new Uint8Array(await (await fixture('turned.png')).arrayBuffer());
		bytes.fill(0x55, Math.floor(bytes.length * 0.8), bytes.length - 16);
		expect(await problemOf(decodePhoto(new Blob([bytes]), 'a.png'))).toBe('damaged');
	});

	test.each([
		['empty', new Blob([])],
		['not-an-image', new Blob(['Dear diary, '.repeat(20)])],
		['unsupported', new Blob(['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'])],
	])('%s', async (problem, blob) => {
		expect(await problemOf(decodePhoto(blob, 'x.jpg'))).toBe(problem);
	});

	test('a format that this browser cannot decode is unsupported', async () => {
		expect(await problemOf(decodePhoto(await fixture('quarters.tif'), 'a.tif'))).toBe(
			'unsupported',
		);
	});

	test('one pixel is too small', async () => {
		const canvas = new OffscreenCanvas(1, 1);
		canvas.getContext('2d');
		const dot = await canvas.convertToBlob();
		expect(await problemOf(decodePhoto(dot, 'dot.png'))).toBe('too-small');
	});

	test('a bomb is refused by its header', async () => {
		const bytes = new Uint8Array(await (await fixture('turned.png')).arrayBuffer());
		new DataView(bytes.buffer).setUint32(16, 60_000);
		new DataView(bytes.buffer).setUint32(20, 60_000);
		expect(await problemOf(decodePhoto(new Blob([bytes]), 'bomb.png'))).toBe('too-large');
	});

	test('an abort ends the work', async () => {
		const signal = AbortSignal.abort();
		const decoding = decodePhoto(await fixture('quarters.jpg'), 'a', { signal });
		await expect(decoding).rejects.toThrow(/abort/i);
	});
});

const SHARED = '../shared/photos/cases/derived';
const shared = await readShared('exif_orientation_1.jpg').catch((error) => {
	console.warn(
		`photos beside the checkout are not readable, their tests are skipped: ${error.message}`,
	);
	return null;
});

async function readShared(name: string): Promise<Blob> {
	const base64 = await commands.readFile(`${SHARED}/${name}`, 'base64');
	return (await fetch(`data:;base64,${base64}`)).blob();
}

describe.skipIf(!shared)('real photos', () => {
	test('EXIF 1-8 show the same picture', async () => {
		const reference = quartersOf(await decodePhoto(shared!, '1'));
		for (let i = 2; i <= 8; i++) {
			const photo = await decodePhoto(await readShared(`exif_orientation_${i}.jpg`), `${i}`);
			expectColours(quartersOf(photo), reference, 12);
		}
	});

	test('47 megapixels', async () => {
		const photo = await decodePhoto(await readShared('huge_6144x7680_47MP.jpg'), 'huge');
		expect([photo.width, photo.height]).toEqual([3277, 4096]);
		expect([photo.source.width, photo.source.height]).toEqual([6144, 7680]);
	});

	test.each([
		'cmyk.jpg',
		'gray_8bit.png',
		'rgba_gradient_alpha.png',
		'webp_q80.webp',
		'tiny_48px.jpg',
	])('%s', async (name) => {
		const photo = await decodePhoto(await readShared(name), name);
		expect(photo.width).toBeGreaterThan(0);
	});
});
