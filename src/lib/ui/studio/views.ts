import type { Affine } from '$lib/domain/geometry';
import type { Likeness, Recipe } from '$lib/domain/recipe';

/** What the components need to know of an avatar in the making. */
export interface ResultView {
	readonly key: string;
	readonly recipe: Recipe;
	readonly status: 'waiting' | 'preview' | 'final' | 'failed';
	readonly url: string | null;
	readonly likeness: Likeness | null;
	readonly drawn: { readonly side: number; readonly fromPortrait: Affine } | null;
	readonly candidate: { readonly id: string } | null;
	/** 'open' until the gallery has it or has refused it. */
	readonly keeping: 'open' | 'kept' | 'full' | 'refused';
	readonly favourite: boolean;
}

/** An avatar that is being changed by hand. */
export interface TunedView {
	/** Of the newest picture; null before the first change. */
	readonly url: string | null;
	/** Nothing was changed yet, or the newest choices are drawn in full size. */
	readonly settled: boolean;
	readonly drawing: boolean;
	readonly failed: boolean;
	/** Differs from the avatar it began with. */
	readonly changed: boolean;
	readonly saving: boolean;
}

/** How an avatar leaves the app. */
export const FORMATS = ['png', 'jpeg', 'webp'] as const;
export type ExportFormat = (typeof FORMATS)[number];
export const SHAPES = ['whole', 'square', 'circle', 'sticker'] as const;
export type ExportShape = (typeof SHAPES)[number];
export const SIDES = [256, 512, 1024] as const;

export interface ExportChoice {
	readonly format: ExportFormat;
	readonly shape: ExportShape;
	/** Pixels: one of SIDES, or what an output wants. */
	readonly side: number;
	readonly mostBytes?: number | null;
}

/** More faces than this need the whole width of the page to be told apart. */
export const CROWD = 5;
