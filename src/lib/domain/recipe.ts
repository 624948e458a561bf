import type { GeneratedRecipe } from './generated';
import type { IdRecipe } from './id-photo';

/** The styles that are drawn on the device without a download. */
export const STYLE_IDS = [
	'watercolour',
	'poster',
	'engraving',
	'oil',
	'medallion',
	'papercut',
	'neon',
	'comic',
	'crayons',
	'ukiyoe',
	'pixel',
	'lowpoly',
] as const;
export type StyleId = (typeof STYLE_IDS)[number];

/** Everything that, together with the photo, decides every pixel of an avatar in an instant style. */
export interface Recipe {
	readonly version: 1;
	/** The other kinds say what they are. */
	readonly kind?: undefined;
	readonly style: StyleId;
	/** 0..LARGEST_SEED. Seeds 0 to 3 are the four compositions of a style. */
	readonly seed: number;
	/** What the person changed by hand; without it the seed decides. */
	readonly tuning?: Tuning;
}

/** How a picture in the gallery came to be. */
export type AnyRecipe = Recipe | GeneratedRecipe | IdRecipe;

/** Choices that stand over the seed's. What is left out stays the seed's. */
export interface Tuning {
	/** Index into the style's palettes (domain/style-controls.ts). */
	readonly palette?: number;
	/** Index into the style's backdrops. */
	readonly backdrop?: number;
	/** Line weight, stroke size, cell or relief as the style says: 0.5..2, 1 is the style's own. */
	readonly weight?: number;
	/** Side of the picture in mesh heights, 1.6 (close) to 2.6 (wide). */
	readonly crop?: number;
	/** 0 (all style) to 1 (most alike), 0.5 is the style's own. */
	readonly likeness?: number;
}

export const LARGEST_SEED = 2 ** 31 - 1;
export const VARIANTS = 4;
export const PREVIEW_SIDE = 384;
export const FINAL_SIDE = 1024;

/** How alike a picture is to the photo. */
export interface Likeness {
	/** 0..100; 50 means as sure as not that it is the same person (see likeness/calibration). */
	readonly score: number;
	/** Cosine similarity of the two descriptors, -1..1. */
	readonly cosine: number;
	/** False for styles in which a face network cannot see what people see; the score is then shown greyed. */
	readonly meaningful: boolean;
}

/** One avatar: the picture, how it was made, and how alike it is. */
export interface Candidate {
	readonly id: string;
	readonly recipe: AnyRecipe;
	/** Opaque, width x height: a PNG, or the very file of an ID photo. */
	readonly picture: Blob;
	/** PNG, width x height, opaque, red = green = blue: 255 is the figure, 0 its backdrop. Null: no stickers. */
	readonly cutout: Blob | null;
	/** Pixels. */
	readonly width: number;
	readonly height: number;
	readonly likeness: Likeness | null;
	/** Milliseconds since 1970. */
	readonly createdAt: number;
}
