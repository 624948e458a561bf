export type Padding = 'SAME' | 'VALID';

/** Rows or columns that a window needs added before and after one axis, and the length that comes out. */
export interface Pads {
	readonly before: number;
	readonly after: number;
	readonly length: number;
}

/**
 * TensorFlow's padding of one axis: SAME keeps ceil(length / stride) steps and puts the odd one after.
 * https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2
 */
export function pads(padding: Padding, length: number, window: number, stride: number): Pads {
	if (padding === 'VALID') {
		return { before: 0, after: 0, length: Math.floor((length - window) / stride) + 1 };
	}
	const out = Math.ceil(length / stride);
	const total = Math.max((out - 1) * stride + window - length, 0);
	const before = Math.floor(total / 2);
	return { before, after: total - before, length: out };
}
