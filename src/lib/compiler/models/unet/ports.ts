/**
 * Inputs and outputs of the UNet and of the graphs that prepare its keys and values; everything that runs them
 * imports the names from here. B is the batch (guidance: unconditional first), J the number of identities.
 *
 * Keys and values do not depend on the step or the picture. They are computed once, stay where they are, and
 * have the form that the attention of the graph takes, S tokens of C = heads x d channels:
 *
 * |                             | keys                                 | values              |
 * | --------------------------- | ------------------------------------ | ------------------- |
 * | fused attention             | [B, S, C]                            | [B, S, C]           |
 * | sliced attention            | [B, heads, d, S], times 1/sqrt(d)    | [B, heads, S, d]    |
 * | identities in regions, both | [B, heads, J, d, S], times 1/sqrt(d) | [B, heads, J, S, d] |
 */
import { levelSize, type AttentionModule } from './topology';

/** [B, 4, height, width]: latents; height and width are multiples of 2 for every halving. */
export const SAMPLE = 'sample';
/** [1, channels of the first level]: see timestep.ts. */
export const TIMESTEP = 'timestep';
/** [1, guidanceWidth]; only of models with guidance embedding. See guidance.ts. */
export const GUIDANCE = 'guidance';
/** [1] or [B]: how much of the identities is added; only with identity. */
export const IDENTITY_SCALE = 'identity_scale';
/** [B, 4, height, width]: the output. */
export const PREDICTION = 'prediction';

/** [B, tokens, contextWidth]: input of the text graph. */
export const TEXT = 'encoder_hidden_states';
/** [B, tokens, contextWidth], for regions [B, J, tokens, contextWidth]: input of the identity graph. */
export const IDENTITY = 'identity_tokens';

/** How the UNet takes identities: one everywhere, or several with masks. */
export type IdentityMode = 'none' | 'one' | 'regions';

export function identityMode(options: { identity: boolean; regions?: boolean }): IdentityMode {
	if (!options.identity) return 'none';
	return options.regions ? 'regions' : 'one';
}

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
 * [1 or B, 1, J, tokens of the level, 1]: where each identity acts, for identities in regions; level 0 is the
 * finest, tokens are row-major. See identity-masks.ts.
 */
export function maskPort(level: number): string {
	return `identity_mask_${level}`;
}

/**
 * int64 [4], on the CPU: [0, height, width, -1] of a level. Tokens become pixels again by it; read from a
 * tensor it would be a Shape node, which the WebGPU provider leaves to the CPU.
 */
export function gridPort(level: number): string {
	return `grid_${level}`;
}

/** What gridPort wants for latents of this size, for every level that has attention. */
export function grids(
	levels: readonly number[],
	height: number,
	width: number,
): Readonly<Record<string, BigInt64Array<ArrayBuffer>>> {
	return Object.fromEntries(
		levels.map((level) => {
			const size = [height, width].map((side) => levelSize(side, level));
			return [gridPort(level), BigInt64Array.from([0, ...size, -1], BigInt)];
		}),
	);
}
