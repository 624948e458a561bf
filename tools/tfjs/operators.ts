import type { Network, Value, Window } from '../onnx/network';
import { transpose } from '../onnx/tensor';
import type { TfjsOperation } from './operation';

type Operator = (net: Network, op: TfjsOperation) => Value;

/** Every operator of the four face networks. Semantics: https://www.tensorflow.org/api_docs/python/tf/raw_ops */
export const OPERATORS: Readonly<Record<string, Operator>> = {
	Conv2D: (net, op) => convolution(net, op, 0),
	_FusedConv2D: fusedConvolution,
	DepthwiseConv2dNative: depthwiseConvolution,
	_FusedMatMul: fusedMatMul,
	MaxPool: maxPool,
	Mean: mean,
	Pad: pad,
	Reshape: (net, op) => net.reshape(op.value(0), [...op.constant(1).data]),
	ConcatV2: concat,
	AddV2: add,
	Add: add,
	Mul: (net, op) => net.multiply(op.value(0), op.operand(1)),
	Minimum: (net, op) => net.clip(op.value(0), -Infinity, op.scalar(1)),
	Maximum: (net, op) => net.clip(op.value(0), op.scalar(1), Infinity),
	Relu: (net, op) => net.relu(op.value(0)),
	Prelu: (net, op) => net.prelu(op.value(0), op.constant(1)),
	Sigmoid: (net, op) => net.sigmoid(op.value(0)),
	Softmax: (net, op) => net.softmax(op.value(0)),
	Identity: (_net, op) => op.value(0),
};

function add(net: Network, op: TfjsOperation): Value {
	return net.add(op.value(0), op.operand(1));
}

function window(op: TfjsOperation): Window {
	if (op.text('data_format') !== 'NHWC') op.refuse(`data_format ${op.text('data_format')}`);
	const padding = op.text('padding');
	if (padding !== 'SAME' && padding !== 'VALID') op.refuse(`padding ${padding}`);
	const [, vertical, horizontal] = op.integers('strides');
	return { padding, strides: [vertical, horizontal] };
}

function checkDilation(op: TfjsOperation): void {
	if (op.integers('dilations').some((step) => step !== 1)) op.refuse('a dilated window');
}

/** Filter [height, width, in, out]; bias, if any, is the third input. */
function convolution(net: Network, op: TfjsOperation, biases: 0 | 1): Value {
	checkDilation(op);
	const kernel = transpose(op.constant(1), [3, 2, 0, 1]);
	return net.conv(op.value(0), kernel, biases ? op.constant(2) : undefined, window(op));
}

function fusedConvolution(net: Network, op: TfjsOperation): Value {
	const [bias, activation, ...more] = op.texts('fused_ops');
	if (bias !== 'BiasAdd' || more.length) op.refuse(`fused operators ${op.texts('fused_ops')}`);
	const y = convolution(net, op, 1);
	switch (activation) {
		case undefined:
			return y;
		case 'Relu':
			return net.relu(y);
		case 'Prelu':
			return net.prelu(y, op.constant(3));
		default:
			return op.refuse(`fused operator ${activation}`);
	}
}

/** Filter [height, width, in, 1]: one kernel for each channel. */
function depthwiseConvolution(net: Network, op: TfjsOperation): Value {
	checkDilation(op);
	const filter = op.constant(1);
	if (filter.shape[3] !== 1) op.refuse(`a channel multiplier of ${filter.shape[3]}`);
	const kernel = transpose(filter, [2, 3, 0, 1]);
	return net.conv(op.value(0), kernel, undefined, window(op), filter.shape[2]);
}

function fusedMatMul(net: Network, op: TfjsOperation): Value {
	const [bias, activation, ...more] = op.texts('fused_ops');
	if (bias !== 'BiasAdd' || more.length) op.refuse(`fused operators ${op.texts('fused_ops')}`);
	if (op.flag('transpose_a') || op.flag('transpose_b')) op.refuse('a transposed operand');
	const y = net.dense(op.value(0), op.constant(1), op.constant(2));
	if (activation === undefined) return y;
	return activation === 'Relu' ? net.relu(y) : op.refuse(`fused operator ${activation}`);
}

function maxPool(net: Network, op: TfjsOperation): Value {
	const [, height, width] = op.integers('ksize');
	return net.maxPool(op.value(0), [height, width], window(op));
}

function mean(net: Network, op: TfjsOperation): Value {
	const x = op.value(0);
	const axes = [...op.constant(1).data];
	if (x.shape.length !== 4 || `${axes}` !== '1,2' || op.flag('keep_dims')) {
		op.refuse(`a mean over axes ${axes}`);
	}
	return net.reshape(net.globalAverage(x), [x.shape[0], x.shape[3]]);
}

/** Paddings [4, 2]: before and after each axis. */
function pad(net: Network, op: TfjsOperation): Value {
	const [after, ...others] = [...op.constant(1).data].toReversed();
	if (others.length !== 7 || others.some((amount) => amount !== 0)) {
		op.refuse('padding other than after the channels of an image');
	}
	return net.padChannels(op.value(0), after);
}

function concat(net: Network, op: TfjsOperation): Value {
	const values = Array.from({ length: op.inputCount - 1 }, (_, i) => op.value(i));
	return net.concat(values, op.scalar(op.inputCount - 1));
}
