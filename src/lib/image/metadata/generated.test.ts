import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import type { GeneratedRecipe } from '$lib/domain/generated';
import type { IdRecipe } from '$lib/domain/id-photo';
import type { AnyRecipe } from '$lib/domain/recipe';
import { customSpec } from '$lib/idphoto/specs/custom';
import { idSpecs } from '$lib/idphoto/specs/specs';
import { embedMetadata, readRecipe } from './embed';
import { parametersText } from './parameters';
import { recipeFromJson, recipeToJson } from './recipe-json';

const GENERATED: GeneratedRecipe = {
	version: 1,
	kind: 'generated',
	pack: 'studio',
	packHash: '0123456789abcdef'.repeat(4),
	style: 'ukiyo-e',
	prompt: 'portrait of a woman, "waves" & <ink>,\nSteps: 99, Seed: 1',
	negative: 'nude, text',
	seed: 2147483647,
	sampler: 'euler-trailing',
	steps: 6,
	guidance: 1.5,
	strength: 0.68,
	identityScale: 0.85,
	width: 448,
	height: 640,
};
const CHINESE = { ...GENERATED, style: null, prompt: '水墨 portrait 😀' };
const ID_PHOTO: IdRecipe = {
	version: 1,
	kind: 'id-photo',
	spec: idSpecs()[0],
	mode: 'studio',
	background: { kind: 'plain', colours: ['#ffffff'] },
	retouch: { light: 0.5, colour: 0, skin: 0 },
};
const UNALTERED: IdRecipe = { ...ID_PHOTO, mode: 'unaltered' };
const TUNED: AnyRecipe = {
	version: 1,
	style: 'poster',
	seed: 4,
	tuning: { palette: 2, backdrop: 0, weight: 1.5, crop: 2, likeness: 0.7 },
};

async function encode(change: (picture: Sharp) => Sharp): Promise<Blob> {
	const picture = sharp({ create: { width: 9, height: 7, channels: 3, background: '#804020' } });
	return new Blob([new Uint8Array(await change(picture).toBuffer())]);
}
const labelled = async (change: (picture: Sharp) => Sharp, recipe: AnyRecipe, keep = true) => {
	const file = await embedMetadata(await encode(change), recipe, keep);
	return { file, bytes: Buffer.from(await file.arrayBuffer()) };
};

describe.each([
	['png', (s: Sharp) => s.png()],
	['jpeg', (s: Sharp) => s.jpeg()],
	['webp', (s: Sharp) => s.webp()],
	['lossless webp', (s: Sharp) => s.webp({ lossless: true })],
] as const)('%s', (name, change) => {
	test.each([
		['generated', GENERATED],
		['generated in Chinese', CHINESE],
		['of an ID photo', ID_PHOTO],
		['tuned', TUNED],
	])('a recipe %s comes back, and the pixels stay', async (_, recipe) => {
		const { file, bytes } = await labelled(change, recipe);
		expect(await readRecipe(file)).toEqual(recipe);
		const before = Buffer.from(await (await encode(change)).arrayBuffer());
		const pixels = (data: Buffer) => sharp(data).raw().toBuffer();
		expect(await pixels(bytes)).toEqual(await pixels(before));
	});

	test.each([GENERATED, CHINESE])(
		'tools for generated pictures read how it was made: %#',
		async (recipe) => {
			const { bytes } = await labelled(change, recipe);
			const { comments, exif } = await sharp(bytes).metadata();
			const text =
				name === 'png'
					? comments?.find(({ keyword }) => keyword.endsWith('parameters'))?.text
					: userComment(exif!);
			expect(text).toBe(parametersText(recipe));
		},
	);

	test('the label is that of its kind, with the recipe and without', async () => {
		const labelOf = async (recipe: AnyRecipe, keep: boolean) => {
			const { xmp, exif, comments } = await sharp(
				(await labelled(change, recipe, keep)).bytes,
			).metadata();
			const texts = [xmp!.toString(), exif?.toString('latin1'), JSON.stringify(comments)];
			if (!keep) expect(texts.join()).not.toMatch(/portrait|likeness:recipe>|parameters/);
			return /digitalsourcetype\/(\w+)/.exec(xmp!.toString())?.[1];
		};
		for (const keep of [true, false]) {
			expect(await labelOf(GENERATED, keep)).toBe('trainedAlgorithmicMedia');
			expect(await labelOf(TUNED, keep)).toBe('algorithmicallyEnhanced');
			expect(await labelOf(ID_PHOTO, keep)).toBe('algorithmicallyEnhanced');
			expect(await labelOf(UNALTERED, keep)).toBeUndefined();
		}
	});
});

