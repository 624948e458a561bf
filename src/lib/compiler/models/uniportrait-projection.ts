import type { Checkpoint } from '../checkpoint';
import { Network, type NetworkOptions } from '../graph/network';
import { linear } from '../layers/linear';
import { layerNorm } from '../layers/norm';
import { HEAD_WIDTH, mlp, perceiverAttention, perceiverMlp } from './perceiver';
import type { Unused } from './unused';

export interface UniPortraitProjection {
	/** With the branch that looks at the structure of the face, which needs CLIP; it adds nothing at scale 0. */
	readonly structure: boolean;
	readonly headWidth?: number;
}

/**
 * UniPortrait: identity tokens of a person (junjiehe96/UniPortrait UniPortraitFaceIDResampler). Inputs `faces`
 * [1, 49 n, 512], the tokens of CurricularFace of n pictures one after the other; with structure also `structure`
 * [1, 256 n, 1728] and its weight `structure_scale` []. Output `tokens` [1, 16, width]. Unconditional: the tokens of
 * zeros [1, 49, 512].
 */
export function uniPortraitProjection(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	{ structure, headWidth = HEAD_WIDTH }: UniPortraitProjection,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const [, tokens] = net.shape('faceid_proj.latents');
	const [, channels] = net.shape('faceid_proj.proj_id.0.weight');
	const [width] = net.shape('faceid_proj.norm_out.weight');
	const faces = graph.input('faces', options.activation, [1, 'face tokens', channels]);
	const identity = mlp(net, faces, 'faceid_proj.proj_id');
	const look = structure ? structureInput(net) : null;
	let latents = net.tensor('faceid_proj.latents', 'embedding');
	for (let i = 0; net.has(`faceid_proj.layers.${i}.0.to_q.weight`); i++) {
		const path = `faceid_proj.layers.${i}`;
		const add = (part: typeof latents) =>
			graph.scoped(path, () => graph.node('Add', [part, latents]));
		latents = add(perceiverAttention(net, identity, latents, `${path}.0`, headWidth));
		if (look) {
			const seen = perceiverAttention(net, look.tokens, latents, `${path}.1`, headWidth);
			latents = add(graph.scoped(path, () => graph.node('Mul', [seen, look.scale])));
		}
		latents = add(perceiverMlp(net, latents, `${path}.2`));
	}
	const projected = linear(net, latents, 'faceid_proj.proj_out');
	const result = layerNorm(net, projected, 'faceid_proj.norm_out');
	graph.output(result, 'tokens', [1, tokens, width]);
	return net;
}

function structureInput(net: Network) {
	const { graph, options } = net;
	const [, channels] = net.shape('faceid_proj.proj_clip.0.weight');
	const input = graph.input('structure', options.activation, [1, 'structure tokens', channels]);
	const scale = graph.input('structure_scale', options.activation, []);
	return { tokens: mlp(net, input, 'faceid_proj.proj_clip'), scale };
}

/** @param structure as given to uniPortraitProjection */
export function uniPortraitUnused(structure: boolean): readonly Unused[] {
	const adapter = { pattern: /^faceid_adapter\./, reason: 'belongs to the UNet' };
	if (structure) return [adapter];
	return [
		adapter,
		{
			pattern: /^faceid_proj\.(proj_clip|layers\.\d+\.1)\./,
			reason: 'looks at the structure of the face, which scale 0 leaves out',
		},
	];
}
