/**
 * What a generated style is, as one schema that validates, types and documents: those of the catalogue
 * (catalogue/, checked by a test) and those that a person makes or is given (own-style.ts, checked when read).
 */
import * as v from 'valibot';
import { CURVE_SHAPES } from './steering';

/** In the order in which they are shown. */
export const STYLE_GROUPS = [
	'animation',
	'toy',
	'anime',
	'painting',
	'graphic',
	'cyber',
	'dress',
	'studio',
	'hair',
	'age',
	'season',
] as const;
export type StyleGroup = (typeof STYLE_GROUPS)[number];

/** From what is drawn most often in a blind box to what is drawn least often; chances in blind-box.ts. */
export const RARITIES = ['common', 'uncommon', 'rare', 'legendary'] as const;
export type Rarity = (typeof RARITIES)[number];

/** Width to height. */
export const ASPECTS = ['1:1', '3:4', '2:3'] as const;
export type Aspect = (typeof ASPECTS)[number];

/** Sets of traits that a seed draws from; traits.ts. */
export const TRAIT_SETS = ['cyber'] as const;
export type TraitSetId = (typeof TRAIT_SETS)[number];

const hex = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));
const words = (most: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(most));

export const TextSchema = v.strictObject({ en: words(120), 'zh-CN': words(120) });
export type Text = Readonly<v.InferOutput<typeof TextSchema>>;

/** What decides how pictures of a style are drawn. */
export const LookSchema = v.strictObject({
	/** English, for CLIP: at most 75 tokens when filled in (subject.ts says what {subject} and its like become). */
	prompt: words(400),
	/** Has an effect only where the guidance is above 1. */
	negative: v.pipe(v.string(), v.trim(), v.maxLength(400)),
	/** How far pictures leave the photo, 0..1, at the middle of the slider (steering.ts). */
	strength: v.pipe(v.number(), v.minValue(0.1), v.maxValue(1)),
	/** How strongly the face steers, 0..1.5, at the middle of the slider. */
	identityScale: v.pipe(v.number(), v.minValue(0), v.maxValue(1.5)),
	/** Which way both go when the slider moves. */
	curve: v.picklist(CURVE_SHAPES),
	aspect: v.picklist(ASPECTS),
	/** Steps beyond what the pack was made for: fine patterns gain by them. */
	extraSteps: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)),
});
export type Look = Readonly<v.InferOutput<typeof LookSchema>>;

export const GeneratedStyleSchema = v.strictObject({
	id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]{1,40}$/)),
	group: v.picklist(STYLE_GROUPS),
	name: TextSchema,
	/** One sentence. */
	description: TextSchema,
	look: LookSchema,
	/** Backdrop, middle and accent of its card until the person has a picture of their own in it. */
	card: v.tuple([hex, hex, hex]),
	rarity: v.picklist(RARITIES),
	needs: v.strictObject({
		/** Without an identity adapter the picture would show somebody else: strength is high, or the face changes. */
		identity: v.boolean(),
		/** The prompt differs from seed to seed, so that stored embeddings do not do: the text encoder must be there. */
		freeText: v.boolean(),
	}),
	/** Traits that the seed draws into {traits}. */
	traits: v.optional(v.picklist(TRAIT_SETS)),
	/** Not offered where the person says that the photo shows a child. */
	adultsOnly: v.boolean(),
});
export type GeneratedStyle = Readonly<v.InferOutput<typeof GeneratedStyleSchema>>;