test('the text is as its readers take it apart', () => {
	const [prompt, negative, settings, ...more] = parametersText(GENERATED).split('\n');
	expect(prompt).toBe('portrait of a woman, "waves" & <ink>, Steps: 99, Seed: 1');
	expect(negative).toBe('Negative prompt: nude, text');
	expect(more).toEqual([]);
	// The pattern for settings of AUTOMATIC1111's modules/infotext_utils.py.
	const pairs = [...settings.matchAll(/\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g)];
	expect(Object.fromEntries(pairs.map(([, key, value]) => [key, value]))).toEqual({
		Steps: '6',
		Sampler: 'Euler',
		'Schedule type': 'SGM Uniform',
		'CFG scale': '1.5',
		Seed: '2147483647',
		Size: '448x640',
		'Model hash': '0123456789',
		Model: 'studio',
		'Denoising strength': '0.68',
		'Identity scale': '0.85',
		Style: 'ukiyo-e',
		Version: 'Likeness',
	});
	const own = parametersText({ ...GENERATED, style: 'own:1', negative: '', strength: 1 });
	expect(own).toContain('Style: "own:1"');
	expect(own).not.toMatch(/Negative|Denoising/);
});

describe('a hostile recipe is none', () => {
	const change = (recipe: AnyRecipe, more: object) => JSON.stringify({ ...recipe, ...more });

	test.each([GENERATED, ID_PHOTO, TUNED])('unless it is sound: %#', (recipe) => {
		expect(recipeFromJson(recipeToJson(recipe))).toEqual(recipe);
	});

	test.each([
		'',
		'null',
		'[]',
		'{"version":1}',
		'['.repeat(40_000),
		change(GENERATED, { kind: 'other' }),
		change(GENERATED, { kind: undefined }),
		change(GENERATED, { version: 2 }),
		change(GENERATED, { pack: '../etc' }),
		change(GENERATED, { packHash: 'x' }),
		change(GENERATED, { style: 'own:<b>' }),
		change(GENERATED, { prompt: 'x'.repeat(2001) }),
		change(GENERATED, { prompt: { toString: 1 } }),
		change(GENERATED, { seed: -1 }),
		change(GENERATED, { seed: 1.5 }),
		change(GENERATED, { seed: 2 ** 31 }),
		change(GENERATED, { sampler: 'toString' }),
		change(GENERATED, { steps: 51 }),
		change(GENERATED, { strength: '0.5' }),
		change(GENERATED, { width: 100 }),
		change(GENERATED, { width: 1e9 }),
		change(GENERATED, { extra: 1 }),
		change(TUNED, { style: 'constructor' }),
		change(TUNED, { tuning: { weight: 20 } }),
		change(TUNED, { tuning: { likeness: null } }),
		change(TUNED, { tuning: { zoom: 1 } }),
		change(ID_PHOTO, { background: { kind: 'plain', colours: ['url(x)'] } }),
		change(ID_PHOTO, {
			spec: { ...ID_PHOTO.spec, source: { ...ID_PHOTO.spec.source, url: 'javascript:alert(1)' } },
		}),
		change(ID_PHOTO, { retouch: { light: 9, colour: 0, skin: 0 } }),
		recipeToJson(TUNED).replace('{', '{"__proto__":{"seed":1},'),
	])('%#', (json) => expect(recipeFromJson(json)).toBeNull());
});

test('every spec of the app is one that its files can say', () => {
	const size = { width: 30, height: 40 };
	const { spec: own } = customSpec({
		name: '我的',
		mm: size,
		px: null,
		dpi: 300,
		head: null,
		background: '#ffffff',
		kB: { least: null, most: 100 },
	});
	for (const spec of [...idSpecs(), own!]) {
		expect(recipeFromJson(recipeToJson({ ...ID_PHOTO, spec })), spec.id).not.toBeNull();
	}
});

/** The user comment of an Exif block, read by the rules of Exif 3.0 and not by the code that wrote it. */
function userComment(exif: Buffer): string {
	const tiff = exif.subarray(exif.indexOf('MM\0*', 0, 'latin1'));
	const entries = (at: number) =>
		new Map(
			Array.from({ length: tiff.readUInt16BE(at) }, (_, i) => {
				const entry = at + 2 + 12 * i;
				return [
					tiff.readUInt16BE(entry),
					[tiff.readUInt32BE(entry + 4), tiff.readUInt32BE(entry + 8)],
				];
			}),
		);
	const [, directory] = entries(tiff.readUInt32BE(4)).get(0x8769)!;
	const [length, at] = entries(directory).get(0x9286)!;
	expect(tiff.toString('latin1', at, at + 8)).toBe('UNICODE\0');
	return new TextDecoder('utf-16be').decode(tiff.subarray(at + 8, at + length));
}
