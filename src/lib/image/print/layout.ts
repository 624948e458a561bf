import type { Box } from '$lib/domain/geometry';
import type { SizeMm } from './paper';

/** Pieces on a sheet; every length in millimetres, from the sheet's top left corner. */
export interface Sheet {
	readonly paper: SizeMm;
	readonly places: readonly Box[];
}

/** Pieces of one size. */
export interface SheetLayout extends Sheet {
	/** Of one piece as it lies on the sheet: turned sheets keep their pieces upright. */
	readonly item: SizeMm;
	readonly columns: number;
	/** Places are in rows, at most as many as were asked for. */
	readonly rows: number;
}

export interface SheetRequest {
	readonly paper: SizeMm;
	/** Whether the sheet may be turned on its side when more pieces fit then; they stay upright. */
	readonly mayTurn: boolean;
	readonly item: SizeMm;
	/** Between neighbours. 0: they share a cut. */
	readonly gap: number;
	/** Least free border; printers leave 3 to 5 mm white. */
	readonly margin: number;
	/** Largest number of pieces; all that fit when absent. */
	readonly count?: number;
	/** Fixed columns and rows, instead of all that fit. */
	readonly grid?: { readonly columns: number; readonly rows: number };
}

/** A straight line in millimetres. */
export interface Mark {
	readonly x1: number;
	readonly y1: number;
	readonly x2: number;
	readonly y2: number;
}

/**
 * Where the pieces lie: as many as fit or as were asked for, the block in the middle of the sheet.
 * @throws RangeError when not one fits, or the fixed grid does not, or a length is no length
 */
export function layoutSheet(request: SheetRequest): SheetLayout {
	const { paper, item, gap, margin } = request;
	for (const length of [paper.width, paper.height, item.width, item.height]) {
		if (!(length > 0 && length < Infinity)) throw new RangeError(`${length} mm is no length`);
	}
	if (!(gap >= 0) || !(margin >= 0)) throw new RangeError('gap and margin must not be negative');
	const upright = fit(paper, request);
	const onItsSide = request.mayTurn
		? fit({ width: paper.height, height: paper.width }, request)
		: null;
	const best = onItsSide && onItsSide.capacity > upright.capacity ? onItsSide : upright;
	if (best.capacity === 0) {
		throw new RangeError(
			`${item.width} x ${item.height} mm does not fit on ${paper.width} x ${paper.height} mm`,
		);
	}
	const count = Math.min(request.count ?? Infinity, best.capacity);
	const columns = request.grid ? best.columns : Math.min(best.columns, count);
	const rows = request.grid ? best.rows : Math.ceil(count / columns);
	const left = (best.paper.width - across(columns, item.width, gap)) / 2;
	const top = (best.paper.height - across(rows, item.height, gap)) / 2;
	const places = Array.from({ length: count }, (_, i) => ({
		x: left + (i % columns) * (item.width + gap),
		y: top + Math.floor(i / columns) * (item.height + gap),
		...item,
	}));
	return { paper: best.paper, item, columns, rows, places };
}

/** Rounding of lengths that fit exactly. */
const TOLERANCE = 1e-6;

function fit(paper: SizeMm, { item, gap, margin, grid }: SheetRequest) {
	const along = (length: number, piece: number) =>
		Math.max(0, Math.floor((length - 2 * margin + gap + TOLERANCE) / (piece + gap)));
	const most = { columns: along(paper.width, item.width), rows: along(paper.height, item.height) };
	const { columns, rows } = grid ?? most;
	const fits = columns <= most.columns && rows <= most.rows;
	return { paper, columns, rows, capacity: fits ? columns * rows : 0 };
}

const across = (count: number, length: number, gap: number) => count * length + (count - 1) * gap;

/**
 * Lines to cut along. They lie in the border around the block and, where pieces have a gap, in the gaps: never
 * on a piece. At every edge that a cut follows, one above and below and one left and right.
 * @param length of a line; where there is less room, it is shorter
 * @param off distance from the piece
 */
export function cropMarks(layout: SheetLayout, length = 4, off = 1): Mark[] {
	const { paper, places, item } = layout;
	const edges = (start: 'x' | 'y', size: number) =>
		[
			...new Set(places.flatMap((place) => [place[start], place[start] + size]).map(toMicrons)),
		].sort((a, b) => a - b);
	const [xs, ys] = [edges('x', item.width), edges('y', item.height)].map((list) =>
		list.map((microns) => microns / 1000),
	);
	const vertical = borders(ys, paper.height, length, off).flatMap(([y1, y2]) =>
		xs.map((x): Mark => ({ x1: x, y1, x2: x, y2 })),
	);
	const horizontal = borders(xs, paper.width, length, off).flatMap(([x1, x2]) =>
		ys.map((y): Mark => ({ x1, y1: y, x2, y2: y })),
	);
	return [...vertical, ...horizontal];
}

/** Equal edges of neighbours differ by rounding only. */
const toMicrons = (mm: number) => Math.round(mm * 1000);

/** The stretches before the first edge and behind the last that a mark takes. */
function borders(edges: readonly number[], end: number, length: number, off: number) {
	const first = edges[0] - off;
	const last = edges[edges.length - 1] + off;
	return [
		[Math.max(0, first - length), first],
		[last, Math.min(end, last + length)],
	].filter(([from, to]) => to > from);
}
