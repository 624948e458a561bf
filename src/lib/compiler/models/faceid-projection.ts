import type { Checkpoint } from '../checkpoint';
import type { Value } from '../graph/builder';
import { Network, type NetworkOptions } from '../graph/network';
import { layerNorm } from '../layers/norm';
import { mlp } from './perceiver';
import type { Unused } from './unused';

/**
 * IP-Adapter FaceID: identity tokens of a face (tencent-ailab/IP-Adapter MLPProjModel). Input `face` [batch, 512],
 * an ArcFace embedding of length 1, or zeros for the unconditional tokens; output `tokens` [batch, 4, width].
 */
export function faceIdProjection(checkpoint: Checkpoint, options: NetworkOptions): Network {
	const net = new Network(checkpoint, options);
	const [, embedding] = net.shape('image_proj.proj.0.weight');
	const face = net.graph.input('face', options.activation, ['batch', embedding]);
	const { value, tokens, width } = faceTokens(net, face);
	net.graph.output(value, 'tokens', ['batch', tokens, width]);
	return net;
}

/** The tokens of an embedding [batch, 512]. */
export function faceTokens(
	net: Network,
	face: Value,
): { value: Value; tokens: number; width: number } {
	const { graph } = net;
	const [width] = net.shape('image_proj.norm.weight');
	const tokens = net.shape('image_proj.proj.2.weight')[0] / width;
	const flat = mlp(net, face, 'image_proj.proj');
	const split = graph.scoped('image_proj', () =>
		graph.node('Reshape', [flat, graph.integers([-1, tokens, width])]),
	);
	return { value: layerNorm(net, split, 'image_proj.norm'), tokens, width };
}

/** What adapter files hold besides their projection. */
export const ADAPTER_UNUSED: readonly Unused[] = [
	{ pattern: /^ip_adapter\./, reason: 'belongs to the UNet' },
];
