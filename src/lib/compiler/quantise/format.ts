import { product, type Format, type PlannedWeight, type WeightSpec } from '../graph/weight';
import { decodeFloats, encodeFloats, type FloatElement } from './float';
import { decodeInt4, divides, encodeInt4, int4Constants } from './int4-block';
import { decodeInt8, encodeInt8, int8Constants } from './int8-channel';
import type { PrecisionPolicy } from './policy';

/**
 * Chooses the format of a weight and plans its constants, the first of which has its name.
 * @param scales how quantised weights keep their scales: the type of the activations
 */
export function formatWeight(
	spec: WeightSpec,
	policy: PrecisionPolicy,
	scales: FloatElement = 'float32',
): PlannedWeight {
	const format = fitting(spec, choose(spec, policy));
	switch (format) {
		case 'float32':
		case 'float16': {
			const { name, dims } = spec;
			const bytes = product(dims) * (format === 'float16' ? 2 : 4);
			return {
				spec,
				format,
				constants: [{ name, element: format, dims, bytes }],
				encode: (values) => [encodeFloats(values, format)],
			};
		}
		case 'int8-channel': {
			const length = product(spec.dims.slice(1));
			const encode = (values: Float32Array) => encodeInt8(values, length, scales);
			return { spec, format, constants: int8Constants(spec, scales), encode };
		}
		case 'int4-block': {
			const encode = (values: Float32Array) => encodeInt4(values, scales);
			return { spec, format, constants: int4Constants(spec, scales), encode };
		}
	}
}

/** What the encoded bytes of a weight stand for. */
export function decodeWeight(
	{ format, constants }: PlannedWeight,
	encoded: readonly Uint8Array[],
): Float32Array {
	const scales = constants.at(-1)!.element as FloatElement;
	switch (format) {
		case 'float32':
		case 'float16':
			return decodeFloats(encoded[0], format);
		case 'int8-channel':
			return decodeInt8(encoded, scales);
		case 'int4-block':
			return decodeInt4(encoded, scales);
	}
}

function choose(spec: WeightSpec, policy: PrecisionPolicy): Format {
	const rule = policy.find(
		({ roles, name, atLeast }) =>
			(!roles || roles.includes(spec.role)) &&
			(!name || new RegExp(name).test(spec.name)) &&
			product(spec.dims) >= (atLeast ?? 0),
	);
	return rule?.format ?? 'float32';
}

/** Blocks need a linear layer whose rows they divide; other weights are kept in 8 bits. */
function fitting({ role, dims }: WeightSpec, format: Format): Format {
	const blocks = role === 'linear' && dims.length === 2 && divides(dims[1]);
	return format === 'int4-block' && !blocks ? 'int8-channel' : format;
}
