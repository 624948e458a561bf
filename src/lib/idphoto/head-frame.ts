import type { Point } from '$lib/domain/geometry';

/**
 * Coordinates along a head: u to the picture's right, v down towards the chin, in photo pixels from an
 * origin; turned against the photo by the head's roll.
 */
export interface HeadFrame {
	readonly origin: Point;
	readonly cos: number;
	readonly sin: number;
}

export function headFrame(origin: Point, roll: number): HeadFrame {
	return { origin, cos: Math.cos(roll), sin: Math.sin(roll) };
}

/** Photo to head: x is u, y is v. */
export function toHead({ origin, cos, sin }: HeadFrame, { x, y }: Point): Point {
	const dx = x - origin.x;
	const dy = y - origin.y;
	return { x: cos * dx + sin * dy, y: cos * dy - sin * dx };
}

/** Head to photo. */
export function toPhoto({ origin, cos, sin }: HeadFrame, u: number, v: number): Point {
	return { x: origin.x + cos * u - sin * v, y: origin.y + sin * u + cos * v };
}
