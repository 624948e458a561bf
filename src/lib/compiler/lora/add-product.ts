/** Edge of the square of sums that is kept in registers. */
const TILE = 4;

/**
 * target += scale * (up @ down), summed in float64. Rows and columns of any number.
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
	// 1. Both factors with the rank innermost, padded with zeros to whole tiles.
	const left = new Float64Array(padded(rows) * rank);
	left.set(up);
	const right = transposed(down, rank, columns);
	// 2. Sixteen sums at a time: four values of each side are loaded for sixteen products.
	const sums = new Float64Array(TILE * TILE);
	for (let row = 0; row < rows; row += TILE) {
		const height = Math.min(TILE, rows - row);
		for (let column = 0; column < columns; column += TILE) {
			const width = Math.min(TILE, columns - column);
			multiplyTile(left, row * rank, right, column * rank, rank, sums);
			for (let y = 0; y < height; y++) {
				const at = (row + y) * columns + column;
				for (let x = 0; x < width; x++) target[at + x] += scale * sums[y * TILE + x];
			}
		}
	}
}

function padded(length: number): number {
	return Math.ceil(length / TILE) * TILE;
}

function transposed(matrix: Float32Array, rows: number, columns: number): Float64Array {
	const result = new Float64Array(padded(columns) * rows);
	for (let row = 0; row < rows; row++) {
		const begin = row * columns;
		for (let column = 0; column < columns; column++) {
			result[column * rows + row] = matrix[begin + column];
		}
	}
	return result;
}

/** Dot products of four rows of `a` with four of `b`, each `length` long; written out so that they stay in registers. */
function multiplyTile(
	a: Float64Array,
	a0: number,
	b: Float64Array,
	b0: number,
	length: number,
	sums: Float64Array,
): void {
	const a1 = a0 + length;
	const a2 = a1 + length;
	const a3 = a2 + length;
	const b1 = b0 + length;
	const b2 = b1 + length;
	const b3 = b2 + length;
	let s00 = 0;
	let s01 = 0;
	let s02 = 0;
	let s03 = 0;
	let s10 = 0;
	let s11 = 0;
	let s12 = 0;
	let s13 = 0;
	let s20 = 0;
	let s21 = 0;
	let s22 = 0;
	let s23 = 0;
	let s30 = 0;
	let s31 = 0;
	let s32 = 0;
	let s33 = 0;
	for (let k = 0; k < length; k++) {
		const x0 = b[b0 + k];
		const x1 = b[b1 + k];
		const x2 = b[b2 + k];
		const x3 = b[b3 + k];
		const y0 = a[a0 + k];
		s00 += y0 * x0;
		s01 += y0 * x1;
		s02 += y0 * x2;
		s03 += y0 * x3;
		const y1 = a[a1 + k];
		s10 += y1 * x0;
		s11 += y1 * x1;
		s12 += y1 * x2;
		s13 += y1 * x3;
		const y2 = a[a2 + k];
		s20 += y2 * x0;
		s21 += y2 * x1;
		s22 += y2 * x2;
		s23 += y2 * x3;
		const y3 = a[a3 + k];
		s30 += y3 * x0;
		s31 += y3 * x1;
		s32 += y3 * x2;
		s33 += y3 * x3;
	}
	sums.set([s00, s01, s02, s03, s10, s11, s12, s13, s20, s21, s22, s23, s30, s31, s32, s33]);
}
