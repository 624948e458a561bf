import type { TensorInfo } from '../checkpoint';

/** Layers of the attention in the middle of AutoencoderKL, by their older names and those of LDM files. */
const LAYERS: Readonly<Record<string, string>> = {
	query: 'to_q',
	key: 'to_k',
	value: 'to_v',
	proj_attn: 'to_out.0',
	q: 'to_q',
	k: 'to_k',
	v: 'to_v',
	proj_out: 'to_out.0',
	norm: 'group_norm',
};

/** `query.weight` as `to_q.weight`; what has its present name already stays. */
export function canonicalAttention(rest: string): string {
	return rest.replace(/^[a-z_]+(?=\.(weight|bias)$)/, (layer) => LAYERS[layer] ?? layer);
}

/** LDM files keep the matrices as 1x1 convolutions. */
export function matrixShape({ shape }: TensorInfo): readonly number[] {
	return shape.length === 4 && shape[2] === 1 && shape[3] === 1 ? shape.slice(0, 2) : shape;
}
