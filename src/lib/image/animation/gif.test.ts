import sharp from 'sharp';
import { expect, test } from 'vitest';
import { animate, MOST_GIF_BYTES } from './gif';
import { paintFrames } from './frames';

/** A picture with soft tones and grain, the hard case for a GIF. */
function grainy(side: number) {
	const data = new Uint8ClampedArray(side * side * 4).fill(255);
	for (let i = 0; i < side * side; i++) {
		const x = i % side;
		const y = Math.floor(i / side);
		const grain = ((Math.imul(i, 2654435761) >>> 8) % 24) - 12;
		data[4 * i] = 90 + (120 * x) / side + grain;
		data[4 * i + 1] = 60 + (150 * y) / side + grain;
		data[4 * i + 2] = 200 - (100 * x * y) / (side * side) + grain;
	}
	return { width: side, height: side, data };
}

test.each(['paint', 'flicker'] as const)('%s loops, moves, and stays small', async (kind) => {
	const gif = await animate(grainy(512), kind);
	expect(gif.size).toBeLessThanOrEqual(MOST_GIF_BYTES);
	const bytes = Buffer.from(await gif.arrayBuffer());
	const { pages, loop, format } = await sharp(bytes, { animated: true }).metadata();
	expect([format, loop]).toEqual(['gif', 0]);
	expect(pages).toBeGreaterThanOrEqual(12);
	const frame = async (page: number) => sharp(bytes, { page }).ensureAlpha().raw().toBuffer();
	const [first, middle, last] = [
		await frame(0),
		await frame(kind === 'paint' ? 6 : 2),
		await frame(pages! - 1),
	];
	const apart = (a: Buffer, b: Buffer) =>
		a.reduce((sum, v, i) => sum + Math.abs(v - b[i]), 0) / a.length;
	expect(apart(first, middle)).toBeGreaterThan(1);
	// Every frame is whole: what did not change was left out, not made transparent.
	for (let i = 3; i < last.length; i += 4) if (last[i] !== 255) throw new Error('a hole');
});

test('painting begins on paper and ends with the picture', () => {
	const picture = grainy(64);
	const frames = [...paintFrames(picture)];
	const mean = (rgba: Uint8ClampedArray) => rgba.reduce((a, b) => a + b, 0) / rgba.length;
	expect(mean(frames[0].rgba)).toBeGreaterThan(235);
	expect(frames.at(-1)!.rgba).toEqual(picture.data);
	const lights = frames.map(({ rgba }) => mean(rgba));
	expect(lights).toEqual(lights.toSorted((a, b) => b - a));
});
