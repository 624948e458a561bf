import type { Attribute } from '$lib/onnx/graph';
import type { Value } from './value';

/** Number of axes of what an operator gives, as far as our layers need it; undefined where it is not known. */
export function rankOf(
	op: string,
	inputs: readonly (Value | null)[],
	attributes: Readonly<Record<string, Attribute>>,
): number | undefined {
	const [first, second] = inputs;
	switch (op) {
		case 'Reshape':
		case 'Expand':
			return second?.count;
		case 'Transpose':
			return Array.isArray(attributes.perm) ? attributes.perm.length : first?.rank;
		case 'Unsqueeze':
			return sum(first?.rank, second?.count);
		case 'Gather':
			return sum(first?.rank, sum(second?.rank, -1));
		case 'Add':
		case 'Sub':
		case 'Mul':
		case 'Div':
		case 'MatMul':
		case 'Where':
			return highest(inputs);
		case 'Shape':
			return 1;
		case 'Squeeze':
		case 'ReduceMean':
		case 'ReduceSum':
		case 'Flatten':
			return undefined;
		default:
			return first?.rank;
	}
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
	return a === undefined || b === undefined ? undefined : a + b;
}

function highest(inputs: readonly (Value | null)[]): number | undefined {
	const ranks = inputs.map((input) => input?.rank);
	return ranks.includes(undefined) ? undefined : Math.max(...(ranks as number[]));
}
