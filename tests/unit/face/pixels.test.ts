import { describe, expect, test } from 'vitest';
import { blurOf } from '../../../src/lib/face/look';
import { PhotoReader } from '../../../src/lib/face/reader';
import { reducePixels, resizeRegion } from '../../../src/lib/image/resize';
import {
	affineBounds,
	applyAffine,
	composeAffine,
	IDENTITY,
	invertAffine,
	squareToSource,
	warpColours,
} from '../../../src/lib/image/warp';
import type { Affine } from '../../../src/lib/domain/geometry';
import type { Pixels } from '../../../src/lib/image/warp';

const RGB = { order: 'rgb', gain: 1, bias: [0, 0, 0] } as const;

/** Red rises to the right, green downwards, blue is constant. */
function ramp(width: number, height: number, step = 1): Pixels {
	const data = new Uint8ClampedArray(width * height * 4);
	for (let y = 0; y < height; y++)
		for (let x = 0; x < width; x++) data.set([x * step, y * step, 77, 255], (y * width + x) * 4);
	return { width, height, data };
}

describe('affine maps', () => {
	const map: Affine = [2, 0.5, -3, -1, 1.5, 4];

	test('the inverse undoes the map', () => {
		const p = applyAffine(map, 5, 7);
		const q = applyAffine(invertAffine(map), p.x, p.y);
		expect(q.x).toBeCloseTo(5, 9);
		expect(q.y).toBeCloseTo(7, 9);
		expect(() => invertAffine([1, 2, 0, 2, 4, 0])).toThrow(RangeError);
	});

	test('composition applies the second argument first', () => {
		const shift: Affine = [1, 0, 10, 0, 1, 0];
		expect(applyAffine(composeAffine(map, shift), 0, 0)).toEqual(applyAffine(map, 10, 0));
	});

	test('a turned square keeps its centre and turns clockwise', () => {
		const square = squareToSource({ x: 50, y: 40 }, 20, Math.PI / 2, 10);
		const centre = applyAffine(square, 5, 5);
		expect(centre.x).toBeCloseTo(50, 9);
		expect(centre.y).toBeCloseTo(40, 9);
		// The output's right is the photo's bottom.
		const right = applyAffine(square, 10, 5);
		expect(right.x).toBeCloseTo(50, 9);
		expect(right.y).toBeCloseTo(50, 9);
		expect(affineBounds(square, 10, 10).width).toBeCloseTo(20, 9);
	});
});

describe('sampling', () => {
	test('the identity returns the pixels, by channel and in the order asked for', () => {
		const rgb = warpColours(ramp(4, 4), IDENTITY, { ...RGB, size: 4, border: 'black' });
		expect([...rgb.slice(0, 4)]).toEqual([0, 1, 2, 3]);
		expect(rgb[16 + 4]).toBe(1);
		expect(rgb[32]).toBe(77);
		const bgr = warpColours(ramp(4, 4), IDENTITY, {
			...RGB,
			order: 'bgr',
			bias: [-7, 0, 100],
			size: 4,
			border: 'black',
		});
		expect(bgr[0]).toBe(70);
		expect(bgr[32 + 3]).toBe(103);
	});

	test('half a pixel to the right is the mean of neighbours', () => {
		const out = warpColours(ramp(4, 4), [1, 0, 0.5, 0, 1, 0], {
			...RGB,
			size: 4,
			border: 'replicate',
		});
		expect([...out.slice(0, 4)]).toEqual([0.5, 1.5, 2.5, 3]);
	});

	test('beyond the edge is black or the edge', () => {
		const off: Affine = [1, 0, 2, 0, 1, 0];
		const options = { ...RGB, size: 4 };
		const black = warpColours(ramp(4, 4), off, { ...options, border: 'black' });
		const edge = warpColours(ramp(4, 4), off, { ...options, border: 'replicate' });
		expect([...black.slice(0, 4)]).toEqual([2, 3, 0, 0]);
		expect([...edge.slice(0, 4)]).toEqual([2, 3, 3, 3]);
	});

	test('reducing averages instead of skipping', () => {
		const stripes = ramp(8, 8);
		for (let i = 0; i < stripes.data.length; i += 4) stripes.data[i] = (i / 4) % 2 ? 200 : 0;
		const out = warpColours(stripes, [2, 0, 0, 0, 2, 0], { ...RGB, size: 4, border: 'replicate' });
		for (const value of out.slice(0, 16)) expect(value).toBeCloseTo(100, 3);
	});
});

