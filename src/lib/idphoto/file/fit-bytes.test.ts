import sharp, { type Sharp } from 'sharp';
import { expect, test } from 'vitest';
import { withJpegResolution } from '$lib/image/print/resolution';
import { fitJpeg } from './fit-bytes';
import { padJpeg } from './pad-jpeg';

/** mulberry32 (public domain): small, and the same every time. */
function random(seed: number) {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}

/** Waves with more or less grain: between a plain wall and a knitted jumper. */
function picture(width: number, height: number, next: () => number) {
	const grain = 60 * next() ** 2;
	const [fx, fy] = [0.3 * next(), 0.3 * next()];
	const data = new Uint8Array(3 * width * height);
	for (let i = 0; i < data.length; i++) {
		const p = Math.floor(i / 3);
		const wave = Math.sin(fx * (p % width)) + Math.cos(fy * Math.floor(p / width) + (i % 3));
		data[i] = Math.min(255, Math.max(0, 128 + 50 * wave + grain * (next() - 0.5)));
	}
	return sharp(data, { raw: { width, height, channels: 3 } });
}

const encoder = (image: Sharp) => async (quality: number) =>
	new Uint8Array(await image.clone().jpeg({ quality }).toBuffer());

test('500 random pictures and ranges: within the range, or said where none can be', async () => {
	const next = random(7);
	let told = 0;
	for (let i = 0; i < 500; i++) {
		const [width, height] = [80 + Math.floor(120 * next()), 80 + Math.floor(160 * next())];
		const encode = encoder(picture(width, height, next));
		const least = next() < 0.3 ? null : Math.round(20_000 * next() ** 2);
		const most = next() < 0.2 ? null : (least ?? 0) + 600 + Math.round(12_000 * next() ** 2);
		const fitted = await fitJpeg(encode, { least, most });
		const size = fitted.bytes.length;
		if (fitted.within) {
			expect(size).toBeGreaterThanOrEqual(least ?? 0);
			expect(size).toBeLessThanOrEqual(most ?? Infinity);
		} else {
			told++;
			expect((await encode(1)).length).toBeGreaterThan(most!);
		}
		const { width: w, height: h } = await sharp(fitted.bytes).metadata();
		expect([w, h]).toEqual([width, height]);
	}
	expect(told).toBeLessThan(100);
}, 60_000);

test('the highest quality that fits is taken', async () => {
	const encode = encoder(picture(200, 200, random(3)));
	const most = (await encode(63)).length;
	const { quality } = await fitJpeg(encode, { least: null, most });
	expect((await encode(quality)).length).toBeLessThanOrEqual(most);
	expect((await encode(quality + 1)).length).toBeGreaterThan(most);
	expect((await fitJpeg(encode, { least: null, most: null })).quality).toBe(95);
});

test('padding leaves the pixels and the order of the segments alone', async () => {
	const jpeg = withJpegResolution(await encoder(picture(40, 40, random(5)))(80), 300);
	for (const least of [jpeg.length + 1, jpeg.length + 3, jpeg.length + 70_000, 200_001]) {
		const padded = padJpeg(jpeg, least, Infinity)!;
		expect(padded.length).toBeGreaterThanOrEqual(least);
		expect(padded.length).toBeLessThanOrEqual(Math.max(least, jpeg.length + 4));
		expect(await sharp(padded).raw().toBuffer()).toEqual(await sharp(jpeg).raw().toBuffer());
		expect([...padded.subarray(0, 20)]).toEqual([...jpeg.subarray(0, 20)]);
	}
	expect(padJpeg(jpeg, jpeg.length + 1, jpeg.length + 3)).toBeNull();
});

test('a range that holds no size, and an abort', async () => {
	const encode = encoder(picture(40, 40, random(5)));
	await expect(fitJpeg(encode, { least: 5, most: 4 })).rejects.toThrow('no file has 5 to 4 bytes');
	const signal = AbortSignal.abort(new Error('enough'));
	await expect(fitJpeg(encode, { least: null, most: 1 }, signal)).rejects.toThrow('enough');
});
