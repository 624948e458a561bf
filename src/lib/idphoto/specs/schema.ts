import * as v from 'valibot';

const share = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const length = v.pipe(v.number(), v.minValue(0));
const rising = v.check(([low, high]: [number, number]) => low <= high, 'low before high');
const pair = <S extends typeof share | typeof length>(item: S) =>
	v.pipe(v.tuple([item, item]), rising);

/** Lengths as the authority writes them: millimetres, pixels of the file, or shares of the picture. */
const measure = v.union([
	v.strictObject({ mm: pair(length) }),
	v.strictObject({ px: pair(length) }),
	v.strictObject({ share: pair(share) }),
]);
const least = v.union([
	v.strictObject({ mm: length }),
	v.strictObject({ px: length }),
	v.strictObject({ share }),
]);
const text = v.strictObject({
	en: v.pipe(v.string(), v.minLength(1)),
	zh: v.pipe(v.string(), v.minLength(1)),
});
const size = v.tuple([v.pipe(v.number(), v.minValue(1)), v.pipe(v.number(), v.minValue(1))]);
const pixels = v.tuple([
	v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(4096)),
	v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(4096)),
]);
export const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/));

/** One document as data; `toSpec` makes an IdSpec of it. */
export const specRow = v.pipe(
	v.strictObject({
		id: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
		name: text,
		keywords: v.array(v.string()),
		/** ISO 3166 alpha-2, or EU. */
		country: v.nullable(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/))),
		kind: v.picklist(['passport', 'visa', 'identity', 'licence', 'exam', 'work', 'print']),
		mm: v.nullable(size),
		/** Absent: the millimetres at `dpi`. */
		px: v.optional(pixels),
		dpi: v.pipe(v.number(), v.integer(), v.minValue(72), v.maxValue(1200)),
		head: v.optional(measure),
		faceWidth: v.optional(measure),
		eyes: v.optional(measure),
		top: v.optional(measure),
		below: v.optional(least),
		backgrounds: v.pipe(v.array(colour), v.minLength(1)),
		backgroundMayBeReplaced: v.boolean(),
		modes: v.pipe(v.array(v.picklist(['unaltered', 'studio'])), v.minLength(1)),
		formats: v.pipe(v.array(v.picklist(['jpeg', 'png'])), v.minLength(1)),
		/** Bytes / 1000; null leaves a side open. */
		kB: v.optional(v.tuple([v.nullable(length), v.nullable(length)])),
		/** A key of sources.json. */
		source: v.string(),
		notes: v.optional(text),
	}),
	v.check(({ mm, px }) => mm !== null || px !== undefined, 'millimetres or pixels'),
);
export type SpecRow = v.InferOutput<typeof specRow>;

export const sourceTable = v.record(
	v.string(),
	v.strictObject({
		name: v.string(),
		url: v.string(),
		checked: v.pipe(v.string(), v.isoDate()),
		confidence: v.picklist(['official', 'second-hand']),
		notes: v.optional(text),
	}),
);
export type SourceTable = v.InferOutput<typeof sourceTable>;
