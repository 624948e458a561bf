/** A length in millimetres, both ways. */
export interface SizeMm {
	readonly width: number;
	readonly height: number;
}

/** Sheets that people have or that shops print on, upright, in millimetres (ISO 216, ANSI Y14.1; photo sizes as sold). */
export const PAPERS = {
	a4: { width: 210, height: 297 },
	letter: { width: 215.9, height: 279.4 },
	a5: { width: 148, height: 210 },
	a6: { width: 105, height: 148 },
	/** 4 x 6 inches, 4R. */
	photo4x6: { width: 101.6, height: 152.4 },
	/** 六寸 as Chinese shops cut it: 1205 x 1795 pixels at 300 dpi. */
	photo6cun: { width: 102, height: 152 },
	/** 5 x 7 inches, 5R. */
	photo5x7: { width: 127, height: 177.8 },
	/** 3R, the Japanese L, 五寸. */
	photo3r: { width: 89, height: 127 },
} as const satisfies Record<string, SizeMm>;
export type PaperId = keyof typeof PAPERS;

export const MM_PER_INCH = 25.4;
/** A point of PDF is 1/72 inch. */
export const POINTS_PER_MM = 72 / MM_PER_INCH;

export const pixelsOf = (mm: number, dpi: number): number => Math.round((mm / MM_PER_INCH) * dpi);
