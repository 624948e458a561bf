import { silu } from '../../layers/activation';
import { linear } from '../../layers/linear';
import { joined, stacked } from '../../layers/stack';
import type { Value } from '../../graph/builder';
import type { Network } from '../../graph/network';
import type { UnetConfig } from './config';
import { GUIDANCE, TIMESTEP } from './ports';
import type { ResnetModule } from './topology';

/**
 * Outputs of a Split on WebGPU: each takes a storage buffer, and adapters must offer no more than 8 of them in
 * a shader.
 */
const SPLIT = 7;

/** [1, timeWidth] after the SiLU that stands before every time_emb_proj. */
export function timeEmbedding(net: Network, config: UnetConfig): Value {
	const { graph } = net;
	const { activation } = net.options;
	const [{ channels }] = config.levels;

	return graph.scoped('time_embedding', () => {
		const waves = graph.input(TIMESTEP, activation, [1, channels]);
		// Guidance, where the model was distilled for it, then two linear layers.
		const guided =
			config.guidanceWidth === null ? waves : withGuidance(net, waves, config.guidanceWidth);
		const hidden = silu(net, linear(net, guided, 'time_embedding.linear_1'));
		return silu(net, linear(net, hidden, 'time_embedding.linear_2'));
	});
}

function withGuidance(net: Network, waves: Value, width: number): Value {
	const guidance = net.graph.input(GUIDANCE, net.options.activation, [1, width]);
	return net.graph.node('Add', [waves, linear(net, guidance, 'time_embedding.cond_proj')]);
}

/**
 * What time adds to the channels of each ResNet, with the bias of its first convolution, [output] by path: it goes
 * into that convolution as its bias, which costs nothing there. Neighbours share one matrix product: their weights
 * lie below each other, as many as one Split can take apart, and near each other in the file.
 */
export function timeBiases(
	net: Network,
	embedding: Value,
	resnets: readonly ResnetModule[],
): ReadonlyMap<string, Value> {
	const groups = Math.ceil(resnets.length / SPLIT);
	const size = Math.ceil(resnets.length / groups);
	const biases = new Map<string, Value>();
	for (let begin = 0; begin < resnets.length; begin += size) {
		const group = resnets.slice(begin, begin + size);
		projectGroup(net, embedding, group).forEach((value, i) => {
			biases.set(group[i].path, value);
		});
	}
	return biases;
}

function projectGroup(net: Network, embedding: Value, group: readonly ResnetModule[]): Value[] {
	const { graph } = net;
	const outputs = group.map(({ output }) => output);
	const total = outputs.reduce((a, b) => a + b);
	const [, input] = net.shape(`${group[0].path}.time_emb_proj.weight`);
	const weight = stackedWeights(net, group, [total, input]);
	const bias = stackedBiases(net, group, total);
	return graph.scoped(`${group[0].path}.time_emb_proj`, () => {
		const all = graph.node('Gemm', [embedding, weight, bias], { transB: 1 });
		const line = graph.node('Reshape', [all, graph.integers([total])]);
		if (group.length === 1) return [line];
		return graph.split('Split', group.length, [line, graph.integers(outputs)], { axis: 0 });
	});
}

function stackedWeights(
	net: Network,
	group: readonly ResnetModule[],
	dims: readonly number[],
): Value {
	const sources = group.map(({ path }) => `${path}.time_emb_proj.weight`);
	const name = `${sources[0]} and ${sources.length - 1} more`;
	return net.weight(stacked(name, 'linear', dims, sources));
}

function stackedBiases(net: Network, group: readonly ResnetModule[], total: number): Value {
	const ofTime = group.map(({ path }) => `${path}.time_emb_proj.bias`);
	const ofConvolution = group.map(({ path }) => `${path}.conv1.bias`);
	return net.weight({
		name: `${ofTime[0]} and ${ofTime.length - 1} more, with those of conv1`,
		role: 'bias',
		dims: [total],
		sources: [...ofTime, ...ofConvolution],
		async values(read) {
			const [sum, further] = [await joined(ofTime, read), await joined(ofConvolution, read)];
			return sum.map((value, i) => value + further[i]);
		},
	});
}
