import { cardLayouts } from '$lib/image/card/card-sheet';
import type { CardSheetOptions } from '$lib/bridge/export-client';

/** Sheets that so many cards take. */
export function sheetsFor(
	count: number,
	options: Pick<CardSheetOptions, 'paper' | 'size'>,
): number {
	return cardLayouts(count, options).length;
}
