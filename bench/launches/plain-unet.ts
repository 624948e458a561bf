/**
 * A UNet with an identity adapter as torch.onnx writes it: norms, attention and activations taken apart, biases
 * added by nodes of their own, the keys and values of text and identity computed in every step. The shapes are
 * fixed, so that no arithmetic of shapes is counted.
 */
import type { Value } from '../../src/lib/compiler/graph/builder';
import type { Network } from '../../src/lib/compiler/graph/network';
import { conv } from '../../src/lib/compiler/layers/conv';
import { upsampleNearest } from '../../src/lib/compiler/layers/upsample';
import type { UnetConfig } from '../../src/lib/compiler/models/unet/config';
import {
	attentionsOf,
	unetTopology,
	type AttentionModule,
	type ResnetModule,
	type Stage,
	type TransformerModule,
} from '../../src/lib/compiler/models/unet/topology';

/** Batch, height and width of the latents. */
export type Size = readonly [batch: number, height: number, width: number];

/** Tokens of text and identity. */
export const TEXT_TOKENS = 77;
export const IDENTITY_TOKENS = 4;

export function buildPlainUnet(net: Network, config: UnetConfig, size: Size): void {
	new PlainUnet(net, config, size).build();
}

class PlainUnet {
	readonly #text: Value;
	readonly #identity: Value;
	readonly #scale: Value;

	constructor(
		readonly net: Network,
		readonly config: UnetConfig,
		readonly size: Size,
	) {
		const { contextWidth } = config;
		const [batch] = size;
		this.#text = net.graph.input('text', 'float32', [batch, TEXT_TOKENS, contextWidth]);
		this.#identity = net.graph.input('identity', 'float32', [batch, IDENTITY_TOKENS, contextWidth]);
		this.#scale = net.graph.input('identity_scale', 'float32', [1]);
	}

	build(): void {
		const { net, config, size } = this;
		const { graph } = net;
		const [batch, height, width] = size;
		const topology = unetTopology(config);
		const sample = graph.input('sample', 'float32', [batch, config.inChannels, height, width]);
		const time = this.time();
		const stage = (x: Value, { resnet, transformer }: Stage) => {
			const hidden = this.resnet(x, time, resnet);
			return transformer ? this.transformer(hidden, transformer) : hidden;
		};
		let hidden = conv(net, sample, 'conv_in');
		const skips = [hidden];
		for (const { stages, resampler } of topology.down) {
			for (const each of stages) skips.push((hidden = stage(hidden, each)));
			if (resampler) skips.push((hidden = conv(net, hidden, resampler, { stride: 2, pad: 1 })));
		}
		for (const each of topology.mid?.stages ?? []) hidden = stage(hidden, each);
		for (const { stages, resampler } of topology.up) {
			for (const each of stages) {
				hidden = stage(graph.node('Concat', [hidden, skips.pop()!], { axis: 1 }), each);
			}
			if (resampler) hidden = conv(net, upsampleNearest(net, hidden), resampler);
		}
		const normed = this.silu(this.groupNorm(hidden, 'conv_norm_out', config.epsilon));
		const dims = [batch, config.outChannels, height, width];
		graph.output(conv(net, normed, 'conv_out'), 'prediction', dims);
	}

	time(): Value {
		const { net, config } = this;
		const { graph } = net;
		const [{ channels }] = config.levels;
		const half = channels / 2;
		const frequencies = Float32Array.from({ length: half }, (_, i) =>
			Math.exp((-Math.log(10_000) * i) / half),
		);
		const timestep = graph.input('timestep', 'float32', [1, 1]);
		const table = graph.table('frequencies', frequencies, [1, half], 'float32');
		const angles = graph.node('Mul', [timestep, table]);
		const waves = graph.node('Concat', [graph.node('Cos', [angles]), graph.node('Sin', [angles])], {
			axis: 1,
		});
		const hidden = this.silu(this.gemm(waves, 'time_embedding.linear_1'));
		return this.gemm(hidden, 'time_embedding.linear_2');
	}

	resnet(x: Value, time: Value, { path, input, output }: ResnetModule): Value {
		const { net, config } = this;
		const { graph } = net;
		const first = this.silu(this.groupNorm(x, `${path}.norm1`, config.epsilon));
		const projected = this.gemm(this.silu(time), `${path}.time_emb_proj`);
		const plane = graph.node('Reshape', [projected, graph.integers([1, output, 1, 1])]);
		const timed = graph.node('Add', [conv(net, first, `${path}.conv1`), plane]);
		const second = this.silu(this.groupNorm(timed, `${path}.norm2`, config.epsilon));
		const shortcut = input === output ? x : conv(net, x, `${path}.conv_shortcut`);
		return graph.node('Add', [shortcut, conv(net, second, `${path}.conv2`)]);
	}

	transformer(x: Value, module: TransformerModule): Value {
		const { net } = this;
		const { graph } = net;
		const { path, width, level } = module;
		const [batch, ...sides] = this.size;
		const [height, columns] = sides.map((side) => side >> level);
		const projected = conv(net, this.groupNorm(x, `${path}.norm`, 1e-6), `${path}.proj_in`);
		const rows = graph.node('Transpose', [projected], { perm: [0, 2, 3, 1] });
		let hidden = graph.node('Reshape', [rows, graph.integers([batch, -1, width])]);
		const attentions = attentionsOf(module);
		for (let i = 0; i < attentions.length; i += 2) {
			hidden = this.block(hidden, attentions[i], attentions[i + 1]);
		}
		const pixels = graph.node('Reshape', [hidden, graph.integers([batch, height, columns, width])]);
		const planes = graph.node('Transpose', [pixels], { perm: [0, 3, 1, 2] });
		return graph.node('Add', [conv(net, planes, `${path}.proj_out`), x]);
	}

