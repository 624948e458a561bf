import { GraphBuilder } from './graph-builder';
import { pads, type Padding } from './padding';
import { product, type Tensor } from './tensor';
import type { Attribute, Graph } from './encode';

/** What a layer computes. The shape is channels-last, as the source has it; the first axis is the batch. */
export interface Value {
	readonly name: string;
	readonly shape: readonly number[];
	/** Where the value is nothing but another one clipped: what, and to which bounds. */
	readonly clipped?: { readonly source: Value; readonly low: number; readonly high: number };
}

export interface Window {
	readonly padding: Padding;
	/** Vertical, horizontal. */
	readonly strides: readonly [number, number];
}

/** Any batch length. */
export const BATCH = -1;

/**
 * Layers of channels-last networks (tfjs, TFLite) written as a channels-first ONNX graph: images
 * [batch, height, width, channels] become [batch, channels, height, width], weights are turned once
 * here, and only a reshape of an image needs a Transpose. Values of other ranks keep their order.
 */
export class Network {
	readonly #graph: GraphBuilder;

	constructor(options: { readonly halfWeights: boolean }) {
		this.#graph = new GraphBuilder(options.halfWeights);
	}

	/** An image input, [height, width, channels]. */
	input(name: string, [height, width, channels]: readonly number[]): Value {
		this.#graph.input({ name, shape: [BATCH, channels, height, width] });
		return { name, shape: [BATCH, height, width, channels] };
	}

	output(value: Value, name: string): void {
		this.#graph.output(value.name, { name, shape: stored(value.shape) });
	}

	build(name: string, description: string): Graph {
		return this.#graph.build(name, description);
	}

	/** Cross-correlation. Kernel [out, in / group, height, width]; bias [out] or none. */
	conv(x: Value, kernel: Tensor, bias: Tensor | undefined, window: Window, group = 1): Value {
		const [outChannels, , height, width] = kernel.shape;
		const { attributes, shape } = this.#window(x, [height, width], window);
		const inputs = [x.name, this.#graph.weight(kernel)];
		if (bias) inputs.push(this.#graph.constant(bias));
		return this.#value('Conv', inputs, [...shape, outChannels], { ...attributes, group });
	}

	/** Transposed convolution whose windows touch without overlap. Kernel [in, out, stride, stride]. */
	upConv(x: Value, kernel: Tensor, bias: Tensor): Value {
		const [batch, height, width] = x.shape;
		const [, outChannels, stepY, stepX] = kernel.shape;
		return this.#value(
			'ConvTranspose',
			[x.name, this.#graph.weight(kernel), this.#graph.constant(bias)],
			[batch, height * stepY, width * stepX, outChannels],
			{ kernel_shape: [stepY, stepX], strides: [stepY, stepX] },
		);
	}

	maxPool(x: Value, size: readonly [number, number], window: Window): Value {
		const { attributes, shape } = this.#window(x, size, window);
		return this.#value('MaxPool', [x.name], [...shape, x.shape[3]], attributes);
	}

	/** Mean over all pixels: [batch, 1, 1, channels]. */
	globalAverage(x: Value): Value {
		return this.#value('GlobalAveragePool', [x.name], [x.shape[0], 1, 1, x.shape[3]]);
	}

	/** Doubles height and width bilinearly; samples sit at pixel centres (half_pixel_centers). */
	doubleSize(x: Value): Value {
		const [batch, height, width, channels] = x.shape;
		const scales = this.#graph.constant({ shape: [4], data: Float32Array.of(1, 1, 2, 2) });
		return this.#value('Resize', [x.name, '', scales], [batch, height * 2, width * 2, channels], {
			mode: 'linear',
			coordinate_transformation_mode: 'half_pixel',
		});
	}

	relu(x: Value): Value {
		return this.clip(x, 0, Infinity);
	}

	/** Limits to low..high, either of them infinite. Clips in a row become one. */
	clip(x: Value, low: number, high: number): Value {
		const clamp = (value: number) => Math.min(Math.max(value, low), high);
		const source = x.clipped?.source ?? x;
		const clipped = {
			source,
			low: clamp(x.clipped?.low ?? -Infinity),
			high: clamp(x.clipped?.high ?? Infinity),
		};
		if (clipped.low === 0 && clipped.high === Infinity) {
			return { ...this.#value('Relu', [source.name], x.shape), clipped };
		}
		const bounds = [clipped.low, clipped.high].map((bound) =>
			Number.isFinite(bound)
				? this.#graph.constant({ shape: [], data: Float32Array.of(bound) })
				: '',
		);
		return { ...this.#value('Clip', [source.name, ...bounds], x.shape), clipped };
	}

	/** x where positive, else slope * x. One slope for each channel. */
	prelu(x: Value, slope: Tensor): Value {
		return this.#value('PRelu', [x.name, this.#operand(slope, x)], x.shape);
	}

	sigmoid(x: Value): Value {
		return this.#value('Sigmoid', [x.name], x.shape);
	}

	/** x * clip(x / 6 + 1 / 2, 0, 1), as two operators: the WebGPU provider has no HardSwish. */
	hardSwish(x: Value): Value {
		const gate = this.#value('HardSigmoid', [x.name], x.shape, {
			alpha: { float: 1 / 6 },
			beta: { float: 0.5 },
		});
		return this.multiply(x, gate);
	}