describe('resizing', () => {
	test('a whole region at its own size is the region', () => {
		const source = ramp(6, 5, 10);
		expect([...resizeRegion(source, { x: 0, y: 0, width: 6, height: 5 }, 6, 5)]).toEqual([
			...source.data,
		]);
	});

	test('a ramp stays a ramp when enlarged and when reduced', () => {
		const source = ramp(64, 64, 3);
		const larger = resizeRegion(source, { x: 16, y: 16, width: 32, height: 32 }, 64, 64);
		expect(larger[4 * 32]).toBeCloseTo(3 * (16 + 32.5 / 2 - 0.5), -0.5);
		const smaller = resizeRegion(source, { x: 0, y: 0, width: 64, height: 64 }, 16, 16);
		expect(smaller[4 * 8]).toBeCloseTo(3 * 33.5, -0.5);
		expect(smaller[3]).toBe(255);
	});

	test('fine stripes become grey, not coarse stripes', () => {
		const source = ramp(90, 90);
		for (let i = 0; i < source.data.length; i += 4) source.data[i] = (i / 4) % 2 ? 255 : 0;
		const out = resizeRegion(source, { x: 0, y: 0, width: 90, height: 90 }, 31, 31);
		for (let x = 3; x < 28; x++) expect(Math.abs(out[(15 * 31 + x) * 4] - 127.5)).toBeLessThan(12);
	});

	test('blocks are averaged, also what is left over', () => {
		const out = reducePixels(ramp(5, 4, 10), 2);
		expect([out.width, out.height]).toEqual([3, 2]);
		expect([out.data[0], out.data[4], out.data[8]]).toEqual([5, 25, 40]);
	});

	test.each([2, 4])(
		'blocks of %d that leave nothing over are averaged to the nearest',
		(factor) => {
			const data = new Uint8ClampedArray(16 * 8 * 4).map((_, i) => (i * 97) % 256);
			const out = reducePixels({ width: 16, height: 8, data }, factor);
			expect([out.width, out.height]).toEqual([16 / factor, 8 / factor]);
			for (let i = 0; i < out.data.length; i++) {
				const [x, y] = [(i >> 2) % out.width, Math.floor(i / 4 / out.width)];
				let sum = 0;
				for (let v = 0; v < factor; v++)
					for (let u = 0; u < factor; u++)
						sum += data[((y * factor + v) * 16 + x * factor + u) * 4 + (i % 4)];
				const expected = i % 4 === 3 ? 255 : sum / factor ** 2;
				// Each halving rounds.
				expect(Math.abs(out.data[i] - expected)).toBeLessThanOrEqual(Math.log2(factor) / 2);
			}
		},
	);
});

describe('photo reader', () => {
	test('every scale shows the same place', () => {
		const reader = new PhotoReader(ramp(250, 250));
		for (const side of [40, 90, 200]) {
			const map = squareToSource({ x: 125, y: 125 }, side, 0.3, 32);
			const out = reader.warp(map, { ...RGB, size: 32, border: 'replicate' });
			const { x, y } = applyAffine(map, 16.5, 8.5);
			expect(out[8 * 32 + 16]).toBeCloseTo(x - 0.5, -0.5);
			expect(out[1024 + 8 * 32 + 16]).toBeCloseTo(y - 0.5, -0.5);
		}
	});

	test('a region of a large photo is read alone', () => {
		const reader = new PhotoReader(ramp(1800, 1300));
		const patch = reader.read({ x: 700, y: 300, width: 50, height: 60 }, 1);
		expect(patch.scale).toBe(1);
		expect(patch.pixels.width).toBeLessThan(60);
		expect(patch.x).toBeLessThanOrEqual(700);
	});

	test('transparent pixels lie on white', () => {
		const clear = { width: 2, height: 1, data: new Uint8ClampedArray([0, 0, 0, 0, 0, 0, 0, 255]) };
		const out = new PhotoReader(clear).warp(IDENTITY, { ...RGB, size: 1, border: 'replicate' });
		expect(out[0]).toBe(255);
	});
});

test('a blurred picture measures as more blurred', () => {
	const size = 64;
	const noise = new Float32Array(size * size);
	let seed = 1;
	for (let i = 0; i < noise.length; i++) noise[i] = (seed = (seed * 16807) % 2147483647) % 256;
	const soft = noise.map((_, i) => {
		let sum = 0;
		for (let v = -2; v <= 2; v++)
			for (let u = -2; u <= 2; u++) sum += noise[(i + v * size + u + noise.length) % noise.length];
		return sum / 25;
	});
	expect(blurOf(noise, size)).toBeLessThan(0.3);
	expect(blurOf(soft, size)).toBeGreaterThan(blurOf(noise, size) * 1.8);
	expect(blurOf(new Float32Array(size * size), size)).toBe(1);
});
