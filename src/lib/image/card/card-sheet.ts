import { encodePixels, readPixels } from '../encode';
import { cropMarks, layoutSheet, type SheetLayout } from '../print/layout';
import { PAPERS } from '../print/paper';
import { sheetsToPdf } from '../print/pdf';
import { sheetToPixels } from '../print/raster';
import { withPngResolution } from '../print/resolution';

/** Millimetres of a card. Mini: twelve of them on one sheet. */
export const CARD_SIZES = {
	mini: { width: 45.4, height: 63.4 },
	standard: { width: 63, height: 88 },
} as const;
export type CardSize = keyof typeof CARD_SIZES;
export type CardPaper = 'a4' | 'letter';

export interface CardSheetOptions {
	readonly paper: CardPaper;
	readonly size: CardSize;
	readonly format: 'pdf' | 'png';
	readonly title: string;
}

const GAP_MM = 4;
const MARGIN_MM = 5;
const PNG_DPI = 300;

/** The sheets that so many cards take, each with its places. */
export function cardLayouts(
	count: number,
	{ paper, size }: Pick<CardSheetOptions, 'paper' | 'size'>,
) {
	const layouts: SheetLayout[] = [];
	for (let left = count; left > 0;) {
		const layout = layoutSheet({
			paper: PAPERS[paper],
			mayTurn: true,
			item: CARD_SIZES[size],
			gap: GAP_MM,
			margin: MARGIN_MM,
			count: Math.min(left, size === 'mini' ? 12 : Infinity),
		});
		layouts.push(layout);
		left -= layout.places.length;
	}
	return layouts;
}

/**
 * Cards on paper at true size with lines to cut along.
 * @param cards PNG files
 * @returns one PDF of all sheets, or a PNG for each sheet
 * @throws RangeError without cards
 */
export async function cardSheets(
	cards: readonly Blob[],
	options: CardSheetOptions,
	signal?: AbortSignal,
): Promise<Blob[]> {
	if (cards.length === 0) throw new RangeError('no cards to print');
	const layouts = cardLayouts(cards.length, options);
	let next = 0;
	const perSheet = layouts.map((layout) => {
		const files = cards.slice(next, next + layout.places.length);
		next += files.length;
		return { layout, files, marks: cropMarks(layout, 3.5, 0.8) };
	});
	if (options.format === 'pdf') {
		const sheets = await Promise.all(
			perSheet.map(async ({ layout, files, marks }) => ({
				layout,
				marks,
				pictures: await Promise.all(
					files.map(async (file) => new Uint8Array(await file.arrayBuffer())),
				),
			})),
		);
		signal?.throwIfAborted();
		return [await sheetsToPdf(sheets, options.title)];
	}
	const images: Blob[] = [];
	for (const { layout, files, marks } of perSheet) {
		const pictures = [];
		for (const file of files) pictures.push(await readPixels(file));
		signal?.throwIfAborted();
		const sheet = await encodePixels(sheetToPixels(layout, pictures, marks, PNG_DPI), 'png');
		const bytes = withPngResolution(new Uint8Array(await sheet.arrayBuffer()), PNG_DPI);
		images.push(new Blob([bytes], { type: 'image/png' }));
	}
	return images;
}
