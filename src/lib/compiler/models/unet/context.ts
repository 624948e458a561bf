import type { Value } from '../../graph/builder';
import type { Network } from '../../graph/network';
import { keyValueDims, regionDims, type IdentityContext, type KeyValues } from './cross-attention';
import {
	gridPort,
	identityPorts,
	IDENTITY_SCALE,
	maskPort,
	textPorts,
	type IdentityMode,
} from './ports';
import { attentionLevels, type AttentionModule, type Topology } from './topology';

/** What transformers take besides the hidden state: inputs of the graph, see ports.ts. */
export interface Context {
	text(module: AttentionModule): KeyValues;
	/** null without identity. */
	identity(module: AttentionModule): IdentityContext | null;
	/** int64 [4], the shape in pixels of the tokens of a level. */
	grid(level: number): Value;
}

/** Declares inputs: those of a layer when it asks for them. */
export function inputContext(net: Network, topology: Topology, mode: IdentityMode): Context {
	const { graph } = net;
	const { activation, attention } = net.options;
	const levels = attentionLevels(topology);
	const gridOf = new Map(
		levels.map((level) => [level, graph.input(gridPort(level), 'int64', [4])] as const),
	);
	const scaleOf = identityScales(net, levels, mode);
	const inputs = (ports: KeyValues<string>, dims: KeyValues<readonly (number | string)[]>) => ({
		keys: graph.input(ports.keys, activation, dims.keys),
		values: graph.input(ports.values, activation, dims.values),
	});
	return {
		text: (module) =>
			inputs(textPorts(module), keyValueDims(attention, module, 'text_batch', 'text_tokens')),
		identity(module) {
			if (mode === 'none') return null;
			const [batch, tokens] = ['identity_batch', 'identity_tokens'];
			const dims =
				mode === 'regions'
					? regionDims(module, batch, tokens)
					: keyValueDims(attention, module, batch, tokens);
			return { ...inputs(identityPorts(module), dims), scale: scaleOf(module.level), mode };
		},
		grid: (level) => gridOf.get(level)!,
	};
}

/** What identity values, or what they are mixed to, are multiplied with at a level. */
function identityScales(
	{ graph, options }: Network,
	levels: readonly number[],
	mode: IdentityMode,
): (level: number) => Value {
	if (mode === 'none') {
		return () => {
			throw new Error('a UNet without identity has no scale of it');
		};
	}
	const scales = graph.input(IDENTITY_SCALE, options.activation, ['scales']);
	const ofRank = (rank: number) =>
		graph.node('Reshape', [scales, graph.integers([-1, ...new Array<number>(rank - 1).fill(1)])]);
	if (mode === 'one') {
		const scale = ofRank(options.attention === 'fused' ? 3 : 4);
		return () => scale;
	}
	const scale = ofRank(5);
	const masks = new Map(
		levels.map((level) => {
			const dims = ['masks', 1, 'identities', `tokens_${level}`, 1];
			const mask = graph.input(maskPort(level), options.activation, dims);
			return [level, graph.node('Mul', [mask, scale])] as const;
		}),
	);
	return (level) => masks.get(level)!;
}
