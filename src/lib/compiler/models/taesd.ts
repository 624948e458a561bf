/**
 * TAESD (madebyollin/taesd; diffusers AutoencoderTiny), a small distilled stand-in for the SD1.5 autoencoder:
 * convs and blocks in a row, whose order the keys tell. Latents are those of the UNet, scaling factor 1.
 * Names are those of diffusers; read/canonical.ts brings the two official files to them.
 */
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import type { Value } from '../graph/builder';
import { Network, type NetworkOptions } from '../graph/network';
import { conv } from '../layers/conv';
import { upsampleNearest } from '../layers/upsample';
import type { Unused } from './unused';

/** Latents beyond this are bent back: tanh(x / 3) * 3. */
const MAGNITUDE = 3;

/** Input `image` [batch, 3, H, W] in [-1, 1], sides multiples of 8; output `latents` [batch, 4, H/8, W/8]. */
export function taesdEncoder(checkpoint: Checkpoint, options: NetworkOptions): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const image = graph.input('image', options.activation, ['batch', 3, 'height', 'width']);
	// The network reads [0, 1].
	const number = (value: number) => graph.table(String(value), [value], [], options.activation);
	let x = graph.node('Mul', [image, number(0.5)]);
	x = graph.node('Add', [x, number(0.5)]);
	const layers = layersOf(net, 'encoder');
	for (const layer of layers) {
		// Convs without a bias are those that halve the sides.
		x = layer.block
			? block(net, x, layer.path)
			: conv(net, x, layer.path, { stride: layer.bias ? 1 : 2 });
	}
	const [channels] = net.shape(`${layers.at(-1)!.path}.weight`);
	graph.output(x, 'latents', ['batch', channels, 'latent height', 'latent width']);
	return net;
}

/** Input `latents` [batch, 4, h, w]; output `image` [batch, 3, 8h, 8w], about [-1, 1]: it is not clipped. */
export function taesdDecoder(checkpoint: Checkpoint, options: NetworkOptions): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const layers = layersOf(net, 'decoder');
	const [, channels] = net.shape(`${layers[0].path}.weight`);
	const latents = graph.input('latents', options.activation, [
		'batch',
		channels,
		'height',
		'width',
	]);
	const number = (value: number) => graph.table(String(value), [value], [], options.activation);
	// 1. Clamp.
	let x = graph.node('Tanh', [graph.node('Div', [latents, number(MAGNITUDE)])]);
	x = graph.node('Mul', [x, number(MAGNITUDE)]);
	// 2. Layers; an upsampling stands before each conv that has no bias.
	for (const [i, layer] of layers.entries()) {
		if (layer.block) x = block(net, x, layer.path);
		else if (layer.bias) x = conv(net, x, layer.path);
		else
			x = conv(
				net,
				graph.scoped(layer.path, () => upsampleNearest(net, x)),
				layer.path,
			);
		if (i === 0) x = graph.node('Relu', [x]);
	}
	// 3. [0, 1] to [-1, 1].
	x = graph.node('Mul', [x, number(2)]);
	x = graph.node('Sub', [x, number(1)]);
	graph.output(x, 'image', ['batch', 3, 'image height', 'image width']);
	return net;
}

/** relu(convs(x) + x); a 1x1 conv stands for x where the channels differ. */
function block(net: Network, x: Value, path: string): Value {
	const { graph } = net;
	// 1. Three convs, the first two with an activation.
	let y = graph.node('Relu', [conv(net, x, `${path}.conv.0`)]);
	y = graph.node('Relu', [conv(net, y, `${path}.conv.2`)]);
	y = conv(net, y, `${path}.conv.4`);
	// 2. The way past them.
	const skip = net.has(`${path}.skip.weight`) ? conv(net, x, `${path}.skip`) : x;
	return graph.scoped(path, () => graph.node('Relu', [graph.node('Add', [y, skip])]));
}

interface Layer {
	readonly path: string;
	/** A residual block, or else one conv. */
	readonly block: boolean;
	readonly bias: boolean;
}

/** The layers with weights, in order. Indices without any are activations and upsamplings. */
function layersOf(net: Network, part: 'encoder' | 'decoder'): readonly Layer[] {
	const prefix = `${part}.layers.`;
	const indices = net.checkpoint
		.names()
		.filter((name) => name.startsWith(prefix))
		.map((name) => parseInt(name.slice(prefix.length)));
	if (!indices.length) {
		throw new CompileError('missing', `${net.checkpoint.label}: no TAESD ${part}`);
	}
	const layers = [...new Set(indices)]
		.sort((a, b) => a - b)
		.map((index) => {
			const path = `${prefix}${index}`;
			const block = net.has(`${path}.conv.0.weight`);
			return { path, block, bias: block || net.has(`${path}.bias`) };
		});
	if ([layers[0], layers.at(-1)!].some((layer) => layer.block || !layer.bias)) {
		const message = `${net.checkpoint.label}: a TAESD ${part} begins and ends with a conv`;
		throw new CompileError('mismatch', message);
	}
	return layers;
}

/** The other half of a file that holds both. */
export function taesdUnused(part: 'encoder' | 'decoder'): readonly Unused[] {
	const other = part === 'encoder' ? 'decoder' : 'encoder';
	return [{ pattern: new RegExp(`^${other}\\.`), reason: `belongs to the ${other}` }];
}
