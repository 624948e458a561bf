import type { Checkpoint } from '../checkpoint';
import { Network, type NetworkOptions } from '../graph/network';
import { linear } from '../layers/linear';
import { faceTokens } from './faceid-projection';
import { HEAD_WIDTH, resample } from './perceiver';

const RESAMPLER = 'image_proj.perceiver_resampler.';

export interface PlusProjection {
	/**
	 * PlusV2: the tokens of the embedding are added to what the image makes of them, so that the image can be
	 * weighed. The two versions have the same keys: the file name tells.
	 */
	readonly shortcut: boolean;
	readonly headWidth?: number;
}

/**
 * IP-Adapter FaceID-Plus and PlusV2: identity tokens of a face and its picture (tencent-ailab/IP-Adapter
 * ProjPlusModel). Inputs `face` [1, 512], an ArcFace embedding of length 1; `image` [1, T, 1280], hidden_states[-2]
 * of CLIP; with the shortcut `structure` [], the weight of the picture. Unconditional: all zeros. Output `tokens`
 * [1, 4, width].
 */
export function plusProjection(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	{ shortcut, headWidth = HEAD_WIDTH }: PlusProjection,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const [, embedding] = net.shape('image_proj.proj.0.weight');
	const [, channels] = net.shape(`${RESAMPLER}proj_in.weight`);
	const face = graph.input('face', options.activation, [1, embedding]);
	const image = graph.input('image', options.activation, [1, 'image tokens', channels]);
	// 1. Tokens of the face are the latents that look at the picture.
	const { value: own, tokens, width } = faceTokens(net, face);
	const seen = linear(net, image, `${RESAMPLER}proj_in`);
	let result = resample(net, seen, own, RESAMPLER, headWidth);
	// 2. PlusV2 weighs what they saw.
	if (shortcut) {
		const structure = graph.input('structure', options.activation, []);
		result = graph.node('Add', [own, graph.node('Mul', [result, structure])]);
	}
	graph.output(result, 'tokens', [1, tokens, width]);
	return net;
}