	/** Over the last axis, which must be the channels of a vector. */
	softmax(x: Value): Value {
		return this.#value('Softmax', [x.name], x.shape, { axis: x.shape.length - 1 });
	}

	add(x: Value, y: Value | Tensor): Value {
		return this.#value('Add', [x.name, this.#operand(y, x)], broadcast(x, y));
	}

	multiply(x: Value, y: Value | Tensor): Value {
		return this.#value('Mul', [x.name, this.#operand(y, x)], broadcast(x, y));
	}

	/** Vector times matrix plus bias. Matrix [in, out]; bias [out]. */
	dense(x: Value, matrix: Tensor, bias: Tensor): Value {
		const inputs = [x.name, this.#graph.weight(matrix), this.#graph.constant(bias)];
		return this.#value('Gemm', inputs, [x.shape[0], matrix.shape[1]]);
	}

	/** Adds channels of zeros after the last. */
	padChannels(x: Value, count: number): Value {
		const [batch, height, width, channels] = x.shape;
		const amounts = this.#graph.integers([0, 0, 0, 0, 0, count, 0, 0]);
		return this.#value('Pad', [x.name, amounts], [batch, height, width, channels + count]);
	}

	/** Joins along a channels-last axis. */
	concat(values: readonly Value[], axis: number): Value {
		const [first] = values;
		const shape = first.shape.slice();
		shape[axis] = values.reduce((sum, value) => sum + value.shape[axis], 0);
		const order = shape.length === 4 ? [0, 2, 3, 1] : shape.map((_, i) => i);
		const names = values.map((value) => value.name);
		return this.#value('Concat', names, shape, { axis: order[axis] });
	}

	/** Reads the numbers of each batch element in channels-last order into another shape. */
	reshape(x: Value, shape: readonly number[]): Value {
		const target = [BATCH, ...shape.slice(1)];
		if (target.length === 4 || product(target) !== product(x.shape)) {
			throw new Error(`Cannot reshape [${x.shape}] to [${shape}]`);
		}
		const pixels = x.shape.length === 4 ? x.shape[1] * x.shape[2] : 1;
		const ordered =
			pixels > 1 ? this.#graph.node('Transpose', [x.name], { perm: [0, 2, 3, 1] }) : x.name;
		return this.#value('Reshape', [ordered, this.#graph.integers(target)], target);
	}

	#value(
		type: string,
		inputs: readonly string[],
		shape: readonly number[],
		attributes: Readonly<Record<string, Attribute>> = {},
	): Value {
		return { name: this.#graph.node(type, inputs, attributes), shape };
	}

	#window(x: Value, size: readonly [number, number], { padding, strides }: Window) {
		const [batch, height, width] = x.shape;
		const rows = pads(padding, height, size[0], strides[0]);
		const columns = pads(padding, width, size[1], strides[1]);
		return {
			attributes: {
				kernel_shape: size,
				strides,
				pads: [rows.before, columns.before, rows.after, columns.after],
			},
			shape: [batch, rows.length, columns.length],
		};
	}

	/** The other operand of x, broadcast along channels where it is a constant. */
	#operand(operand: Value | Tensor, x: Value): string {
		if ('name' in operand) return operand.name;
		const channels = product(operand.shape);
		if (channels !== 1 && operand.shape.at(-1) !== channels) {
			throw new Error(`A constant of shape [${operand.shape}] is not one number a channel`);
		}
		if (channels === 1) return this.#graph.constant({ ...operand, shape: [] });
		const shape = x.shape.length === 4 ? [channels, 1, 1] : [channels];
		return this.#graph.constant({ ...operand, shape });
	}
}

function broadcast(x: Value, y: Value | Tensor): readonly number[] {
	return 'name' in y ? x.shape.map((length, axis) => Math.max(length, y.shape[axis])) : x.shape;
}

function stored(shape: readonly number[]): readonly number[] {
	if (shape.length !== 4) return shape;
	const [batch, height, width, channels] = shape;
	return [batch, channels, height, width];
}
