import type { Checkpoint } from '../checkpoint';
import { Network, type NetworkOptions } from '../graph/network';
import { linear } from '../layers/linear';
import { HEAD_WIDTH, resample } from './perceiver';

/**
 * IP-Adapter plus and plus-face: tokens of a picture (tencent-ailab/IP-Adapter Resampler). Input `image`
 * [1, T, 1280], hidden_states[-2] of CLIP; for the unconditional tokens that of a picture of zeros. Output `tokens`
 * [1, 16, width].
 * @param headWidth channels of a head
 */
export function resampler(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	headWidth = HEAD_WIDTH,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const [, tokens] = net.shape('image_proj.latents');
	const [, channels] = net.shape('image_proj.proj_in.weight');
	const [width] = net.shape('image_proj.norm_out.weight');
	const image = graph.input('image', options.activation, [1, 'image tokens', channels]);
	const latents = net.tensor('image_proj.latents', 'embedding');
	const seen = linear(net, image, 'image_proj.proj_in');
	const result = resample(net, seen, latents, 'image_proj.', headWidth);
	graph.output(result, 'tokens', [1, tokens, width]);
	return net;
}
