/**
 * Inputs and outputs of the UNet and of the graphs that prepare its keys and values; everything that runs them
 * imports the names from here. B is the batch (guidance: unconditional first), J the number of identities.
 *
 * Keys and values do not depend on the step or the picture. They are computed once, stay where they are, and
 * have the form that the attention of the graph takes:
 *
 * | attention | keys                                       | values           |
 * | --------- | ------------------------------------------ | ---------------- |
 * | fused     | [B, S, C]                                  | [B, S, C]        |
 * | sliced    | [B, heads, d, S], times 1/sqrt(d)          | [B, heads, S, d] |
 *
 * S is 77 for text, J times the tokens of an identity for identities (one identity behind the other).
 */
import type { AttentionModule } from './topology';

/** [B, 4, height, width] of latents. */
export const SAMPLE = 'sample';
/** [1], or [B]: 0..999, a float. */
export const TIMESTEP = 'timestep';
/** [1 or B, guidanceWidth]; only of models with guidance embedding. See guidance.ts. */
export const GUIDANCE = 'guidance';
/** [1 or B]: how much of the identities is added; only with identity. */
export const IDENTITY_SCALE = 'identity_scale';
/** [B, 4, height, width]: the output. */
export const PREDICTION = 'prediction';

/** [B, 77, contextWidth]: input of the text graph. */
export const TEXT = 'encoder_hidden_states';
/** [B, J x tokens, contextWidth]: input of the identity graph. */
export const IDENTITY = 'identity_tokens';

export interface KeyValuePorts {
	readonly keys: string;
	readonly values: string;
}

/** Outputs of the text graph, inputs of the UNet. */
export function textPorts({ path }: AttentionModule): KeyValuePorts {
	return { keys: `${path}.text_keys`, values: `${path}.text_values` };
}

/** Outputs of the identity graph, inputs of the UNet. */
export function identityPorts({ path }: AttentionModule): KeyValuePorts {
	return { keys: `${path}.identity_keys`, values: `${path}.identity_values` };
}

/**
 * [1 or B, J, tokens of the level, 1]: where each identity acts, at the resolution of a level (0 is the finest;
 * its tokens are height x width); only of graphs for several identities. See identity-masks.ts.
 */
export function maskPort(level: number): string {
	return `identity_mask_${level}`;
}
