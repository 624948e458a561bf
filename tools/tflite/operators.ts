import type { Network, Value, Window } from '../onnx/network';
import { transpose } from '../onnx/tensor';
import type { TfliteOperation } from './operation';

type Operator = (net: Network, op: TfliteOperation) => Value;

/**
 * Every operator of the person mask, by its name in the schema or its custom name.
 * DEQUANTIZE is no operator here: it only widens half weights, which the import does itself.
 */
export const OPERATORS: Readonly<Record<string, Operator>> = {
	ADD: add,
	AVERAGE_POOL_2D: averagePool,
	CONV_2D: convolution,
	DEPTHWISE_CONV_2D: depthwiseConvolution,
	LOGISTIC: (net, op) => net.sigmoid(op.value(0)),
	MUL: multiply,
	RELU: (net, op) => net.relu(op.value(0)),
	RESIZE_BILINEAR: resizeBilinear,
	HARD_SWISH: (net, op) => net.hardSwish(op.value(0)),
	Convolution2DTransposeBias: upConvolution,
};

const SAME = 0;
const VALID = 1;

function paddingOf(op: TfliteOperation, code: number): Window['padding'] {
	if (code === SAME) return 'SAME';
	return code === VALID ? 'VALID' : op.refuse(`padding ${code}`);
}

function checkActivation(op: TfliteOperation, field: number): void {
	if (op.options.int8(field)) op.refuse(`fused activation ${op.options.int8(field)}`);
}

/** Fields 0..2 of Conv2DOptions, DepthwiseConv2DOptions and Pool2DOptions. */
function window(op: TfliteOperation): Window {
	const { options } = op;
	return {
		padding: paddingOf(op, options.int8(0)),
		strides: [options.int32(2), options.int32(1)],
	};
}

function checkDilation(op: TfliteOperation, field: number): void {
	const { options } = op;
	if (options.int32(field, 1) !== 1 || options.int32(field + 1, 1) !== 1) {
		op.refuse('a dilated window');
	}
}

/** Filter [out, height, width, in]. */
function convolution(net: Network, op: TfliteOperation): Value {
	checkActivation(op, 3);
	checkDilation(op, 4);
	const kernel = transpose(op.constant(1), [0, 3, 1, 2]);
	return net.conv(op.value(0), kernel, op.constant(2), window(op));
}

/** Filter [1, height, width, channels]. */
function depthwiseConvolution(net: Network, op: TfliteOperation): Value {
	checkActivation(op, 4);
	checkDilation(op, 5);
	const kernel = transpose(op.constant(1), [3, 0, 1, 2]);
	const x = op.value(0);
	if (kernel.shape[0] !== x.shape[3]) op.refuse('a channel multiplier');
	return net.conv(x, kernel, op.constant(2), window(op), x.shape[3]);
}

/**
 * MediaPipe's own operator: options are TfLiteTransposeConvParams (padding, stride width and height,
 * as 32-bit integers; padding counts from 1 = SAME), filter [out, height, width, in].
 * https://github.com/google-ai-edge/mediapipe/blob/master/mediapipe/util/tflite/operations/transpose_conv_bias.cc
 */
function upConvolution(net: Network, op: TfliteOperation): Value {
	const [padding, strideX, strideY] = new Int32Array(op.customOptions.buffer);
	if (padding !== 1) op.refuse(`padding ${padding}`);
	const filter = op.constant(1);
	const [, height, width] = filter.shape;
	if (strideY !== height || strideX !== width) op.refuse('overlapping windows');
	return net.upConv(op.value(0), transpose(filter, [3, 0, 1, 2]), op.constant(2));
}

function averagePool(net: Network, op: TfliteOperation): Value {
	const x = op.value(0);
	checkActivation(op, 5);
	if (op.options.int32(3) !== x.shape[2] || op.options.int32(4) !== x.shape[1]) {
		op.refuse('an average over less than the image');
	}
	if (window(op).padding !== 'VALID') op.refuse('a padded average');
	return net.globalAverage(x);
}

/** ResizeBilinearOptions: 2 align_corners, 3 half_pixel_centers. The second input is the new size. */
function resizeBilinear(net: Network, op: TfliteOperation): Value {
	if (op.options.int8(2) || !op.options.int8(3)) op.refuse('sampling other than at pixel centres');
	const x = op.value(0);
	const [height, width] = op.constant(1).data;
	if (height !== 2 * x.shape[1] || width !== 2 * x.shape[2]) op.refuse('a size other than double');
	return net.doubleSize(x);
}

function add(net: Network, op: TfliteOperation): Value {
	checkActivation(op, 0);
	return net.add(op.value(0), op.operand(1));
}

function multiply(net: Network, op: TfliteOperation): Value {
	checkActivation(op, 0);
	return net.multiply(op.value(0), op.operand(1));
}
