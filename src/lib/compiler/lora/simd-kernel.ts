/**
 * A matrix product in WebAssembly SIMD, put together here instruction by instruction (WebAssembly 2.0, binary
 * format). Multiplies and adds are separate and in order, so every machine gives the same bits.
 */

/** Rows and columns of the square of sums that stays in registers. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;
/** Bytes of a vector of four float32. */
const VECTOR = 16;

export interface Kernel {
	readonly memory: WebAssembly.Memory;
	/**
	 * Products of one tile of rows with `tiles` tiles of columns, all float32 in `memory`, at byte addresses.
	 * @param a [rank][TILE_ROWS]
	 * @param b [tiles][rank][TILE_COLUMNS]
	 * @param c [tiles][TILE_ROWS][TILE_COLUMNS], written
	 * @param rank at least 1
	 * @param tiles at least 1
	 */
	multiply(a: number, b: number, c: number, rank: number, tiles: number): void;
}

type Code = readonly number[];

const I32 = 0x7f;
const V128 = 0x7b;

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

const get = (local: number): Code => [0x20, local];
const set = (local: number): Code => [0x21, local];
const i32 = (value: number): Code => [0x41, ...signed(value)];
const move = (local: number, by: number): Code => [...get(local), ...i32(by), 0x6a, ...set(local)];
/** Repeats the body, which counts down, until the counter is zero. */
const countDown = (counter: number, body: Code): Code => [
	...[0x03, 0x40], // loop without result
	...body,
	...[...get(counter), ...i32(1), 0x6b, 0x22, counter], // subtract, tee
	...[0x0d, 0, 0x0b], // branch to the loop if it is not zero; end
];
const load = (local: number, offset: number): Code => [
	...get(local),
	0xfd,
	0x00,
	4,
	...unsigned(offset),
];
const loadSplat = (local: number, offset: number): Code => [
	...get(local),
	0xfd,
	0x09,
	2,
	...unsigned(offset),
];
const store = (local: number, offset: number, value: number): Code => [
	...[...get(local), ...get(value)],
	...[0xfd, 0x0b, 4, ...unsigned(offset)],
];
const zero: Code = [0xfd, 0x0c, ...Array<number>(VECTOR).fill(0)];
const MULTIPLY: Code = [0xfd, 0xe6, 0x01]; // f32x4.mul
const ADD: Code = [0xfd, 0xe4, 0x01]; // f32x4.add

const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);

function multiplyBody(): Code {
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
		...sums.flatMap((i) => [...zero, ...set(SUMS + i)]),
		...[...get(A), ...set(AT), ...get(RANK), ...set(K)],
		...countDown(K, step),
		...sums.flatMap((i) => store(C, i * VECTOR, SUMS + i)),
		...move(C, SUM_COUNT * VECTOR),
	];
	return countDown(TILES, tile);
}

/** A kernel with a memory of its own. */
export function createKernel(): Kernel {
	const locals = [2, 2, I32, 1 + TILE_COLUMNS / 4 + SUM_COUNT, V128];
	const body = [...locals, ...multiplyBody(), 0x0b];
	const bytes = [
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, [1, 0x60, 5, I32, I32, I32, I32, I32, 0]), // one type: five integers to nothing
		...section(3, [1, 0]), // one function, of that type
		...section(5, [1, 0, 1]), // one memory, of one page at first
		...section(7, [2, ...named('memory', 2), ...named('multiply', 0)]),
		...section(10, [1, ...unsigned(body.length), ...body]),
	];
	const module = new WebAssembly.Module(Uint8Array.from(bytes));
	return new WebAssembly.Instance(module).exports as unknown as Kernel;
}

function section(id: number, content: Code): Code {
	return [id, ...unsigned(content.length), ...content];
}

/** An export: 2 is a memory, 0 a function; both have index 0. */
function named(name: string, kind: number): Code {
	return [name.length, ...new TextEncoder().encode(name), kind, 0];
}

/** LEB128 */
function unsigned(value: number): Code {
	return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of numbers that are not negative. */
function signed(value: number): Code {
	return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >>> 7)];
}
