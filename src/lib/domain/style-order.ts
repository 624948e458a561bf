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

function place(style: StyleId): number {
	const index = MOST_LOVED.indexOf(style);
	return index < 0 ? MOST_LOVED.length : index;
}
