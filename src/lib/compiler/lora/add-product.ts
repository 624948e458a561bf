import { createKernel, TILE_COLUMNS, TILE_ROWS, type Kernel } from './simd-kernel';

/** Columns are worked on in blocks whose factor fits the second cache. */
const BLOCK_VALUES = 2 ** 18;
const PAGE = 65536;

let kernel: Kernel | undefined;

/**
 * target += scale * (up @ down), in float32. Rows and columns of any number.
 * @param target [rows, columns], changed in place
 * @param up [rows, rank]
 * @param down [rank, columns]
 */
export function addProduct(
	target: Float32Array,
	up: Float32Array,
	down: Float32Array,
	rank: number,
	scale: number,
): void {
	const rows = up.length / rank;
	const columns = down.length / rank;
	kernel ??= createKernel();
	// 1. The kernel's memory: a tile of rows, a block of columns, their products.
	const most = Math.max(1, Math.floor(BLOCK_VALUES / (rank * TILE_COLUMNS)));
	const tiles = Math.min(most, Math.ceil(columns / TILE_COLUMNS));
	const a = 0;
	const b = a + rank * TILE_ROWS;
	const c = b + tiles * rank * TILE_COLUMNS;
	const memory = reserve(kernel, c + tiles * TILE_ROWS * TILE_COLUMNS);
	for (let first = 0; first < columns; first += tiles * TILE_COLUMNS) {
		// 2. The block of columns, tile by tile with the rank outermost; zeros beyond the last column.
		const width = Math.min(tiles * TILE_COLUMNS, columns - first);
		const used = Math.ceil(width / TILE_COLUMNS);
		packColumns(memory.subarray(b, c), down, rank, columns, first, width);
		for (let row = 0; row < rows; row += TILE_ROWS) {
			// 3. A tile of rows times the block, onto the target.
			const height = Math.min(TILE_ROWS, rows - row);
			packRows(memory.subarray(a, b), up, rank, row, height);
			kernel.multiply(4 * a, 4 * b, 4 * c, rank, used);
			for (let y = 0; y < height; y++) {
				const to = (row + y) * columns + first;
				for (let x = 0; x < width; x += TILE_COLUMNS) {
					const from = c + x * TILE_ROWS + y * TILE_COLUMNS;
					const count = Math.min(TILE_COLUMNS, width - x);
					for (let i = 0; i < count; i++) target[to + x + i] += scale * memory[from + i];
				}
			}
		}
	}
}

/** The kernel's memory, grown where it is too small for so many values. */
function reserve({ memory }: Kernel, values: number): Float32Array {
	const lacking = 4 * values - memory.buffer.byteLength;
	if (lacking > 0) memory.grow(Math.ceil(lacking / PAGE));
	return new Float32Array(memory.buffer);
}

/** [rank, columns] as [tile][rank][column of the tile] */
function packColumns(
	to: Float32Array,
	down: Float32Array,
	rank: number,
	columns: number,
	first: number,
	width: number,
): void {
	to.fill(0);
	for (let x = 0; x < width; x += TILE_COLUMNS) {
		const count = Math.min(TILE_COLUMNS, width - x);
		for (let k = 0; k < rank; k++) {
			const from = k * columns + first + x;
			for (let i = 0; i < count; i++) to[x * rank + k * TILE_COLUMNS + i] = down[from + i];
		}
	}
}

/** [rows, rank] as [rank][row of the tile] */
function packRows(
	to: Float32Array,
	up: Float32Array,
	rank: number,
	first: number,
	height: number,
): void {
	to.fill(0);
	for (let y = 0; y < height; y++) {
		const from = (first + y) * rank;
		for (let k = 0; k < rank; k++) to[k * TILE_ROWS + y] = up[from + k];
	}
}
