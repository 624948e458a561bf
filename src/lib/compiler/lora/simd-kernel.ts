/**
 * A matrix product in WebAssembly SIMD. Multiplies and adds are separate and in order, so every machine gives the
 * same bits.
 */
import {
	assemble,
	countDown,
	floats,
	get,
	I32,
	load,
	loadSplat,
	move,
	set,
	simd,
	store,
	V128,
	type Instance,
} from '../simd/assembler';

/** Rows and columns of the square of sums that stays in registers. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;
/** Bytes of a vector of four float32. */
const VECTOR = 16;

export type Kernel = Instance<{
	/**
	 * Products of one tile of rows with `tiles` tiles of columns, all float32 in `memory`, at byte addresses.
	 * @param a [rank][TILE_ROWS]
	 * @param b [tiles][rank][TILE_COLUMNS]
	 * @param c [tiles][TILE_ROWS][TILE_COLUMNS], written
	 * @param rank at least 1
	 * @param tiles at least 1
	 */
	multiply(a: number, b: number, c: number, rank: number, tiles: number): void;
}>;

// Parameters and locals of `multiply`, by index.
const A = 0;
const B = 1;
const C = 2;
const RANK = 3;
const TILES = 4;
/** Steps left. */
const K = 5;
/** Place in a. */
const AT = 6;
const LEFT = 7;
const RIGHT = 8;
const SUMS = RIGHT + TILE_COLUMNS / 4;
const SUM_COUNT = (TILE_ROWS * TILE_COLUMNS) / 4;

const MULTIPLY = simd(0xe6); // f32x4.mul
const ADD = simd(0xe4); // f32x4.add

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

function multiplyBody() {
	const vectors = numbers(TILE_COLUMNS / 4);
	// 1. One step along the rank: each value of a times the vectors of b, onto its sums.
	const step = [
		...vectors.flatMap((v) => [...load(B, v * VECTOR), ...set(RIGHT + v)]),
		...numbers(TILE_ROWS).flatMap((row) => [
			...[...loadSplat(AT, 4 * row), ...set(LEFT)],
			...vectors.flatMap((v) => {
				const sum = SUMS + row * vectors.length + v;
				return [...get(sum), ...get(LEFT), ...get(RIGHT + v), ...MULTIPLY, ...ADD, ...set(sum)];
			}),
		]),
		...move(AT, 4 * TILE_ROWS),
		...move(B, 4 * TILE_COLUMNS),
	];
	// 2. A tile of columns: sums from zero, all steps, then out.
	const sums = numbers(SUM_COUNT);
	const tile = [
		...sums.flatMap((i) => [...floats(0), ...set(SUMS + i)]),
		...[...get(A), ...set(AT), ...get(RANK), ...set(K)],
		...countDown(K, step),
		...sums.flatMap((i) => store(C, i * VECTOR, get(SUMS + i))),
		...move(C, SUM_COUNT * VECTOR),
	];
	return countDown(TILES, tile);
}

/** A kernel with a memory of its own. */
export function createKernel(): Kernel {
	const vectors = 1 + TILE_COLUMNS / 4 + SUM_COUNT;
	return assemble(
		[
			{
				name: 'multiply',
				parameters: [I32, I32, I32, I32, I32],
				locals: [
					[2, I32],
					[vectors, V128],
				],
				body: multiplyBody(),
			},
		],
		1,
	);
}
