/**
 * Every style of the catalogue through a pack: the recipe that a job would draw, with the real stages over a tiny pack
 * in Node. With CLIP's own vocabulary where it lies beside the checkout.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawRequest, openTiny, shadedFace, type Tiny } from '../../../tests/support/tiny-pipeline';
import type { OpenedPack } from '$lib/bridge/generate-client';
import { createTokeniser } from '$lib/diffusion/text/tokenise';
import { GENERATED_STYLES } from '$lib/styles/catalogue';
import { PROMPT_TOKENS } from '$lib/styles/subject';
import { lookOfStyle } from './generate-looks';
import { structureOf } from './generate-pixels';
import { recipeFor } from './generate-recipe';

const VOCABULARY = path.resolve('../shared/golden/clip_tokenizer');
const WORDS = ['vocab.json', 'merges.txt'] as const;
const words = existsSync(VOCABULARY)
	? new Map(WORDS.map((name) => [name, readFileSync(path.join(VOCABULARY, name), 'utf8')]))
	: null;
/** 75 tokens and both ends, as every text encoder of the catalogue's packs takes them. */
const tokenise = words && createTokeniser(words, PROMPT_TOKENS + 2);
const files = new Map(
	[...(words ?? [])].map(([name, text]) => [`tiny/${name}`, new TextEncoder().encode(text)]),
);

let tiny: Tiny;
let key: string;
let pack: OpenedPack;
beforeAll(async () => {
	tiny = await openTiny('faceid', { files });
	key = await tiny.pipeline.identify([shadedFace(1)]);
	const { settings } = tiny.pipeline;
	pack = {
		pack: tiny.recipe.pack,
		hash: tiny.recipe.packHash,
		backend: 'wasm',
		attention: 'sliced',
		lowMemory: false,
		defaults: {
			sampler: settings.sampler,
			steps: settings.sampling.steps,
			guidance: settings.sampling.guidance,
			identityScale: settings.identity.scale,
		},
		sizes: settings.sizes,
		identity: true,
		freeText: true,
	};
	// What is asked here is asked of styles, not of sizes: pictures as small as the networks take them.
	Object.assign(settings.sizes, { least: 128, most: 192 });
}, 120_000);
afterAll(() => tiny.pipeline.dispose());

/** A portrait with something to see in it. */
const SIDE = 256;
const portrait = {
	width: SIDE,
	height: SIDE,
	data: new Uint8ClampedArray(SIDE * SIDE * 4).map((_, i) =>
		i % 4 === 3 ? 255 : 128 + 100 * Math.sin(i / 977) * Math.cos((i % 4) + i / (SIDE * 101)),
	),
};
const QUARTER = { steps: 1, side: 0.25 };
const seen = new Map<string, string>();

test.each(GENERATED_STYLES.map((style) => [style.id, style] as const))('%s', async (id, style) => {
	const look = lookOfStyle(style, 'woman', 0.5);
	const recipe = recipeFor({ pack, look, structure: true }, { seed: 11, likeness: 0.5 }, QUARTER);
	// 1. The recipe is the style's, and within what a pipeline draws.
	expect(recipe.style).toBe(id);
	expect(recipe.strength).toBeCloseTo(style.look.strength, 9);
	expect(recipe.identityScale).toBeCloseTo(style.look.identityScale, 9);
	expect(recipe.prompt).not.toMatch(/[{}]/);
	if (tokenise) expect(tokenise(recipe.prompt).omitted, recipe.prompt).toBe(0);
	// 2. A picture comes out that is not of one colour, nor any other style's.
	const structure = recipe.strength < 1 ? structureOf(portrait, recipe) : null;
	const request = drawRequest(recipe, { identity: key, structure, keepPrompt: true });
	const first = await tiny.pipeline.draw(request, () => {});
	expect([first.width, first.height]).toEqual([recipe.width, recipe.height]);
	expect(deviation(first.rgba)).toBeGreaterThan(4);
	const bytes = Buffer.from(first.rgba.buffer).toString('base64');
	expect(seen.get(bytes), 'another style gave the same picture').toBeUndefined();
	seen.set(bytes, id);
	// 3. The same recipe gives it again, to the pixel, and without the text encoder.
	const runs = tiny.runtime.runs.get('text-encoder')!.length;
	const again = await tiny.pipeline.draw(request, () => {});
	expect(Buffer.compare(Buffer.from(again.rgba), Buffer.from(first.rgba))).toBe(0);
	expect(tiny.runtime.runs.get('text-encoder')).toHaveLength(runs);
});

/** Of the green of all pixels. */
function deviation(rgba: Uint8ClampedArray): number {
	let [sum, squares] = [0, 0];
	for (let i = 1; i < rgba.length; i += 4) {
		sum += rgba[i];
		squares += rgba[i] ** 2;
	}
	const count = rgba.length / 4;
	return Math.sqrt(squares / count - (sum / count) ** 2);
}
