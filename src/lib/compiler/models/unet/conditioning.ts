/** Keys and values of cross-attention, computed once per prompt and once per face. */
import { linear } from '../../layers/linear';
import type { Network } from '../../graph/network';
import type { UnetConfig } from './config';
import { keyValueDims, prepareKeyValues } from './cross-attention';
import { TEXT, textPorts, type KeyValuePorts } from './ports';
import { crossAttentions, unetTopology, type AttentionModule } from './topology';

/**
 * The graph that turns text embeddings into the keys and values of all layers, from the UNet's own weights
 * (a LoRA merged into them included).
 */
export function buildTextConditioning(net: Network, config: UnetConfig): void {
	buildKeyValues(net, config, TEXT, 77, (module) => ({
		keys: `${module.path}.to_k`,
		values: `${module.path}.to_v`,
		ports: textPorts(module),
	}));
}

export interface KeyValueLayer {
	/** Paths of linear layers without bias. */
	readonly keys: string;
	readonly values: string;
	readonly ports: KeyValuePorts;
}

/** A graph with one input, [B, tokens, contextWidth], and the keys and values of every cross-attention. */
export function buildKeyValues(
	net: Network,
	config: UnetConfig,
	input: string,
	tokens: number | string,
	layer: (module: AttentionModule) => KeyValueLayer,
): void {
	const { graph } = net;
	const { activation } = net.options;
	const context = graph.input(input, activation, ['batch', tokens, config.contextWidth]);
	for (const module of crossAttentions(unetTopology(config))) {
		const { keys, values, ports } = layer(module);
		const prepared = prepareKeyValues(
			net,
			{ keys: linear(net, context, keys), values: linear(net, context, values) },
			module,
		);
		const dims = keyValueDims(net.options.attention, module, 'batch', tokens);
		graph.output(prepared.keys, ports.keys, dims.keys);
		graph.output(prepared.values, ports.values, dims.values);
	}
}
