/** A constant of a network, row-major. */
export interface Tensor {
	readonly shape: readonly number[];
	readonly data: Float32Array | Int32Array;
}

export const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** Reorders the axes: axis i of the result is axis order[i] of the tensor. */
export function transpose(tensor: Tensor, order: readonly number[]): Tensor {
	const strides = tensor.shape.map((_, axis) => product(tensor.shape.slice(axis + 1)));
	const shape = order.map((axis) => tensor.shape[axis]);
	const steps = order.map((axis) => strides[axis]);
	const data = tensor.data.slice();
	const index = shape.map(() => 0);
	for (let to = 0, from = 0; to < data.length; to++) {
		data[to] = tensor.data[from];
		// Count up like an odometer, keeping the source offset in step.
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			from += steps[axis];
			if (++index[axis] < shape[axis]) break;
			from -= steps[axis] * shape[axis];
			index[axis] = 0;
		}
	}
	return { shape, data };
}
