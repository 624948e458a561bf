/** A point in pixels; x to the right, y down; (0, 0) is the top left corner of the top left pixel. */
export interface Point {
	readonly x: number;
	readonly y: number;
}

/** An axis-aligned box in pixels. */
export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/**
 * A 2x3 affine map, row-major [a, b, c, d, e, f]:
 * x' = a x + b y + c, y' = d x + e y + f.
 */
export type Affine = readonly [number, number, number, number, number, number];
