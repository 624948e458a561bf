/**
 * IR backbone of CurricularFace (Huang et al. 2020; the IR_101 of junjiehe96/UniPortrait). UniPortrait takes what the
 * last block sees of the face, 7x7 places, instead of the embedding that the network was trained for.
 */
import type { Checkpoint } from '../checkpoint';
import { CompileError } from '../error';
import type { Value } from '../graph/builder';
import { Network, type NetworkOptions } from '../graph/network';
import { batchNorm, convNorm, prelu } from './batch-norm';
import type { Unused } from './unused';

/** Sides of the aligned face and of what the network sees of it. */
const FACE = 224;
/** Where the structure branch of UniPortrait looks: the patches of CLIP. */
const PATCHES = 16;

export interface CurricularFace {
	/** With the output `structure`, for UniPortrait's structure branch. */
	readonly structure: boolean;
}

/**
 * Input `pixels` [batch, 3, 224, 224], RGB in 0..255 of faces aligned to the ArcFace template times 2; outputs
 * `tokens` [batch, 49, 512], row by row, and with structure `structure` [batch, 256, 448]: what the earlier stages
 * see at each patch of CLIP, whose own token comes after it in the input of the projector.
 */
export function curricularFace(
	checkpoint: Checkpoint,
	options: NetworkOptions,
	{ structure }: CurricularFace,
): Network {
	const net = new Network(checkpoint, options);
	const { graph } = net;
	const pixels = graph.input('pixels', options.activation, ['batch', 3, FACE, FACE]);
	// 1. Half the size, in [-1, 1].
	let x = graph.scoped('preprocess', () => normalise(net, pixels));
	// 2. First layer.
	x = convNorm(net, x, 'input_layer.0', 'input_layer.1');
	x = prelu(net, x, 'input_layer.2');
	// 3. Blocks; those that change the width begin a stage, and the first.
	const earlier: { stage: Value; channels: number }[] = [];
	let side = FACE / 2;
	let channels = 0;
	for (let i = 0; net.has(`body.${i}.res_layer.1.weight`); i++) {
		const begins = i === 0 || net.has(`body.${i}.shortcut_layer.0.weight`);
		if (begins) side /= 2;
		if (begins && i > 0) earlier.push({ stage: x, channels });
		x = block(net, x, `body.${i}`, begins ? 2 : 1);
		[channels] = net.shape(`body.${i}.res_layer.4.weight`);
	}
	if (!Number.isInteger(side) || !earlier.length) {
		throw new CompileError('mismatch', `${checkpoint.label}: not the stages of an IR backbone`);
	}
	// 4. Places become tokens.
	const tokens = graph.scoped('tokens', () => toTokens(net, x));
	graph.output(tokens, 'tokens', ['batch', side ** 2, channels]);
	if (structure) {
		const seen = graph.scoped('structure', () => {
			const resized = earlier.map(({ stage }) => resizeTo(net, stage, PATCHES));
			return toTokens(net, graph.node('Concat', resized, { axis: 1 }));
		});
		const width = earlier.reduce((sum, stage) => sum + stage.channels, 0);
		graph.output(seen, 'structure', ['batch', PATCHES ** 2, width]);
	}
	return net;
}

/** Means of 2x2 pixels, which are what resizing to half shows where corners are not aligned; then [-1, 1]. */
function normalise({ graph, options }: Network, pixels: Value): Value {
	const number = (value: number) => graph.table(String(value), [value], [], options.activation);
	const half = graph.node('AveragePool', [pixels], { kernel_shape: [2, 2], strides: [2, 2] });
	return graph.node('Sub', [graph.node('Div', [half, number(127.5)]), number(1)]);
}

/** Norm, conv, norm, PReLU, conv with the stride, norm; added to x, brought to the same shape. */
function block(net: Network, x: Value, path: string, stride: number): Value {
	const layer = (i: number) => `${path}.res_layer.${i}`;
	let y = batchNorm(net, x, layer(0));
	y = prelu(net, convNorm(net, y, layer(1), layer(2)), layer(3));
	y = convNorm(net, y, layer(4), layer(5), { stride });
	return net.graph.scoped(path, () => net.graph.node('Add', [y, shortcut(net, x, path, stride)]));
}

function shortcut(net: Network, x: Value, path: string, stride: number): Value {
	const conv = `${path}.shortcut_layer.0`;
	if (net.has(`${conv}.weight`)) {
		return convNorm(net, x, conv, `${path}.shortcut_layer.1`, { stride });
	}
	if (stride === 1) return x;
	// Every second pixel.
	const strides = [stride, stride];
	return net.graph.node('MaxPool', [x], { kernel_shape: [1, 1], strides });
}

/** [B, C, H, W] -> [B, HW, C] */
function toTokens({ graph }: Network, x: Value): Value {
	const flat = graph.node('Reshape', [x, graph.integers([0, 0, -1])]);
	return graph.node('Transpose', [flat], { perm: [0, 2, 1] });
}

/** Bilinear, corners not aligned, without a low-pass filter, as torch's interpolate. */
function resizeTo({ graph }: Network, x: Value, side: number): Value {
	return graph.node('Resize', [x, null, null, graph.integers([side, side])], {
		axes: [2, 3],
		mode: 'linear',
		coordinate_transformation_mode: 'half_pixel',
	});
}

export const CURRICULAR_FACE_UNUSED: readonly Unused[] = [
	{ pattern: /\.num_batches_tracked$/, reason: 'only training reads it' },
	{ pattern: /^output_layer\./, reason: 'makes the embedding, which UniPortrait does not take' },
];
