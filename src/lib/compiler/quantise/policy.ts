import type { Format, WeightSpec } from '../graph/weight';

/** The format of a weight, as data: the first rule that matches decides. */
export interface PrecisionRule {
	readonly roles?: readonly WeightSpec['role'][];
	/** Matches the name of the weight. */
	readonly name?: string;
	/** Fewer values than this stay as they are in the rules below. */
	readonly atLeast?: number;
	readonly format: Format;
}

export type PrecisionPolicy = readonly PrecisionRule[];

/** Nothing is rounded: the reference that others are measured against. */
export const FLOAT32: PrecisionPolicy = [{ format: 'float32' }];
