import type { Box } from '$lib/domain/geometry';
import { DETECTOR } from './networks';
import type { Roi } from './roi';

/** Neighbouring tiles share this much of their side, so that no face is cut by both. */
const TILE_OVERLAP = 0.25;
/** A tile this close to the whole photo's side adds nothing. */
const MAX_SHARE = 0.8;

/** The square that holds the whole photo turned by `roll`. */
export function wholeSquare(width: number, height: number, roll: number): Roi {
	const cos = Math.abs(Math.cos(roll));
	const sin = Math.abs(Math.sin(roll));
	const side = Math.max(width * cos + height * sin, width * sin + height * cos);
	return { centre: { x: width / 2, y: height / 2 }, side, roll };
}

/** Sides of the tiles to search, coarse to fine: the detector's size times powers of two. */
export function tileSides(width: number, height: number): number[] {
	const sides: number[] = [];
	const largest = Math.max(width, height) * MAX_SHARE;
	for (let side = DETECTOR.size; side < largest; side *= 2) sides.unshift(side);
	return sides;
}

/** Squares of `side` that cover the photo with overlap, row by row. */
export function tileSquares(width: number, height: number, side: number): Roi[] {
	const starts = (length: number) => {
		if (side >= length) return [(length - side) / 2];
		const count = Math.ceil((length - side) / (side * (1 - TILE_OVERLAP))) + 1;
		return Array.from({ length: count }, (_, i) => (i * (length - side)) / (count - 1));
	};
	const half = side / 2;
	return starts(height).flatMap((y) =>
		starts(width).map((x) => ({ centre: { x: x + half, y: y + half }, side, roll: 0 })),
	);
}

/** Whether a box, grown by its own size on every side, reaches into an upright square. */
export function isNear(box: Box, square: Roi): boolean {
	const reachX = square.side / 2 + box.width * 1.5;
	const reachY = square.side / 2 + box.height * 1.5;
	return (
		Math.abs(box.x + box.width / 2 - square.centre.x) < reachX &&
		Math.abs(box.y + box.height / 2 - square.centre.y) < reachY
	);
}
