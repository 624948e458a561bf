import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import type { Recipe } from '$lib/domain/recipe';
import { embedMetadata, readRecipe } from './embed';
import { crc32 } from './png-text';
import { DIGITAL_SOURCE_TYPE } from './xmp';

const RECIPE: Recipe = { version: 1, style: 'engraving', seed: 2147483647 };

async function encode(change: (picture: Sharp) => Sharp, alpha = false): Promise<Blob> {
	const background = { r: 200, g: 80, b: 40, alpha: alpha ? 0.5 : 1 };
	const picture = sharp({
		create: { width: 33, height: 21, channels: alpha ? 4 : 3, background },
	});
	return new Blob([new Uint8Array(await change(picture).toBuffer())]);
}

describe.each([
	['png', (s: Sharp) => s.png(), false],
	['png with alpha', (s: Sharp) => s.png(), true],
	['jpeg', (s: Sharp) => s.jpeg(), false],
	['webp', (s: Sharp) => s.webp(), false],
	['webp with alpha', (s: Sharp) => s.webp(), true],
	['lossless webp', (s: Sharp) => s.webp({ lossless: true }), false],
	['lossless webp with alpha', (s: Sharp) => s.webp({ lossless: true }), true],
] as const)('%s', (_name, change, alpha) => {
	test('keeps its pixels and carries label and recipe', async () => {
		const plain = await encode(change, alpha);
		const labelled = await embedMetadata(plain, RECIPE, true);
		expect(await readRecipe(plain)).toBeNull();
		expect(await readRecipe(labelled)).toEqual(RECIPE);

		// Another program agrees about the pixels and finds the XMP.
		const [before, after] = await Promise.all(
			[plain, labelled].map(async (blob) => sharp(Buffer.from(await blob.arrayBuffer()))),
		);
		const pixels = (picture: Sharp) => picture.clone().ensureAlpha().raw().toBuffer();
		expect(await pixels(after)).toEqual(await pixels(before));
		const { xmp, hasAlpha } = await after.metadata();
		expect(hasAlpha).toBe(alpha);
		expect(xmp?.toString()).toContain(
			`<Iptc4xmpExt:DigitalSourceType>${DIGITAL_SOURCE_TYPE}</Iptc4xmpExt:DigitalSourceType>`,
		);
		expect(xmp?.toString()).toContain('<xmp:CreatorTool>Likeness</xmp:CreatorTool>');
	});

	test('the label stays when the recipe is left out', async () => {
		const labelled = await embedMetadata(await encode(change, alpha), RECIPE, false);
		expect(await readRecipe(labelled)).toBeNull();
		const { xmp } = await sharp(Buffer.from(await labelled.arrayBuffer())).metadata();
		expect(xmp?.toString()).toContain(DIGITAL_SOURCE_TYPE);
	});

	test('a file that is cut anywhere has no recipe or the right one, and never throws', async () => {
		const labelled = await embedMetadata(await encode(change, alpha), RECIPE, true);
		for (let end = 0; end < labelled.size; end += 7) {
			expect([null, RECIPE]).toContainEqual(await readRecipe(labelled.slice(0, end)));
		}
	});
});

test('a recipe that somebody changed to nonsense is none', async () => {
	const labelled = await embedMetadata(await encode((s) => s.jpeg()), RECIPE, true);
	const text = Buffer.from(await labelled.arrayBuffer()).toString('latin1');
	for (const [from, to] of [
		['engraving', 'engrav1ng'],
		['2147483647', '2147483648'],
		['"version":1', '"version":9'],
		['{"version', '{{version'],
	]) {
		expect(text).toContain(from);
		const changed = new Blob([Buffer.from(text.replace(from, to), 'latin1')]);
		expect(await readRecipe(changed), to).toBeNull();
	}
});

test('other files are refused', async () => {
	await expect(embedMetadata(new Blob(['GIF89a']), RECIPE, true)).rejects.toThrow(TypeError);
});

test('crc32 of the check string of the CRC catalogue', () => {
	expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
