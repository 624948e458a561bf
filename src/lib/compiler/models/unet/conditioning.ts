/** Keys and values of cross-attention, computed once per prompt and once per face. */
import { linear } from '../../layers/linear';
import type { Network } from '../../graph/network';
import type { UnetConfig } from './config';
import {
	keyValueDims,
	prepareKeyValues,
	prepareRegions,
	regionDims,
	type KeyValues,
} from './cross-attention';
import type { IdentityAdapter } from './identity-adapter';
import { IDENTITY, identityPorts, TEXT, textPorts } from './ports';
import { crossAttentions, unetTopology } from './topology';

/**
 * The graph that turns text embeddings into the keys and values of all layers, from the UNet's own weights
 * (a LoRA merged into them included).
 */
export function buildTextConditioning(net: Network, config: UnetConfig): void {
	const { graph } = net;
	const { activation, attention } = net.options;
	const text = graph.input(TEXT, activation, ['batch', 'tokens', config.contextWidth]);
	for (const module of crossAttentions(unetTopology(config))) {
		const prepared = prepareKeyValues(
			net,
			{
				keys: linear(net, text, `${module.path}.to_k`),
				values: linear(net, text, `${module.path}.to_v`),
			},
			module,
		);
		addOutputs(
			net,
			prepared,
			textPorts(module),
			keyValueDims(attention, module, 'batch', 'tokens'),
		);
	}
}

export interface IdentityOptions {
	/** For a UNet that takes several identities with masks. */
	readonly regions: boolean;
}

/** The graph that turns the tokens of identities into the keys and values of all layers; `net` reads the adapter. */
export function buildIdentityConditioning(
	net: Network,
	config: UnetConfig,
	{ layers, naming }: IdentityAdapter,
	{ regions }: IdentityOptions,
): void {
	const { graph } = net;
	const { activation, attention } = net.options;
	const dims = regions ? ['batch', 'identities', 'tokens'] : ['batch', 'tokens'];
	const tokens = graph.input(IDENTITY, activation, [...dims, config.contextWidth]);
	for (const { module, path } of layers) {
		if (module.kind !== 'cross') continue;
		const both = {
			keys: linear(net, tokens, `${path}.${naming.keys}`),
			values: linear(net, tokens, `${path}.${naming.values}`),
		};
		const [prepared, lengths] = regions
			? [prepareRegions(net, both, module), regionDims(module, 'batch', 'tokens')]
			: [prepareKeyValues(net, both, module), keyValueDims(attention, module, 'batch', 'tokens')];
		addOutputs(net, prepared, identityPorts(module), lengths);
	}
}

function addOutputs(
	{ graph }: Network,
	values: KeyValues,
	names: KeyValues<string>,
	dims: KeyValues<readonly (number | string)[]>,
): void {
	graph.output(values.keys, names.keys, dims.keys);
	graph.output(values.values, names.values, dims.values);
}
