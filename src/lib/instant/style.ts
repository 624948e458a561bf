import type { Executor, Plane } from '$lib/compute/kernel';
import type { Affine } from '$lib/domain/geometry';
import type { StyleId, Tuning } from '$lib/domain/recipe';
import type { Prepared } from './prepared';

/** A style: data about it, and the recipe that draws it. One file a style. */
export interface Style {
	readonly id: StyleId;
	/** Whether a face network recognises people in it (see Likeness.meaningful). */
	readonly likenessMeaningful: boolean;
	draw(context: DrawContext): Promise<Drawing>;
}

export interface DrawContext {
	readonly executor: Executor;
	/** Preparation of the composition's crop (see composition.ts). */
	readonly prepared: Prepared;
	/** Decides palette, backdrop and one structural switch; the same seed gives the same picture everywhere. */
	readonly seed: number;
	/** Stands over the seed's choices; {} when the person changed nothing. */
	readonly tuning: Tuning;
	readonly signal?: AbortSignal;
	/** 0..1 within this drawing. */
	readonly onFraction: (fraction: number) => void;
}

export interface Drawing {
	/** sRGB 0..1, 3 channels, opaque, side x side. */
	readonly picture: Plane;
	/** The figure without its backdrop, 0..1, 1 channel. */
	readonly cutout: Plane;
	/** Prepared pixels to picture pixels, where a style sets the figure into a frame of its own. */
	readonly moved?: Affine;
}

/** How a seed frames the portrait: which square of it becomes the picture. */
export interface Composition {
	/** Maps portrait crop pixels to picture pixels (crop, offset, flip). */
	readonly fromPortrait: Affine;
}
