import type { Element } from '$lib/onnx/graph';

/** A value in the graph under construction. */
export interface Value {
	readonly name: string;
	readonly element: Element;
	/** Number of axes, where it follows from how the value was made. */
	readonly rank?: number;
	/** Of integers(): how many. */
	readonly count?: number;
}
