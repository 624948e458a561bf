/**
 * Puts WebAssembly modules together instruction by instruction (WebAssembly 2.0, binary format), with SIMD.
 * Nothing is fused or reordered by the machine: every machine gives the same bits.
 */

export type Code = readonly number[];

export const I32 = 0x7f;
export const F64 = 0x7c;
export const V128 = 0x7b;

/** A local or parameter, by its index. */
export const get = (local: number): Code => [0x20, local];
export const set = (local: number): Code => [0x21, local];
export const i32 = (value: number): Code => [0x41, ...signed(value)];
export const i64 = (value: number): Code => [0x42, ...signed(value)];
export const f64 = (value: number): Code => [0x44, ...bytesOf(Float64Array.of(value))];
export const move = (local: number, by: number): Code => [
	...get(local),
	...i32(by),
	0x6a,
	...set(local),
];

/** Repeats the body and counts down, until the counter is zero. */
export const countDown = (counter: number, body: Code): Code => [
	...[0x03, 0x40], // loop without result
	...body,
	...[...get(counter), ...i32(1), 0x6b, 0x22, counter], // subtract, tee
	...[0x0d, 0, 0x0b], // branch to the loop if it is not zero; end
];

/** A vector instruction by its number, with immediates where it has some. */
export const simd = (number: number, ...immediates: Code): Code => [
	0xfd,
	...unsigned(number),
	...immediates,
];

/** Vector loads, by number and the logarithm of the alignment that they expect. */
const loading =
	(number: number, align: number) =>
	(local: number, offset = 0): Code => [...get(local), ...simd(number, align, ...unsigned(offset))];
export const load = loading(0x00, 4);
/** Four unsigned integers of 16 bits, as 32 bits each. */
export const loadShorts = loading(0x04, 3);
/** 32 bits into all four lanes. */
export const loadSplat = loading(0x09, 2);
/** 64 bits, the upper ones zero. */
export const loadPair = loading(0x5d, 3);
export const store = (local: number, offset: number, value: Code): Code => [
	...[...get(local), ...value],
	...simd(0x0b, 4, ...unsigned(offset)),
];

type Numbers = Uint8Array | Uint32Array | Float32Array | Float64Array;

/** A vector of these 16 bytes. */
export const constant = (lanes: Numbers): Code => simd(0x0c, ...bytesOf(lanes));
export const integers = (value: number) => constant(new Uint32Array(4).fill(value));
export const floats = (value: number) => constant(new Float32Array(4).fill(value));
export const doubles = (low: number, high = low) => constant(Float64Array.of(low, high));

export interface WasmFunction {
	readonly name: string;
	readonly parameters: readonly number[];
	readonly results?: readonly number[];
	/** After the parameters, in groups: how many of which type. */
	readonly locals: readonly (readonly [count: number, type: number])[];
	readonly body: Code;
}

export type Instance<Functions> = Functions & { readonly memory: WebAssembly.Memory };

/** Compiles functions over a memory of their own. @param pages of 64 KiB, at first */
export function assemble<Functions>(
	functions: readonly WasmFunction[],
	pages: number,
): Instance<Functions> {
	const types = functions.map(({ parameters, results = [] }) => [
		...[0x60, ...vector(parameters.map((type) => [type]))],
		...vector(results.map((type) => [type])),
	]);
	const bodies = functions.map(({ locals, body }) => {
		const code = [...vector(locals.map(([count, type]) => [count, type])), ...body, 0x0b];
		return [...unsigned(code.length), ...code];
	});
	const bytes = [
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, vector(types)),
		...section(3, vector(functions.map((_, i) => [i]))),
		...section(5, [1, 0, ...unsigned(pages)]),
		...section(
			7,
			vector([exported('memory', 2, 0), ...functions.map(({ name }, i) => exported(name, 0, i))]),
		),
		...section(10, vector(bodies)),
	];
	const module = new WebAssembly.Module(Uint8Array.from(bytes));
	return new WebAssembly.Instance(module).exports as unknown as Instance<Functions>;
}

function section(id: number, content: Code): Code {
	return [id, ...unsigned(content.length), ...content];
}

/** With their number before them. */
function vector(items: readonly Code[]): Code {
	return [...unsigned(items.length), ...items.flat()];
}

/** @param kind 2 for a memory, 0 for a function */
function exported(name: string, kind: number, index: number): Code {
	return [name.length, ...new TextEncoder().encode(name), kind, index];
}

function bytesOf({ buffer }: Numbers): Code {
	return [...new Uint8Array(buffer)];
}

/** LEB128 */
function unsigned(value: number): Code {
	return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)];
}

/** Signed LEB128 of numbers that are not negative. */
function signed(value: number): Code {
	return value < 0x40 ? [value] : [(value % 0x80) | 0x80, ...signed(Math.floor(value / 0x80))];
}
