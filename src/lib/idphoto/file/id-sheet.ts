import { addJpegExif } from '$lib/image/metadata/jpeg-exif';
import { cutFrames, mixSheet, type MixedSheet } from '$lib/image/print/mixed';
import type { SizeMm } from '$lib/image/print/paper';
import { sheetToPixels } from '$lib/image/print/raster';
import { withJpegResolution } from '$lib/image/print/resolution';
import type { Pixels } from '$lib/image/warp';
import type { Encode } from './id-file';

/** One picture on a sheet. */
export interface SheetItem {
	readonly pixels: Pixels;
	readonly mm: SizeMm;
	/** As many as find room when absent; only of one item. */
	readonly count?: number;
}

export interface SheetOptions {
	readonly paper: SizeMm;
	/** Millimetres between pieces, and free at the border. */
	readonly gap: number;
	readonly margin: number;
	/** A line around each piece. */
	readonly cutLines: boolean;
	readonly format: 'jpeg' | 'pdf';
	/** Of the JPEG; a PDF has the pictures' own pixels. */
	readonly dpi: number;
	readonly title: string;
}

export interface IdSheet {
	readonly file: Blob;
	/** How many of each item are on it, and how many found no room. */
	readonly laid: readonly number[];
	readonly left: readonly number[];
}

const QUALITY = 0.95;

/** How a sheet would come out, for a preview. */
export function planIdSheet(
	items: readonly Pick<SheetItem, 'mm' | 'count'>[],
	{ paper, gap, margin }: Pick<SheetOptions, 'paper' | 'gap' | 'margin'>,
): MixedSheet {
	const batches = items.map(({ mm, count }) => ({ item: mm, count }));
	return mixSheet(paper, batches, { gap, margin, mayTurn: true });
}

/**
 * A sheet of ID photos at true size: as a JPEG for photo shops, or as a PDF for printers.
 * @throws RangeError when not one piece fits
 */
export async function writeIdSheet(
	items: readonly SheetItem[],
	options: SheetOptions,
	encode: Encode,
): Promise<IdSheet> {
	const sheet = planIdSheet(items, options);
	if (sheet.places.length === 0) throw new RangeError('not one photo fits on this paper');
	const marks = options.cutLines ? cutFrames(sheet) : [];
	const laid = items.map((_, i) => sheet.batchOf.filter((batch) => batch === i).length);
	const result = { laid, left: sheet.left };
	if (options.format === 'pdf') {
		const { sheetsToPdf } = await import('$lib/image/print/pdf');
		const files = await Promise.all(
			items.map(async ({ pixels }) => bytesOf(await encode(pixels, 'jpeg', QUALITY))),
		);
		const pictures = sheet.batchOf.map((batch) => files[batch]);
		return {
			...result,
			file: await sheetsToPdf([{ layout: sheet, pictures, marks }], options.title),
		};
	}
	const pictures = sheet.batchOf.map((batch) => items[batch].pixels);
	const pixels = sheetToPixels(sheet, pictures, marks, options.dpi);
	const jpeg = withJpegResolution(
		await bytesOf(await encode(pixels, 'jpeg', QUALITY)),
		options.dpi,
	);
	const file = new Blob([addJpegExif(jpeg, options.dpi, pixels)], { type: 'image/jpeg' });
	return { ...result, file };
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
	return new Uint8Array(await blob.arrayBuffer());
}
