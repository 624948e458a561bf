import type { Mark, Sheet } from './layout';
import { POINTS_PER_MM } from './paper';

export interface PdfText {
	/** Basic Latin only: the standard fonts have nothing else. */
	readonly text: string;
	/** Baseline's left end, millimetres from the top left corner. */
	readonly x: number;
	readonly y: number;
	/** Cap height is about 0.7 of it. */
	readonly sizeMm: number;
}

export interface PdfSheet {
	readonly layout: Sheet;
	/** One PNG or JPEG file a place; the same file may stand in several places and is stored once. */
	readonly pictures: readonly Uint8Array[];
	readonly marks: readonly Mark[];
	readonly texts?: readonly PdfText[];
}

const HAIRLINE_MM = 0.1;

/**
 * Sheets as a PDF of true size: printed at 100 %, every piece has its millimetres.
 * @param title for the file's properties
 * @throws RangeError when a sheet has another number of pictures than places
 */
export async function sheetsToPdf(sheets: readonly PdfSheet[], title: string): Promise<Blob> {
	const { PDFDocument, PrintScaling, StandardFonts, rgb } = await import('@cantoo/pdf-lib');
	const pdf = await PDFDocument.create();
	pdf.setTitle(title);
	pdf.setCreator('Likeness');
	pdf.setProducer('Likeness');
	// Viewers ask before they would scale it.
	pdf.catalog.getOrCreateViewerPreferences().setPrintScaling(PrintScaling.None);
	const embedded = new Map<Uint8Array, ReturnType<typeof pdf.embedPng>>();
	const embed = (file: Uint8Array) => {
		const known = embedded.get(file);
		if (known) return known;
		const isPng = file[0] === 0x89;
		const image = isPng ? pdf.embedPng(file) : pdf.embedJpg(file);
		embedded.set(file, image);
		return image;
	};
	const ink = rgb(0.35, 0.35, 0.35);
	for (const { layout, pictures, marks, texts = [] } of sheets) {
		if (pictures.length !== layout.places.length) {
			throw new RangeError(`${pictures.length} pictures for ${layout.places.length} places`);
		}
		const { width, height } = layout.paper;
		const page = pdf.addPage([width * POINTS_PER_MM, height * POINTS_PER_MM]);
		// PDF counts upwards from the bottom.
		const up = (y: number) => (height - y) * POINTS_PER_MM;
		for (const [i, place] of layout.places.entries()) {
			page.drawImage(await embed(pictures[i]), {
				x: place.x * POINTS_PER_MM,
				y: up(place.y + place.height),
				width: place.width * POINTS_PER_MM,
				height: place.height * POINTS_PER_MM,
			});
		}
		for (const { x1, y1, x2, y2 } of marks) {
			page.drawLine({
				start: { x: x1 * POINTS_PER_MM, y: up(y1) },
				end: { x: x2 * POINTS_PER_MM, y: up(y2) },
				thickness: HAIRLINE_MM * POINTS_PER_MM,
				color: ink,
			});
		}
		if (texts.length > 0) {
			const font = await pdf.embedFont(StandardFonts.Helvetica);
			for (const { text, x, y, sizeMm } of texts) {
				const size = sizeMm * POINTS_PER_MM;
				page.drawText(text, { x: x * POINTS_PER_MM, y: up(y), size, font, color: ink });
			}
		}
	}
	const bytes = await pdf.save();
	return new Blob([new Uint8Array(bytes)], { type: 'application/pdf' });
}
