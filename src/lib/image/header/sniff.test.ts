import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PhotoError } from '$lib/domain/photo';
import { readHeader } from './sniff';

const IMAGES = path.resolve(import.meta.dirname, '../../../../tests/fixtures/images');
const fixture = (name: string) => new Uint8Array(readFileSync(path.join(IMAGES, name)));
const text = (value: string) => new TextEncoder().encode(value);

describe('readHeader', () => {
	test.each([
		['quarters.jpg', 'image/jpeg', 1],
		['cmyk.jpg', 'image/jpeg', 1],
		['turned.jpeg', 'image/jpeg', 6],
		['turned.png', 'image/png', 6],
		['turned.webp', 'image/webp', 6],
		['quarters.avif', 'image/avif', 1],
		['quarters.heic', 'image/heic', 1],
		['animated.gif', 'image/gif', 1],
	])('%s', (name, type, orientation) => {
		const size = { width: 64, height: 48 };
		expect(readHeader(fixture(name))).toMatchObject({ type, orientation, size, complete: true });
	});

	test('HEIF sizes are those after the turn, and colours are known', () => {
		const turned = { width: 48, height: 64 };
		expect(readHeader(fixture('turned.heic')).size).toEqual(turned);
		expect(readHeader(fixture('turned.avif')).size).toEqual(turned);
		expect(readHeader(fixture('quarters.heic')).displayP3).toBe(false);
		expect(readHeader(fixture('p3.heic')).displayP3).toBe(true);
	});

	test('what follows the picture of a JPEG does not matter; stray bytes within do not either', () => {
		const jpeg = fixture('quarters.jpg');
		const film = new Uint8Array([...jpeg, ...text('a film of the moment before')]);
		expect(readHeader(film).complete).toBe(true);
		const end = 4 + jpeg[5]; // of the first segment
		expect(jpeg[end]).toBe(0xff);
		const stray = new Uint8Array([...jpeg.subarray(0, end), 7, 7, ...jpeg.subarray(end)]);
		expect(readHeader(stray)).toMatchObject({ complete: true, size: { width: 64, height: 48 } });
	});

	test.each([
		'quarters.jpg',
		'turned.png',
		'turned.webp',
		'animated.gif',
		'p3.heic',
		'turned.avif',
	])('%s cut anywhere is never complete and never another error', (name) => {
		const whole = fixture(name);
		// A GIF is complete once its first frame is.
		const ends = name.endsWith('gif') ? whole.length / 2 : whole.length;
		for (let length = 1; length < ends; length++) {
			try {
				const header = readHeader(whole.subarray(0, length));
				expect(header.complete, `${length} of ${whole.length}`).toBe(false);
			} catch (error) {
				expect(error).toBeInstanceOf(PhotoError);
				expect(error).toMatchObject({ problem: 'not-an-image' });
				expect(length).toBeLessThan(16);
			}
		}
	});

	test.each([
		['empty', ''],
		['not-an-image', 'plain text'],
		['not-an-image', '<html><body><svg></svg></body></html>'],
		['not-an-image', '\0\0\0\x18ftypmp42\0\0\0\0mp42isom'],
		['unsupported', '<svg xmlns="http://www.w3.org/2000/svg"></svg>'],
		['unsupported', '\uFEFF<?xml version="1.0"?>\n<!-- drawn -->\n<svg></svg>'],
		['unsupported', '8BPS\0\x01'],
	])('%s: %j', (problem, content) => {
		expect(() => readHeader(text(content))).toThrow(expect.objectContaining({ problem }));
	});
});
