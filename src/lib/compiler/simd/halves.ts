/** Halves as float32 in WebAssembly SIMD: the values of fromHalf in $lib/onnx/half, to the bit. */
import {
	assemble,
	countDown,
	floats,
	get,
	i32,
	I32,
	integers,
	loadShorts,
	move,
	set,
	simd,
	V128,
	type Instance,
} from './assembler';

type Kernel = Instance<{
	/** @param vectors of four values, at least 1 */
	decode(halves: number, floats: number, vectors: number): void;
}>;

/** Values that are in the kernel's memory at a time. */
const SLICE = 2 ** 16;
const FLOATS = 2 * SLICE;
const PAGE = 2 ** 16;

/** From the exponent bias of a half to that of float32. */
const REBIAS = (127 - 15) << 23;
const INFINITE = 0x7c00;
const SMALLEST_NORMAL = 0x400;
/** What engines take for NaN where a program writes it. */
const NOT_A_NUMBER = 0x7fc00000;

const AND = simd(0x4e);
const OR = simd(0x50);
const SELECT = simd(0x52);
const LESS = simd(0x39); // i32x4.lt_s
const ADD = simd(0xae); // i32x4.add
const shifted = (by: number) => [...i32(by), ...simd(0xab)];

let kernel: Kernel | undefined;

/** Reads little-endian halves, at any offset of their buffer. An odd last byte is left. */
export function decodeHalves(bytes: Uint8Array): Float32Array<ArrayBuffer> {
	kernel ??= createKernel();
	const memory = new Uint8Array(kernel.memory.buffer);
	const decoded = new Float32Array(kernel.memory.buffer, FLOATS, SLICE);
	const values = new Float32Array(bytes.length >> 1);
	for (let begin = 0; begin < values.length; begin += SLICE) {
		const end = Math.min(values.length, begin + SLICE);
		memory.set(bytes.subarray(2 * begin, 2 * end));
		kernel.decode(0, FLOATS, Math.ceil((end - begin) / 4));
		values.set(decoded.subarray(0, end - begin), begin);
	}
	return values;
}

function createKernel(): Kernel {
	const [from, to, vectors, half, magnitude] = [0, 1, 2, 3, 4];
	const step = [
		// 1. Without its sign, in lanes of 32 bits.
		...[...loadShorts(from), ...set(half)],
		...[...get(half), ...integers(0x7fff), ...AND, ...set(magnitude)],
		...get(to),
		...integers(NOT_A_NUMBER),
		// 2. Subnormal: units of 2^-24.
		...[...get(magnitude), ...simd(0xfa), ...floats(2 ** -24), ...simd(0xe6)],
		// 3. Normal: the mantissa shifted, the exponent raised; twice for what is infinite.
		...[...get(magnitude), ...shifted(13), ...integers(REBIAS), ...ADD],
		...[...integers(INFINITE - 1), ...get(magnitude), ...LESS, ...integers(REBIAS), ...AND],
		...ADD,
		...[...get(magnitude), ...integers(SMALLEST_NORMAL), ...LESS, ...SELECT],
		// 4. The sign.
		...[...get(half), ...integers(0x8000), ...AND, ...shifted(16), ...OR],
		...[...integers(INFINITE), ...get(magnitude), ...LESS, ...SELECT],
		...simd(0x0b, 4, 0),
		...[...move(from, 8), ...move(to, 16)],
	];
	return assemble(
		[
			{
				name: 'decode',
				parameters: [I32, I32, I32],
				locals: [[2, V128]],
				body: countDown(vectors, step),
			},
		],
		(FLOATS + 4 * SLICE) / PAGE,
	);
}
