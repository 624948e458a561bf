import type { Network, Value } from '../onnx/network';
import type { Tensor } from '../onnx/tensor';
import type { TfjsModel, TfjsNode } from './model';
import { TfjsOperation } from './operation';
import { OPERATORS } from './operators';

/**
 * Writes a tfjs model into a network, fed by one image input, and returns how to get at the value of
 * any node. Throws an error that names the operator where one is unknown, needed or not.
 */
export function importTfjs(
	net: Network,
	{ nodes, weights }: TfjsModel,
	input: Value,
): (node: string) => Value {
	const unknown = nodes
		.map((node) => node.op)
		.filter((op) => !Object.hasOwn(OPERATORS, op) && op !== 'Const' && op !== 'Placeholder');
	if (unknown.length) {
		throw new Error(`tfjs operator not supported: ${[...new Set(unknown)].join(', ')}`);
	}
	const byName = new Map(nodes.map((node) => [node.name, node]));
	const done = new Map<string, Value | Tensor>();

	function compute(name: string): Value | Tensor {
		const node = byName.get(name);
		if (!node) throw new Error(`The model has no node ${name}`);
		const value = done.get(name) ?? evaluate(node);
		done.set(name, value);
		return value;
	}

	function evaluate(node: TfjsNode): Value | Tensor {
		if (node.op === 'Placeholder') return input;
		if (node.op === 'Const') {
			const weight = weights.get(node.name);
			if (!weight) throw new Error(`The weights lack ${node.name}`);
			return weight;
		}
		return OPERATORS[node.op](net, new TfjsOperation(node, node.input.map(compute)));
	}

	return (name) => {
		const value = compute(name);
		if (!('name' in value)) throw new Error(`${name} is a constant`);
		return value;
	};
}
