import { geglu } from '../../layers/activation';
import { attention } from '../../layers/attention';
import { linear } from '../../layers/linear';
import { groupNorm, layerNorm } from '../../layers/norm';
import type { Value } from '../../graph/builder';
import type { Network } from '../../graph/network';
import type { UnetConfig } from './config';
import { crossAttention, type IdentityContext, type KeyValues } from './cross-attention';
import type { AttentionModule, TransformerModule } from './topology';

/** Of the group norm of Transformer2DModel; unlike all others it is not configurable. */
const EPSILON = 1e-6;

/** What the cross-attention of a layer takes besides the hidden state. */
export interface Context {
	text(module: AttentionModule): KeyValues;
	/** null without identity. */
	identity(module: AttentionModule): IdentityContext | null;
}

/** Transformer2DModel: x [B, width, H, W] -> the same shape. */
export function transformer(
	net: Network,
	x: Value,
	context: Context,
	module: TransformerModule,
	{ groups }: UnetConfig,
): Value {
	const { graph } = net;
	const { path, width, heads, depth } = module;
	return graph.scoped(path, () => {
		// 1. Pixels become tokens before proj_in: as a 1x1 convolution it is the same linear layer.
		const normed = groupNorm(net, x, `${path}.norm`, groups, EPSILON);
		const flat = graph.node('Reshape', [normed, graph.integers([0, width, -1])]);
		const tokens = graph.node('Transpose', [flat], { perm: [0, 2, 1] });
		let hidden = linear(net, tokens, `${path}.proj_in`);
		// 2. Blocks.
		for (let k = 0; k < depth; k++) {
			hidden = block(net, hidden, context, `${path}.transformer_blocks.${k}`, width, heads);
		}
		// 3. Back to pixels, of the size of x.
		const projected = linear(net, hidden, `${path}.proj_out`);
		const planes = graph.node('Transpose', [projected], { perm: [0, 2, 1] });
		const size = graph.node('Shape', [x], {}, 'int64');
		return graph.node('Add', [graph.node('Reshape', [planes, size]), x]);
	});
}

/** BasicTransformerBlock: x [B, T, width] -> the same shape. */
function block(
	net: Network,
	x: Value,
	context: Context,
	path: string,
	width: number,
	heads: number,
): Value {
	const { graph } = net;
	return graph.scoped(path, () => {
		// 1. Among the tokens.
		const own = selfAttention(
			net,
			layerNorm(net, x, `${path}.norm1`),
			`${path}.attn1`,
			width,
			heads,
		);
		const mixed = graph.node('Add', [own, x]);
		// 2. To the text and the identities.
		const cross: AttentionModule = { path: `${path}.attn2`, kind: 'cross', width, heads };
		const normed = layerNorm(net, mixed, `${path}.norm2`);
		const told = crossAttention(net, normed, context.text(cross), context.identity(cross), cross);
		const informed = graph.node('Add', [told, mixed]);
		// 3. Each token for itself.
		const third = layerNorm(net, informed, `${path}.norm3`);
		const gated = geglu(net, third, `${path}.ff.net.0.proj`);
		return graph.node('Add', [linear(net, gated, `${path}.ff.net.2`), informed]);
	});
}

function selfAttention(net: Network, x: Value, path: string, width: number, heads: number): Value {
	const [q, k, v] = ['to_q', 'to_k', 'to_v'].map((name) => linear(net, x, `${path}.${name}`));
	const mixed = net.graph.scoped(path, () => attention(net, q, k, v, { heads, width }));
	return linear(net, mixed, `${path}.to_out.0`);
}
