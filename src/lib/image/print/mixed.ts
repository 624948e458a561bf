import type { Box } from '$lib/domain/geometry';
import type { Mark, Sheet } from './layout';
import type { SizeMm } from './paper';

/** So many pieces of one size. */
export interface Batch {
	readonly item: SizeMm;
	/** As many as are left room for when absent; only of one batch. */
	readonly count?: number;
}

export interface MixedSheet extends Sheet {
	/** Which batch lies in each place. */
	readonly batchOf: readonly number[];
	/** Pieces of each batch that found no room. */
	readonly left: readonly number[];
}

/**
 * Pieces of several sizes on one sheet, in rows: the highest first, pieces of one size side by side, so that a
 * straight cut parts the rows (next-fit by falling height, Coffman et al. 1980). Rows and the whole stand in the
 * middle.
 * @param gap between neighbours, mm
 * @param margin least free border, mm
 * @param mayTurn whether the sheet may lie on its side when more pieces find room then; pieces stay upright
 */
export function mixSheet(
	paper: SizeMm,
	batches: readonly Batch[],
	{ gap, margin, mayTurn }: { gap: number; margin: number; mayTurn: boolean },
): MixedSheet {
	for (const { item, count } of batches) {
		const lengths = [item.width, item.height, paper.width, paper.height];
		if (!lengths.every((length) => length > 0 && length < Infinity)) {
			throw new RangeError(`a piece of ${item.width} x ${item.height} mm`);
		}
		if (count !== undefined && !(Number.isInteger(count) && count >= 0)) {
			throw new RangeError(`${count} pieces`);
		}
	}
	if (!(gap >= 0) || !(margin >= 0)) throw new RangeError('gap and margin must not be negative');
	const upright = pack(paper, batches, gap, margin);
	if (!mayTurn) return upright;
	const turned = pack({ width: paper.height, height: paper.width }, batches, gap, margin);
	return turned.places.length > upright.places.length ? turned : upright;
}

interface Row {
	readonly height: number;
	readonly pieces: { readonly batch: number; readonly item: SizeMm }[];
	width: number;
}

/** Rounding of lengths that fit exactly. */
const TOLERANCE = 1e-6;

function pack(paper: SizeMm, batches: readonly Batch[], gap: number, margin: number): MixedSheet {
	const room = { width: paper.width - 2 * margin, height: paper.height - 2 * margin };
	const left = batches.map(({ count }) => count ?? 0);
	const rows: Row[] = [];
	let used = 0;

	/** Lays one piece down. @returns whether there was room */
	const lay = (batch: number): boolean => {
		const { item } = batches[batch];
		// 1. Behind the pieces of a row that is high enough, the lowest such row first.
		const fitting = rows
			.filter(({ height, width }) => {
				return (
					item.height <= height + TOLERANCE && width + gap + item.width <= room.width + TOLERANCE
				);
			})
			.sort((a, b) => a.height - b.height);
		if (fitting[0]) {
			fitting[0].pieces.push({ batch, item });
			fitting[0].width += gap + item.width;
			return true;
		}
		// 2. In a row of its own.
		const height = used + (rows.length ? gap : 0) + item.height;
		if (height > room.height + TOLERANCE || item.width > room.width + TOLERANCE) return false;
		rows.push({ height: item.height, pieces: [{ batch, item }], width: item.width });
		used = height;
		return true;
	};
	const order = batches
		.map((_, i) => i)
		.sort((a, b) => batches[b].item.height - batches[a].item.height);
	for (const batch of order) while (left[batch] > 0 && lay(batch)) left[batch]--;
	const filler = batches.findIndex(({ count }) => count === undefined);
	if (filler >= 0) while (lay(filler));

	// 3. Rows below each other, everything in the middle.
	const places: Box[] = [];
	const batchOf: number[] = [];
	let y = (paper.height - used) / 2;
	for (const { pieces, width, height } of rows) {
		let x = (paper.width - width) / 2;
		for (const { batch, item } of pieces) {
			places.push({ x, y: y + (height - item.height) / 2, ...item });
			batchOf.push(batch);
			x += item.width + gap;
		}
		y += height + gap;
	}
	return { paper, places, batchOf, left };
}

/** A line around every piece, `off` millimetres outside of it: what photo shops print to cut along. */
export function cutFrames({ places }: Sheet, off = 0.2): Mark[] {
	return places.flatMap(({ x, y, width, height }) => {
		const [x1, y1, x2, y2] = [x - off, y - off, x + width + off, y + height + off];
		return [
			{ x1, y1, x2, y2: y1 },
			{ x1, y1: y2, x2, y2 },
			{ x1, y1, x2: x1, y2 },
			{ x1: x2, y1, x2, y2 },
		];
	});
}
