import type { Box, Point } from '$lib/domain/geometry';

export const CORNERS = ['top-left', 'top-right', 'bottom-left', 'bottom-right'] as const;
export type Corner = (typeof CORNERS)[number];

interface Size {
	readonly width: number;
	readonly height: number;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** The box moved, as far as it stays inside. */
export function moveCrop(box: Box, by: Point, outer: Size): Box {
	return {
		...box,
		x: clamp(box.x + by.x, 0, outer.width - box.width),
		y: clamp(box.y + by.y, 0, outer.height - box.height),
	};
}

/** The box with one corner moved, inside and with no side under `least` pixels. */
export function resizeCrop(box: Box, corner: Corner, by: Point, outer: Size, least: number): Box {
	const right = box.x + box.width;
	const bottom = box.y + box.height;
	const [x0, x1] = corner.endsWith('left')
		? [clamp(box.x + by.x, 0, right - least), right]
		: [box.x, clamp(right + by.x, box.x + least, outer.width)];
	const [y0, y1] = corner.startsWith('top')
		? [clamp(box.y + by.y, 0, bottom - least), bottom]
		: [box.y, clamp(bottom + by.y, box.y + least, outer.height)];
	return { x: x0, y: y0, width: x1 - x0, height: y1 - y0 };
}
