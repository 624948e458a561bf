import { geglu } from '../../layers/activation';
import { attention, type AttentionShape } from '../../layers/attention';
import { withNorm } from '../../layers/fold';
import { linear, linearBy, linears } from '../../layers/linear';
import { addAndNorm, layerNorm } from '../../layers/norm';
import { Residual } from '../../layers/residual';
import type { Value } from '../../graph/builder';
import type { Network } from '../../graph/network';
import type { UnetConfig } from './config';
import type { Context } from './context';
import { crossAttention } from './cross-attention';
import { attentionsOf, type AttentionModule, type TransformerModule } from './topology';

/** Of the group norm of Transformer2DModel; unlike all others it is not configurable. */
const EPSILON = 1e-6;

/** Transformer2DModel: x [B, width, H, W] -> the same shape. */
export function transformer(
	net: Network,
	x: Residual,
	context: Context,
	module: TransformerModule,
	{ groups }: UnetConfig,
): Residual {
	const { graph } = net;
	const { path, width, level } = module;
	return graph.scoped(path, () => {
		// 1. Pixels become tokens before proj_in: as a 1x1 convolution it is the same linear layer. It takes over scale
		// and shift of the norm.
		const normed = graph.scoped(`${path}.norm`, () =>
			x.normalised(width, { groups, epsilon: EPSILON }),
		);
		const rows = graph.node('Transpose', [normed], { perm: [0, 2, 3, 1] });
		const tokens = graph.node('Reshape', [rows, graph.integers([0, -1, width])]);
		const projection = withNorm(net, `${path}.proj_in`, `${path}.norm`);
		let hidden = linearBy(net, tokens, `${path}.proj_in`, projection);
		// 2. Blocks.
		const attentions = attentionsOf(module);
		for (let i = 0; i < attentions.length; i += 2) {
			hidden = block(net, hidden, context, attentions[i], attentions[i + 1]);
		}
		// 3. Back to pixels. The Transposes are no work on WebGPU, which keeps the channels of images last.
		const projected = linear(net, hidden, `${path}.proj_out`);
		const pixels = graph.node('Reshape', [projected, context.grid(level)]);
		const planes = graph.node('Transpose', [pixels], { perm: [0, 3, 1, 2] });
		return new Residual(net, path, [planes, x.sum]);
	});
}

/** BasicTransformerBlock: x [B, T, width] -> the same shape. */
function block(
	net: Network,
	x: Value,
	context: Context,
	self: AttentionModule,
	cross: AttentionModule,
): Value {
	const { graph } = net;
	const path = self.path.slice(0, self.path.lastIndexOf('.'));
	return graph.scoped(path, () => {
		// 1. Among the tokens.
		const own = selfAttention(net, layerNorm(net, x, `${path}.norm1`), self);
		const mixed = addAndNorm(net, own, x, `${path}.norm2`);
		// 2. To the text and the identities.
		const texts = context.text(cross);
		const told = crossAttention(net, mixed.normed, texts, context.identity(cross), cross);
		const informed = addAndNorm(net, told, mixed.sum, `${path}.norm3`);
		// 3. Each token for itself.
		const gated = geglu(net, informed.normed, `${path}.ff.net.0.proj`);
		return graph.node('Add', [linear(net, gated, `${path}.ff.net.2`), informed.sum]);
	});
}

function selfAttention(net: Network, x: Value, module: AttentionModule): Value {
	const { path } = module;
	const names = ['to_q', 'to_k', 'to_v'];
	const [q, k, v] = linears(
		net,
		x,
		names.map((name) => `${path}.${name}`),
	);
	const mixed = net.graph.scoped(path, () =>
		attention(net, q, k, v, { ...module, largest: largest(net, module) }),
	);
	return linear(net, mixed, `${path}.to_out.0`);
}

/** Of sliced attention among the tokens of a level. */
function largest({ options }: Network, { level }: AttentionModule): AttentionShape['largest'] {
	if (!options.largest) return undefined;
	const tokens = options.largest.tokens >> (2 * level);
	return { batch: options.largest.batch, queries: tokens, keys: tokens };
}
