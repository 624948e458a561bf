import * as v from 'valibot';
import { decodeHalves } from '../../src/lib/onnx/half';
import { product, type Tensor } from '../onnx/tensor';

const WeightSchema = v.object({
	name: v.string(),
	shape: v.array(v.number()),
	dtype: v.picklist(['float32', 'int32']),
	quantization: v.optional(
		v.variant('dtype', [
			v.object({ dtype: v.literal('float16') }),
			v.object({
				dtype: v.picklist(['uint8', 'uint16']),
				min: v.number(),
				scale: v.number(),
			}),
		]),
	),
});
type Weight = v.InferOutput<typeof WeightSchema>;

export const WeightsManifestSchema = v.array(
	v.object({ paths: v.array(v.string()), weights: v.array(WeightSchema) }),
);

export type TfjsWeights = ReadonlyMap<string, Tensor>;

const BYTES = { float32: 4, int32: 4, float16: 2, uint8: 1, uint16: 2 } as const;

/**
 * Reads the weights of one group, which lie one after the other, little-endian.
 * https://github.com/tensorflow/tfjs/blob/master/tfjs-core/src/io/types.ts (WeightsManifestEntry)
 * Throws when there are fewer or more bytes than the manifest says.
 */
export function readWeights(weights: readonly Weight[], bytes: Uint8Array): TfjsWeights {
	const tensors = new Map<string, Tensor>();
	let offset = 0;
	for (const weight of weights) {
		const length = product(weight.shape) * BYTES[weight.quantization?.dtype ?? weight.dtype];
		if (offset + length > bytes.length) {
			throw new Error(`The weights end at byte ${bytes.length}, within ${weight.name}`);
		}
		// A copy, so that typed arrays of any width are aligned.
		const data = read(weight, new Uint8Array(bytes.subarray(offset, offset + length)));
		tensors.set(weight.name, { shape: weight.shape, data });
		offset += length;
	}
	if (offset !== bytes.length) {
		throw new Error(`The manifest tells of ${offset} bytes of weights, there are ${bytes.length}`);
	}
	return tensors;
}

function read({ dtype, quantization }: Weight, bytes: Uint8Array<ArrayBuffer>): Tensor['data'] {
	const exact = dtype === 'int32' ? Int32Array : Float32Array;
	if (!quantization) return new exact(bytes.buffer);
	if (quantization.dtype === 'float16') return new exact(decodeHalves(bytes));
	const { min, scale } = quantization;
	const levels = quantization.dtype === 'uint8' ? bytes : new Uint16Array(bytes.buffer);
	return new exact(Array.from(levels, (level) => level * scale + min));
}
