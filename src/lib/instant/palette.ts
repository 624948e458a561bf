import type { DrawContext } from './style';
import { bestByContrast, type FigureColours } from './figure-colours';
import { choose } from './variation';

/**
 * The palette of a drawing: the one that the person chose by hand, or else, of those that the seed offers, the
 * one whose backdrop stands off best from hair and clothes.
 * @param offers for each named seed indices of palettes
 * @param around sRGB hex colours of a palette's backdrop
 * @param figure colours that hair and clothes have in this palette
 */
export function paletteOf<T>(
	{ seed, tuning }: Pick<DrawContext, 'seed' | 'tuning'>,
	palettes: readonly T[],
	offers: readonly (readonly number[])[],
	use: number,
	around: (palette: T) => readonly string[],
	figure: (palette: T) => Pick<FigureColours, 'hair' | 'clothes'>,
): T {
	if (tuning.palette !== undefined) return palettes[tuning.palette % palettes.length];
	const offered = choose(offers, seed, use).map((index) => palettes[index]);
	return bestByContrast(offered, around, figure);
}
