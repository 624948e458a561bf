import { encodeHalves } from '$lib/onnx/half';
import { product, type Format, type PlannedWeight, type WeightSpec } from '../graph/weight';
import type { PrecisionPolicy } from './policy';

/** Chooses the format of a weight and plans its constants. */
export function formatWeight(spec: WeightSpec, policy: PrecisionPolicy): PlannedWeight {
	const format = choose(spec, policy);
	const element = format === 'float16' ? 'float16' : 'float32';
	const bytes = product(spec.dims) * (element === 'float16' ? 2 : 4);
	return {
		spec,
		format,
		constants: [{ name: spec.name, element, dims: spec.dims, bytes }],
		encode: (values) => [
			element === 'float16'
				? encodeHalves(values)
				: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
		],
	};
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
