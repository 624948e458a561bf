import type { Format, WeightSpec } from '../graph/weight';

/** The format of a weight, as data: the first rule that matches decides. */
export interface PrecisionRule {
	readonly roles?: readonly WeightSpec['role'][];
	/** Matches the name of the weight. */
	readonly name?: string;
	/** Weights with fewer values go to the rules below. */
	readonly atLeast?: number;
	readonly format: Format;
}

export type PrecisionPolicy = readonly PrecisionRule[];

/** Nothing is rounded: the reference that others are measured against. */
export const FLOAT32: PrecisionPolicy = [{ format: 'float32' }];

export const FLOAT16: PrecisionPolicy = [{ format: 'float16' }];

/** What a few values of an image or of time pass through: an error here goes into everything behind it. */
const SENSITIVE = '(^|\\.)(conv_in|conv_out|time_embedding|time_emb_proj|cond_proj)(\\.|$)';

/** Fewer values than this cost nothing to keep. */
const LARGE = 2 ** 14;

/** 4-bit linear layers and 8-bit convolutions, where they are large and not sensitive. */
export const SMALL: PrecisionPolicy = [
	{ name: SENSITIVE, format: 'float16' },
	{ roles: ['linear'], atLeast: LARGE, format: 'int4-block' },
	{ roles: ['conv'], atLeast: LARGE, format: 'int8-channel' },
	{ format: 'float16' },
];

/** By the name that packs call them. */
export const POLICIES = { float32: FLOAT32, float16: FLOAT16, small: SMALL } as const;
