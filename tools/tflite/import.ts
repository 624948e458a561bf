import type { Network, Value } from '../onnx/network';
import type { Tensor } from '../onnx/tensor';
import type { TfliteModel } from './model';
import { TfliteOperation } from './operation';
import { OPERATORS } from './operators';

/** Widens half weights, which are read as float32 anyway. */
const DEQUANTIZE = 'DEQUANTIZE';

/**
 * Writes a TFLite model with one image input into a network and returns its outputs.
 * Throws an error that names the operator where one is unknown.
 */
export function importTflite(net: Network, model: TfliteModel, input: Value): Value[] {
	const unknown = model.operations
		.map((node) => node.operator)
		.filter((operator) => !Object.hasOwn(OPERATORS, operator) && operator !== DEQUANTIZE);
	if (unknown.length) {
		throw new Error(`TFLite operator not supported: ${[...new Set(unknown)].join(', ')}`);
	}
	if (model.inputs.length !== 1) throw new Error(`${model.inputs.length} inputs instead of one`);

	const tensors = new Map<number, Value | Tensor>([[model.inputs[0], input]]);
	const operand = (index: number): Value | Tensor => {
		const found = tensors.get(index) ?? model.tensors[index].constant;
		if (!found) throw new Error(`${model.tensors[index].name} is used before it is computed`);
		return found;
	};
	// The file lists its operators in an order of computation.
	for (const node of model.operations) {
		const inputs = node.inputs.map(operand);
		const output =
			node.operator === DEQUANTIZE
				? inputs[0]
				: OPERATORS[node.operator](net, new TfliteOperation(node, inputs));
		tensors.set(node.outputs[0], output);
	}
	return model.outputs.map((index) => {
		const value = operand(index);
		if (!('name' in value)) throw new Error(`${model.tensors[index].name} is a constant`);
		return value;
	});
}
