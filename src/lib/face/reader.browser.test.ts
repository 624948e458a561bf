import { expect, test } from 'vitest';
import { squareToSource } from '$lib/image/warp';
import { PhotoReader } from './reader';

/** Red rises to the right, green downwards: slow enough for 8 bits. */
function ramp(width: number, height: number): ImageData {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++)
			data.set([(x / width) * 255, (y / height) * 255, 77, 255], (y * width + x) * 4);
	return new ImageData(data, width, height);
}

test.each<[number, number, number[]]>([
	[600, 500, [60, 250, 400]],
	[2000, 1500, [60, 400, 1100]],
])(
	'a bitmap of %d x %d reads as its pixels do, at squares of %s pixels',
	async (width, height, sides) => {
		const pixels = ramp(width, height);
		const fromBitmap = new PhotoReader(await createImageBitmap(pixels));
		const fromPixels = new PhotoReader(pixels);
		for (const side of sides) {
			const map = squareToSource({ x: width / 2, y: height / 2 }, side, 0.2, 48);
			const options = {
				size: 48,
				order: 'rgb',
				gain: 1,
				bias: [0, 0, 0],
				border: 'replicate',
			} as const;
			const [a, b] = [fromBitmap, fromPixels].map((reader) => reader.warp(map, options));
			const worst = a.reduce((max, value, i) => Math.max(max, Math.abs(value - b[i])), 0);
			expect(worst, `side ${side}`).toBeLessThan(2.5);
		}
	},
);
