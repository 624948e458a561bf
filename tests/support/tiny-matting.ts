import { encodeModel } from '../../src/lib/onnx/encode';
import type { Constant, Dim, Graph, Node } from '../../src/lib/onnx/graph';

/** How much greener than the rest a pixel is before nothing of it counts as a person. */
const GREENEST = 0.5;

/**
 * A network of MODNet's ports and kinds of layers (strided and depthwise convolutions, instance norm, bilinear
 * enlarging, a sigmoid) whose weights were chosen: it takes what is green for background, as the keyer of a
 * television studio does. Alpha is 1 - (G - (R + B) / 2) / GREENEST in the network's -1..1, within 0..1.
 * @param dims of its input
 */
export function keyer(
	dims: readonly Dim[] = ['batch', 3, 'height', 'width'],
): Uint8Array<ArrayBuffer> {
	const g: Graph = {
		name: 'keyer',
		description: 'tests',
		inputs: [{ name: 'input', element: 'float32', dims }],
		outputs: [{ name: 'output', element: 'float32', dims: ['batch', 1, 'height', 'width'] }],
		constants: [
			// The form: half as large, each channel by itself, normed, enlarged again, and weighed with nothing.
			floats(
				'down',
				[3, 1, 3, 3],
				Array.from({ length: 27 }, () => 1 / 9),
			),
			floats('gain', [3], [1, 1, 1]),
			floats('shift', [3], [0, 0, 0]),
			floats('twice', [4], [1, 1, 2, 2]),
			// The detail: colours against each other.
			floats('key', [1, 6, 1, 1], [0, 0, 0, 0.5 / GREENEST, -1 / GREENEST, 0.5 / GREENEST]),
			floats('full', [1], [1]),
			floats('zero', [], [0]),
			floats('one', [], [1]),
		],
		nodes: [
			node('Conv', ['input', 'down'], 'half', { group: 3, strides: [2, 2], pads: [1, 1, 1, 1] }),
			node('InstanceNormalization', ['half', 'gain', 'shift'], 'normed', {
				epsilon: { float: 1e-5 },
			}),
			node('Relu', ['normed'], 'active'),
			node('Sigmoid', ['active'], 'form'),
			node('Resize', ['form', '', 'twice'], 'large', {
				mode: 'linear',
				coordinate_transformation_mode: 'half_pixel',
			}),
			node('Concat', ['large', 'input'], 'both', { axis: 1 }),
			node('Conv', ['both', 'key', 'full'], 'keyed'),
			node('Clip', ['keyed', 'zero', 'one'], 'output'),
		],
	};
	return encodeModel(g);
}

function node(
	op: string,
	inputs: readonly string[],
	output: string,
	attributes: Node['attributes'] = {},
): Node {
	return { op, domain: '', name: output, inputs, outputs: [output], attributes };
}

function floats(name: string, dims: readonly number[], values: readonly number[]): Constant {
	return { name, element: 'float32', dims, data: new Uint8Array(Float32Array.from(values).buffer) };
}
