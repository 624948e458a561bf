import type { StyleId } from './recipe';

/**
 * What a person may change about a style, as data: the interface offers it, the style obeys it. A style without an
 * entry's control ignores that part of a recipe's tuning.
 */
export interface StyleControls {
	/** sRGB hex swatches of each palette; the style draws with them. */
	readonly palettes: readonly (readonly string[])[];
	/** Names of the backdrops (message `backdrop_<name>`). */
	readonly backdrops: readonly string[];
	/** What tuning.weight changes, if anything: message `weight_<what>`. */
	readonly weight: 'line' | 'stroke' | 'cell' | 'relief' | null;
	/** Whether tuning.likeness does anything. */
	readonly likeness: boolean;
	/** Not yet as good as the others on everybody; the interface says so. */
	readonly beta: boolean;
}

export type StyleControlTable = Readonly<Record<StyleId, StyleControls>>;
