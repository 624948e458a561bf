import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { encodeHalves } from '$lib/onnx/half';
import type { Ort } from './ort';

/** Lengths of the free dimensions of our graphs, as small as the networks allow. */
const LENGTHS: Readonly<Record<string, number>> = { height: 32, width: 32, tokens: 77 };

/** Inputs that say how tokens become pixels again (compiler/models/unet/ports.ts): no other value would fit. */
const GRID = /^grid_(\d+)$/;

function grid(level: number): Float32Array {
	return Float32Array.of(0, LENGTHS.height >> level, LENGTHS.width >> level, -1);
}

/** Inputs of the right types and shapes with values of a sensible size, the same every time. */
export function trialFeeds(
	ort: Ort,
	inputs: InferenceSession['inputMetadata'],
): Record<string, Tensor> {
	return Object.fromEntries(
		inputs.map((input) => {
			if (!input.isTensor) throw new TypeError(`${input.name} is no tensor`);
			const dims = input.shape.map((dim) => (typeof dim === 'number' ? dim : (LENGTHS[dim] ?? 1)));
			const length = dims.reduce((a, b) => a * b, 1);
			const level = GRID.exec(input.name)?.[1];
			const values =
				level === undefined
					? Float32Array.from({ length }, (_, i) => Math.sin(i + 1))
					: grid(Number(level));
			return [input.name, tensor(ort, input.type, values, dims)];
		}),
	);
}

function tensor(ort: Ort, type: string, values: Float32Array, dims: number[]): Tensor {
	switch (type) {
		case 'float32':
			return new ort.Tensor('float32', values, dims);
		case 'float16':
			return new ort.Tensor('float16', new Uint16Array(encodeHalves(values).buffer), dims);
		case 'int32':
			return new ort.Tensor('int32', new Int32Array(values.length), dims);
		case 'int64':
			return new ort.Tensor(
				'int64',
				BigInt64Array.from(values, (n) => BigInt(Math.trunc(n))),
				dims,
			);
		default:
			throw new TypeError(`inputs of type ${type}`);
	}
}

/** Whether every value is a number. Halves come as bits or, in newer browsers, as numbers. */
export function allFinite(values: Tensor.DataType): boolean {
	const numbers = values as ArrayLike<unknown>;
	// All ones in the exponent of a half mean infinity or NaN.
	const isNumber =
		values instanceof Uint16Array
			? (bits: unknown) => ((bits as number) & 0x7c00) !== 0x7c00
			: (value: unknown) => typeof value !== 'number' || Number.isFinite(value);
	return Array.prototype.every.call(numbers, isNumber);
}
