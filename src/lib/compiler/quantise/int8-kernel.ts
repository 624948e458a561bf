/**
 * Values of one scale to 8 bits in WebAssembly SIMD, in float64 as a plain loop computes it, so that every machine
 * gives the same bits.
 */
import {
	assemble,
	constant,
	countDown,
	doubles,
	F64,
	get,
	I32,
	integers,
	load,
	move,
	set,
	simd,
	store,
	V128,
	type Code,
	type Instance,
} from '../simd/assembler';
import { eightBytes, INTEGER_BITS } from '../simd/bytes';

type Kernel = Instance<{
	/** The bits of the largest magnitude. @param vectors of four values, at least 1 */
	largest(values: number, vectors: number): number;
	/** @param groups of 16 values, at least 1 */
	quantise(values: number, to: number, groups: number, inverse: number): void;
}>;

const GROUP = 16;
/** Values that are in the kernel's memory at a time. */
const SLICE = 2 ** 16;
const QUANTISED = 4 * SLICE;
const PAGE = 2 ** 16;

/** The one byte of each value, of 8 and 8 values that eightBytes gave. */
const INTERLEAVE = [0, 8, 1, 9, 2, 10, 3, 11, 16, 24, 17, 25, 18, 26, 19, 27];

let kernel: Kernel | undefined;

/**
 * The nearest integer for each value in units of a scale, in [-127, 127].
 * @param to as many bytes as values, written
 * @param scaleFor the scale for the largest magnitude, which may be infinite or NaN
 */
export function quantiseChannel(
	values: Float32Array,
	to: Uint8Array,
	scaleFor: (largest: number) => number,
): void {
	kernel ??= createKernel();
	const { buffer } = kernel.memory;
	const floats = new Float32Array(buffer, 0, SLICE);
	const slices = Array.from({ length: Math.ceil(values.length / SLICE) }, (_, i) => {
		const slice = values.subarray(i * SLICE, (i + 1) * SLICE);
		const groups = Math.ceil(slice.length / GROUP);
		const fill = () => {
			floats.set(slice);
			floats.fill(0, slice.length, groups * GROUP);
		};
		return { begin: i * SLICE, length: slice.length, groups, fill };
	});
	// 1. The largest of all. Without their sign, bits of floats are in the order of the floats.
	let largest = 0;
	for (const { groups, fill } of slices) {
		fill();
		largest = Math.max(largest, kernel.largest(0, (groups * GROUP) / 4));
	}
	const scale = scaleFor(new Float32Array(Int32Array.of(largest).buffer)[0]);
	// 2. Bytes; of zeros alone they are zeros.
	const inverse = scale === 0 ? 0 : 1 / scale;
	for (const { begin, length, groups, fill } of slices) {
		if (slices.length > 1) fill();
		kernel.quantise(0, QUANTISED, groups, inverse);
		to.set(new Uint8Array(buffer, QUANTISED, length), begin);
	}
}

function createKernel(): Kernel {
	return assemble(
		[
			{
				name: 'largest',
				parameters: [I32, I32],
				results: [I32],
				locals: [[1, V128]],
				body: largestBody(),
			},
			{
				name: 'quantise',
				parameters: [I32, I32, I32, F64],
				locals: [[2, V128]],
				body: quantiseBody(),
			},
		],
		(QUANTISED + SLICE) / PAGE,
	);
}

function largestBody(): Code {
	const [values, vectors, most] = [0, 1, 2];
	const max = simd(0xb8); // i32x4.max_s
	const step = [
		...[
			...load(values),
			...integers(0x7fffffff),
			...simd(0x4e),
			...get(most),
			...max,
			...set(most),
		],
		...move(values, 16),
	];
	/** The greater of each lane and the one that many lanes further on. */
	const fold = (lanes: number) => [
		...[...get(most), ...get(most), ...get(most)],
		...simd(0x0d, ...Array.from({ length: 16 }, (_, i) => (i + 4 * lanes) % 16)),
		...[...max, ...set(most)],
	];
	return [...countDown(vectors, step), ...[...fold(2), ...fold(1), ...get(most), ...simd(0x1b, 0)]];
}

function quantiseBody(): Code {
	const [values, to, groups, inverse, factor, bytes] = [0, 1, 2, 3, 4, 5];
	// Floor of a positive number. A scale that was rounded down gives at most 127.1.
	const eight = (offset: number) => [
		...eightBytes(values, offset, factor, 128.5, (pair) => pair),
		...[...doubles(INTEGER_BITS), ...simd(0xf0)],
	];
	const step = [
		...[...eight(0), ...eight(32), ...simd(0x0d, ...INTERLEAVE)],
		// From 128 more to signed.
		...[...constant(new Uint8Array(16).fill(128)), ...simd(0x51), ...set(bytes)],
		...store(to, 0, get(bytes)),
		...[...move(values, 4 * GROUP), ...move(to, GROUP)],
	];
	return [...get(inverse), ...simd(0x14), ...set(factor), ...countDown(groups, step)];
}
