/** What a recipe in a file may be: every field within its bounds, and no others. */
import * as v from 'valibot';
import { SAMPLERS, type GeneratedRecipe } from '$lib/domain/generated';
import type { IdRecipe, IdSpec } from '$lib/domain/id-photo';
import { LARGEST_SEED, STYLE_IDS, type AnyRecipe, type Recipe } from '$lib/domain/recipe';

const between = (least: number, most: number) =>
	v.pipe(v.number(), v.minValue(least), v.maxValue(most));
const whole = (least: number, most: number) => v.pipe(between(least, most), v.integer());
const text = (most: number) => v.pipe(v.string(), v.maxLength(most));
const id = v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));
const hex = v.pipe(v.string(), v.regex(/^#[0-9a-fA-F]{6}$/));
const seed = whole(0, LARGEST_SEED);

const Instant = v.strictObject({
	version: v.literal(1),
	style: v.picklist(STYLE_IDS),
	seed,
	tuning: v.exactOptional(
		v.strictObject({
			palette: v.exactOptional(whole(0, 255)),
			backdrop: v.exactOptional(whole(0, 255)),
			weight: v.exactOptional(between(0.5, 2)),
			crop: v.exactOptional(between(1.6, 2.6)),
			likeness: v.exactOptional(between(0, 1)),
		}),
	),
}) satisfies v.GenericSchema<unknown, Recipe>;

const Generated = v.strictObject({
	version: v.literal(1),
	kind: v.literal('generated'),
	pack: id,
	packHash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
	style: v.nullable(v.pipe(v.string(), v.regex(/^(own:)?[\w-]{1,64}$/))),
	prompt: text(2000),
	negative: text(2000),
	seed,
	sampler: v.picklist(SAMPLERS),
	steps: whole(1, 50),
	guidance: between(0, 30),
	strength: between(0, 1),
	identityScale: between(0, 1.5),
	width: v.pipe(whole(64, 2048), v.multipleOf(64)),
	height: v.pipe(whole(64, 2048), v.multipleOf(64)),
}) satisfies v.GenericSchema<unknown, GeneratedRecipe>;

const local = v.strictObject({ en: text(2000), zh: text(2000) });
const range = v.nullable(v.tuple([between(0, 1), between(0, 1)]));
const size = (most: number) =>
	v.strictObject({ width: between(1, most), height: between(1, most) });
const kB = v.nullable(between(0, 1e6));
const mode = v.picklist(['unaltered', 'studio']);

const Spec = v.strictObject({
	id: text(64),
	name: local,
	keywords: v.pipe(v.array(text(100)), v.maxLength(100)),
	country: v.nullable(text(2)),
	kind: v.picklist(['passport', 'visa', 'identity', 'licence', 'exam', 'work', 'print', 'custom']),
	mm: v.nullable(size(2000)),
	px: size(20_000),
	dpi: between(1, 10_000),
	head: range,
	faceWidth: range,
	eyes: range,
	top: range,
	below: v.nullable(between(0, 1)),
	backgrounds: v.pipe(v.array(hex), v.maxLength(32)),
	backgroundMayBeReplaced: v.boolean(),
	modes: v.pipe(v.array(mode), v.maxLength(2)),
	file: v.strictObject({
		formats: v.pipe(v.array(v.picklist(['jpeg', 'png'])), v.maxLength(2)),
		kB: v.strictObject({ least: kB, most: kB }),
	}),
	source: v.strictObject({
		name: text(300),
		// Shown as a link: nothing that runs.
		url: v.union([v.literal(''), v.pipe(text(500), v.url(), v.regex(/^https?:\/\//))]),
		checked: text(40),
		confidence: v.picklist(['official', 'second-hand', 'custom']),
	}),
	notes: v.nullable(local),
}) satisfies v.GenericSchema<unknown, IdSpec>;

const IdPhoto = v.strictObject({
	version: v.literal(1),
	kind: v.literal('id-photo'),
	spec: Spec,
	mode,
	background: v.strictObject({
		kind: v.picklist(['keep', 'plain', 'vertical', 'radial']),
		colours: v.pipe(v.array(hex), v.maxLength(2)),
	}),
	retouch: v.strictObject({
		light: between(0, 1),
		colour: between(0, 1),
		skin: between(0, 1),
	}),
	adjust: v.exactOptional(
		v.strictObject({
			scale: between(0.5, 2),
			x: between(-0.5, 0.5),
			y: between(-0.5, 0.5),
			roll: between(-Math.PI, Math.PI),
		}),
	),
}) satisfies v.GenericSchema<unknown, IdRecipe>;

/** Every kind of recipe. */
export const AnyRecipeSchema: v.GenericSchema<unknown, AnyRecipe> = v.union([
	Instant,
	Generated,
	IdPhoto,
]);