	block(x: Value, self: AttentionModule, cross: AttentionModule): Value {
		const { graph } = this.net;
		const path = self.path.slice(0, self.path.lastIndexOf('.'));
		const first = this.layerNorm(x, `${path}.norm1`);
		const mixed = graph.node('Add', [this.attention(first, first, null, self), x]);
		const second = this.layerNorm(mixed, `${path}.norm2`);
		const told = this.attention(second, this.#text, this.#identity, cross);
		const informed = graph.node('Add', [told, mixed]);
		const third = this.layerNorm(informed, `${path}.norm3`);
		const both = this.linear(third, `${path}.ff.net.0.proj`);
		const [value, gate] = graph.split('Split', 2, [both], { axis: -1, num_outputs: 2 });
		const gated = graph.node('Mul', [value, this.gelu(gate)]);
		return graph.node('Add', [this.linear(gated, `${path}.ff.net.2`), informed]);
	}

	attention(x: Value, context: Value, identity: Value | null, module: AttentionModule): Value {
		const { graph } = this.net;
		const { path, width } = module;
		const queries = this.linear(x, `${path}.to_q`);
		const keys = this.linear(context, `${path}.to_k`);
		let mixed = this.attend(queries, keys, this.linear(context, `${path}.to_v`), module);
		if (identity) {
			const known = this.attend(
				queries,
				this.linear(identity, `${path}.to_k_ip`),
				this.linear(identity, `${path}.to_v_ip`),
				module,
			);
			mixed = graph.node('Add', [mixed, graph.node('Mul', [known, this.#scale])]);
		}
		const merged = graph.node('Transpose', [mixed], { perm: [0, 2, 1, 3] });
		const tokens = graph.node('Reshape', [merged, graph.integers([0, -1, width])]);
		return this.linear(tokens, `${path}.to_out.0`);
	}

	/** scaled_dot_product_attention: both factors are scaled by the root of the scale. */
	attend(q: Value, k: Value, v: Value, { heads, width }: AttentionModule): Value {
		const { graph } = this.net;
		const split = (x: Value, perm: readonly number[]) => {
			const shape = graph.integers([0, -1, heads, width / heads]);
			return graph.node('Transpose', [graph.node('Reshape', [x, shape])], { perm });
		};
		const root = graph.table('root', [(width / heads) ** -0.25], [], 'float32');
		const scores = graph.node('MatMul', [
			graph.node('Mul', [split(q, [0, 2, 1, 3]), root]),
			graph.node('Mul', [split(k, [0, 2, 3, 1]), root]),
		]);
		const weights = graph.node('Softmax', [scores], { axis: -1 });
		return graph.node('MatMul', [weights, split(v, [0, 2, 1, 3])]);
	}

	linear(x: Value, path: string): Value {
		const { net } = this;
		const weight = net.tensor(`${path}.weight`, 'linear');
		const transposed = net.graph.node('Transpose', [weight], { perm: [1, 0] });
		const y = net.graph.node('MatMul', [x, transposed]);
		if (!net.has(`${path}.bias`)) return y;
		return net.graph.node('Add', [net.tensor(`${path}.bias`, 'bias'), y]);
	}

	gemm(x: Value, path: string): Value {
		const { net } = this;
		const weight = net.tensor(`${path}.weight`, 'linear');
		return net.graph.node('Gemm', [x, weight, net.tensor(`${path}.bias`, 'bias')], { transB: 1 });
	}

	groupNorm(x: Value, path: string, epsilon: number): Value {
		const { net, config } = this;
		const { graph } = net;
		const { groups } = config;
		const [channels] = net.shape(`${path}.weight`);
		const grouped = graph.node('Reshape', [x, graph.integers([0, groups, -1])]);
		const normed = graph.node(
			'InstanceNormalization',
			[grouped, graph.repeated(1, groups, 'float32'), graph.repeated(0, groups, 'float32')],
			{ epsilon: { float: epsilon } },
		);
		// Back to the shape of x: its width is the one length that Reshape cannot read from a constant 0.
		const back = graph.node('Reshape', [normed, graph.node('Shape', [x], {}, 'int64')]);
		const scale = net.tensor(`${path}.weight`, 'norm', [1, channels, 1, 1]);
		const bias = net.tensor(`${path}.bias`, 'norm', [1, channels, 1, 1]);
		return graph.node('Add', [graph.node('Mul', [back, scale]), bias]);
	}

	layerNorm(x: Value, path: string): Value {
		const { net } = this;
		const { graph } = net;
		const number = (value: number) => graph.table('number', [value], [], 'float32');
		const mean = (value: Value) => graph.node('ReduceMean', [value, graph.integers([-1])]);
		const centred = graph.node('Sub', [x, mean(x)]);
		const variance = mean(graph.node('Pow', [centred, number(2)]));
		const deviation = graph.node('Sqrt', [graph.node('Add', [variance, number(1e-5)])]);
		const normed = graph.node('Div', [centred, deviation]);
		const scaled = graph.node('Mul', [normed, net.tensor(`${path}.weight`, 'norm')]);
		return graph.node('Add', [scaled, net.tensor(`${path}.bias`, 'norm')]);
	}

	silu(x: Value): Value {
		const { graph } = this.net;
		return graph.node('Mul', [x, graph.node('Sigmoid', [x])]);
	}

	gelu(x: Value): Value {
		const { graph } = this.net;
		const number = (value: number) => graph.table('number', [value], [], 'float32');
		const erf = graph.node('Erf', [graph.node('Div', [x, number(Math.SQRT2)])]);
		const twice = graph.node('Mul', [x, graph.node('Add', [erf, number(1)])]);
		return graph.node('Mul', [twice, number(0.5)]);
	}
}
