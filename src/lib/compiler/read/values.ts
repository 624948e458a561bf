/** Values of checkpoint files as float32. Typed arrays are little-endian, as the files are. */
import { fromHalf } from '$lib/onnx/half';
import type { Dtype, Rows, TensorInfo } from '../checkpoint';
import { CompileError } from '../error';
import { product } from '../graph/weight';
import { decodeHalves } from '../simd/halves';

type Values = Float32Array<ArrayBuffer>;

export const DTYPE_BYTES: Readonly<Record<Dtype, number>> = {
	F64: 8,
	F32: 4,
	F16: 2,
	BF16: 2,
	F8_E4M3: 1,
	F8_E5M2: 1,
	I64: 8,
	I32: 4,
	I16: 2,
	I8: 1,
	U8: 1,
	BOOL: 1,
};

/** A read of more values than this at once is refused: an array of them would not fit a browser's tab. */
const MOST_VALUES = 2 ** 28;
const MOST_AXES = 8;

/**
 * Decodes elements, at any offset of their buffer. The array may be a view of `bytes`.
 * Numbers beyond float32 become infinite; integers beyond 2^24 are rounded.
 */
export function decodeValues(bytes: Uint8Array<ArrayBuffer>, dtype: Dtype): Values {
	if (dtype === 'F16') return decodeHalves(bytes);
	if (dtype === 'F8_E4M3') return lookUp(bytes, E4M3());
	if (dtype === 'F8_E5M2') return lookUp(bytes, E5M2());
	const size = DTYPE_BYTES[dtype];
	const { buffer, byteOffset } = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
	const length = bytes.length / size;
	switch (dtype) {
		case 'F32':
			return new Float32Array(buffer, byteOffset, length);
		case 'F64':
			return new Float32Array(new Float64Array(buffer, byteOffset, length));
		case 'BF16':
			return decodeBrainFloats(new Uint16Array(buffer, byteOffset, length));
		case 'I64':
			return decodeLongs(new Uint32Array(buffer, byteOffset, length * 2));
		case 'I32':
			return new Float32Array(new Int32Array(buffer, byteOffset, length));
		case 'I16':
			return new Float32Array(new Int16Array(buffer, byteOffset, length));
		case 'I8':
			return new Float32Array(new Int8Array(buffer, byteOffset, length));
		case 'U8':
		case 'BOOL':
			return new Float32Array(bytes);
	}
}

/** bfloat16 is the upper half of a float32. */
function decodeBrainFloats(source: Uint16Array): Values {
	const bits = new Uint32Array(source.length);
	for (let i = 0; i < bits.length; i++) bits[i] = source[i] << 16;
	return new Float32Array(bits.buffer);
}

/** @param words low and high word of each number */
function decodeLongs(words: Uint32Array): Values {
	const values = new Float32Array(words.length / 2);
	for (let i = 0; i < values.length; i++) {
		values[i] = words[2 * i] + (words[2 * i + 1] | 0) * 2 ** 32;
	}
	return values;
}

function lookUp(bytes: Uint8Array, meaning: Float32Array): Values {
	const values = new Float32Array(bytes.length);
	for (let i = 0; i < values.length; i++) values[i] = meaning[bytes[i]];
	return values;
}

/** FP8 Formats for Deep Learning (Micikevicius et al. 2022): bias 7, no infinities, NaN at all ones. */
function E4M3(): Float32Array {
	return Float32Array.from({ length: 256 }, (_, bits) => {
		const sign = bits & 0x80 ? -1 : 1;
		const exponent = (bits >>> 3) & 0xf;
		const mantissa = bits & 7;
		if ((bits & 0x7f) === 0x7f) return NaN;
		if (exponent === 0) return sign * mantissa * 2 ** -9;
		return sign * (1 + mantissa / 8) * 2 ** (exponent - 7);
	});
}

/** The upper half of a half. */
function E5M2(): Float32Array {
	return Float32Array.from({ length: 256 }, (_, bits) => fromHalf(bits << 8));
}

/** Refuses what is no shape of a tensor. @returns number of values */
export function checkShape(shape: readonly unknown[], what: string): number {
	const sound = shape.every((n) => Number.isSafeInteger(n) && (n as number) >= 0);
	const count = sound ? product(shape as number[]) : NaN;
	if (shape.length > MOST_AXES || !Number.isSafeInteger(count)) {
		throw new CompileError('damaged', `${what} has no possible shape: ${listNumbers(shape)}`);
	}
	return count;
}

/** For messages about lists that may hold anything. */
export function listNumbers(values: readonly unknown[]): string {
	const shown = values.slice(0, MOST_AXES).map((n) => (typeof n === 'number' ? String(n) : '?'));
	return `[${shown}${values.length > MOST_AXES ? ',...' : ''}]`;
}

/**
 * The values [begin, end) of the rows asked for, or of all.
 * @throws RangeError for rows outside the tensor; CompileError 'unsupported' for more than fit memory
 */
export function valueRange(
	{ name, shape }: TensorInfo,
	rows: Rows | undefined,
): { begin: number; end: number } {
	const range = { begin: 0, end: product(shape) };
	if (rows) {
		const count = shape[0] ?? 0;
		if (!(rows.begin >= 0 && rows.begin <= rows.end && rows.end <= count)) {
			throw new RangeError(`rows ${rows.begin} to ${rows.end} of ${name} [${shape}]`);
		}
		const stride = product(shape.slice(1));
		range.begin = rows.begin * stride;
		range.end = rows.end * stride;
	}
	checkReadable(range.end - range.begin, name);
	return range;
}

/** @throws CompileError 'unsupported' for more values than fit memory */
export function checkReadable(values: number, name: string): void {
	if (values <= MOST_VALUES) return;
	throw new CompileError('unsupported', `${name}: ${values} values are too many to read at once`);
}
