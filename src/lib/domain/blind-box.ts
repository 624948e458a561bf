/** Blind boxes: what can be inside, how likely it is, and how one is drawn. Everything is data that people may see. */
import { STYLE_IDS, VARIANTS, type Recipe, type StyleId } from './recipe';
import { STYLE_CONTROLS } from './style-table';

export const RARITIES = ['common', 'rare', 'epic', 'secret'] as const;
export type Rarity = (typeof RARITIES)[number];

/** Of so many boxes, so many hold a card of each rarity. */
export const BOXES = 24;
export const IN_BOXES: Readonly<Record<Rarity, number>> = {
	common: 15,
	rare: 6,
	epic: 2,
	secret: 1,
};

/** Name of the series, for the cards. A new one begins when designs that were drawn before would change. */
export const SERIES = 1;

/** One card of the series: a style in one finish. */
export interface Design {
	/** 1-based, in the order in which styles came to the app. */
	readonly number: number;
	readonly style: StyleId;
	/** Index into the style's palettes. */
	readonly palette: number;
	readonly rarity: Rarity;
}

/**
 * Finishes that are rarer or less rare than their place among the style's palettes says: precious metals, the medal,
 * red paper.
 */
const NAMED: Partial<Record<string, readonly Rarity[]>> = {
	medallion: ['secret', 'epic', 'rare', 'rare', 'epic'],
	engraving: ['common', 'common', 'rare', 'secret'],
	papercut: ['rare', 'common', 'secret', 'common', 'common', 'common'],
};

/** Of a style's palettes in order: the first half is common, the last one epic, those between are rare. */
function rarityByPlace(index: number, count: number): Rarity {
	if (index < Math.ceil(count / 2)) return 'common';
	return index === count - 1 ? 'epic' : 'rare';
}

/** All cards of the series. */
export const DESIGNS: readonly Design[] = STYLE_IDS.flatMap((style) =>
	STYLE_CONTROLS[style].palettes.map((_, palette, all) => ({
		style,
		palette,
		rarity: NAMED[style]?.[palette] ?? rarityByPlace(palette, all.length),
	})),
).map((design, i) => ({ number: i + 1, ...design }));

/** What was inside a box. */
export interface Draw {
	readonly design: Design;
	/** Style, finish and backdrop are the box's; the composition is one of the style's four. */
	readonly recipe: Recipe;
}

/** Designs of a rarity; each is as likely as the others. */
export const designsOf = (rarity: Rarity): readonly Design[] =>
	DESIGNS.filter((design) => design.rarity === rarity);

/** One box in so many holds this very card. */
export function oneIn({ rarity }: Design): number {
	return (BOXES / IN_BOXES[rarity]) * designsOf(rarity).length;
}

/**
 * Opens a box: first how rare, then which design of that rarity, then the backdrop and the composition.
 * @param random uniform in 0..1, 1 excluded; crypto's in the app
 * @param without numbers of designs that are not in the box; when a rarity has none left, the next more common one
 *   is taken, then the rarer ones
 */
export function drawBox(random: () => number, without: readonly number[] = []): Draw {
	const free = DESIGNS.filter(({ number }) => !without.includes(number));
	if (free.length === 0) throw new RangeError('every design is excluded');
	const rarity = drawRarity(random());
	const at = RARITIES.indexOf(rarity);
	const order = [...RARITIES.slice(0, at + 1).reverse(), ...RARITIES.slice(at + 1)];
	const pool = order
		.map((one) => free.filter((design) => design.rarity === one))
		.find((designs) => designs.length > 0)!;
	const design = pool[Math.floor(random() * pool.length)];
	const { style, palette } = design;
	const backdrop = Math.floor(random() * STYLE_CONTROLS[style].backdrops.length);
	const seed = Math.floor(random() * VARIANTS);
	return { design, recipe: { version: 1, style, seed, tuning: { palette, backdrop } } };
}

function drawRarity(value: number): Rarity {
	let box = value * BOXES;
	for (const rarity of RARITIES) {
		box -= IN_BOXES[rarity];
		if (box < 0) return rarity;
	}
	return RARITIES[RARITIES.length - 1];
}

/** The design of a recipe that came out of a box; null for other recipes. */
export function designOf({ style, tuning }: Recipe): Design | null {
	return (
		DESIGNS.find((design) => design.style === style && design.palette === tuning?.palette) ?? null
	);
}
