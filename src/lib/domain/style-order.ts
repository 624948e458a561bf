import { STYLE_IDS, type StyleId } from './recipe';

/** How much people wanted each style as their own picture, most first (facts: "Instant styles"). */
const MOST_LOVED: readonly string[] = [
	'watercolour',
	'medallion',
	'engraving',
	'oil',
	'poster',
	'crayons',
	'neon',
	'papercut',
	'comic',
	'pixel',
	'ukiyoe',
	'lowpoly',
];

/** The styles in the order in which they are shown and drawn; STYLE_IDS is append-only and says nothing of it. */
export const STYLE_ORDER: readonly StyleId[] = [...STYLE_IDS].sort((a, b) => place(a) - place(b));

/** The seeds of the sample pictures that stand for the styles, on the start page, in the README and in the list of styles. */
export const SAMPLE_SEEDS: Readonly<Record<StyleId, number>> = {
	...{ watercolour: 2, medallion: 0, engraving: 2, oil: 2, poster: 1, crayons: 3 },
	...{ neon: 0, papercut: 1, comic: 0, pixel: 2, ukiyoe: 0, lowpoly: 3 },
};

function place(style: StyleId): number {
	const index = MOST_LOVED.indexOf(style);
	return index < 0 ? MOST_LOVED.length : index;
}
