import type { Box } from '$lib/domain/geometry';
import type { IdSubject, SquareMask } from '$lib/domain/id-photo';
import type { Pixels } from '$lib/image/warp';
import { coarseMask, type CoarseInput } from '$lib/matte/coarse-mask';
import { joinMasks } from '$lib/matte/wide-mask';
import { resizeSquare } from './photo-levels';

/** Sides of the joined mask: as fine as its finest part, within these. */
const LEAST_MASK = 256;
const MOST_MASK = 512;
/** Side of the colours that check the mask. */
const COLOURS_SIDE = 512;

/** The square of the photo in which everything about a person happens, and its rough mask. */
export interface PersonSquare {
	readonly square: Box;
	/** The mask with one person left, which is what matte/refine takes. */
	readonly mask: SquareMask;
	/** The mask is a matte already. */
	readonly fine: boolean;
}

/**
 * Joins the networks' masks and leaves one person in them.
 * @param finer takes the place of the subject's masks; of what the photo shows of their widest square
 */
export function personSquare(
	photo: Pixels,
	subject: IdSubject,
	finer: SquareMask | null,
): PersonSquare {
	const masks = finer ? [finer] : subject.masks;
	const square = visibleSquare(subject.masks[0].square, photo);
	// 1. One mask, as fine as the finest.
	const finest = Math.max(...masks.map((mask) => mask.width / mask.square.width));
	const size = Math.round(
		Math.min(Math.max(finest * square.width, LEAST_MASK), finer ? 2 * MOST_MASK : MOST_MASK),
	);
	const joined = joinMasks(masks, square, size, photo);
	// 2. Without other people, checked by colour.
	const side = Math.min(COLOURS_SIDE, Math.max(Math.round(square.width), 64));
	const k = side / square.width;
	const landmarks = subject.landmarks.map((value, i) => {
		if (i % 3 === 0) return (value - square.x) * k;
		return i % 3 === 1 ? (value - square.y) * k : value * k;
	});
	const coarse: CoarseInput = {
		side,
		mask: { width: size, height: size, data: joined },
		landmarks,
		others: subject.others
			.map(({ x, y, width, height }) => ({
				x: (x - square.x) * k,
				y: (y - square.y) * k,
				width: width * k,
				height: height * k,
			}))
			.filter(({ x, y, width, height }) => x < side && y < side && x + width > 0 && y + height > 0),
		rgba: resizeSquare(photo, square, side),
		fine: finer !== null,
	};
	const { data } = coarseMask(coarse);
	return { square, mask: { square, width: size, height: size, data }, fine: finer !== null };
}

/** The smallest square that holds what the photo shows of another square. */
function visibleSquare(square: Box, photo: { width: number; height: number }): Box {
	const left = Math.max(square.x, 0);
	const top = Math.max(square.y, 0);
	const width = Math.min(square.x + square.width, photo.width) - left;
	const height = Math.min(square.y + square.height, photo.height) - top;
	const side = Math.max(width, height);
	return {
		x: left - (side - width) / 2,
		y: top - (side - height) / 2,
		width: side,
		height: side,
	};
}
