import { silu } from '../../layers/activation';
import { linear } from '../../layers/linear';
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

/** [1 or B, timeWidth] after the SiLU that stands before every time_emb_proj. */
export function timeEmbedding(net: Network, config: UnetConfig): Value {
	const { graph } = net;
	const { activation } = net.options;
	const [{ channels }] = config.levels;

	return graph.scoped('time_embedding', () => {
		const waves = graph.input(TIMESTEP, activation, ['times', channels]);
		// Guidance, where the model was distilled for it, then two linear layers.
		const guided =
			config.guidanceWidth === null ? waves : withGuidance(net, waves, config.guidanceWidth);
		const hidden = silu(net, linear(net, guided, 'time_embedding.linear_1'));
		return silu(net, linear(net, hidden, 'time_embedding.linear_2'));
	});
}

function withGuidance(net: Network, waves: Value, width: number): Value {
	const guidance = net.graph.input(GUIDANCE, net.options.activation, ['guidances', width]);
	return net.graph.node('Add', [waves, linear(net, guidance, 'time_embedding.cond_proj')]);
}

/**
 * The time projections of all ResNets, [1 or B, output, 1, 1] by path. Neighbours share one matrix product:
 * their weights lie below each other, as many as one Split can take apart, and near each other in the file.
 */
export function timeProjections(
	net: Network,
	embedding: Value,
	resnets: readonly ResnetModule[],
): ReadonlyMap<string, Value> {
	const groups = Math.ceil(resnets.length / SPLIT);
	const size = Math.ceil(resnets.length / groups);
	const projections = new Map<string, Value>();
	for (let begin = 0; begin < resnets.length; begin += size) {
		const group = resnets.slice(begin, begin + size);
		projectGroup(net, embedding, group).forEach((value, i) => {
			projections.set(group[i].path, value);
		});
	}
	return projections;
}

function projectGroup(net: Network, embedding: Value, group: readonly ResnetModule[]): Value[] {
	const { graph } = net;
	const outputs = group.map(({ output }) => output);
	const total = outputs.reduce((a, b) => a + b);
	const [, input] = net.shape(`${group[0].path}.time_emb_proj.weight`);
	const weight = stacked(net, group, 'weight', [total, input]);
	const bias = stacked(net, group, 'bias', [total]);
	return graph.scoped(`${group[0].path}.time_emb_proj`, () => {
		const all = graph.node('Gemm', [embedding, weight, bias], { transB: 1 });
		const planes = graph.node('Reshape', [all, graph.integers([0, total, 1, 1])]);
		if (group.length === 1) return [planes];
		return graph.split('Split', group.length, [planes, graph.integers(outputs)], { axis: 1 });
	});
}

function stacked(
	net: Network,
	group: readonly ResnetModule[],
	kind: 'weight' | 'bias',
	dims: readonly number[],
): Value {
	const sources = group.map(({ path }) => `${path}.time_emb_proj.${kind}`);
	return net.weight({
		name: `${sources[0]} and ${sources.length - 1} more`,
		role: kind === 'weight' ? 'linear' : 'bias',
		dims,
		sources,
		async values(read) {
			const rows = new Float32Array(dims.reduce((a, b) => a * b));
			let offset = 0;
			for (const source of sources) {
				const values = await read(source);
				rows.set(values, offset);
				offset += values.length;
			}
			return rows;
		},
	});
}
