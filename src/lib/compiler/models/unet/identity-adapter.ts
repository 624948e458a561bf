/**
 * The tensors that an identity adapter has for the attention layers of a UNet: IP-Adapter (tencent-ailab), its
 * FaceID variants, UniPortrait. They number the layers as diffusers' `attn_processors`; those of cross-attention
 * have keys and values for the identity, those of the FaceID variants and UniPortrait a LoRA for every layer.
 */
import type { Checkpoint } from '../../checkpoint';
import { CompileError } from '../../error';
import type { UnetConfig } from './config';
import { attentionModules, unetTopology, type AttentionModule } from './topology';

/** How a family of adapters names its tensors. */
interface Naming {
	readonly prefix: string;
	readonly keys: string;
	readonly values: string;
}

const NAMINGS: readonly Naming[] = [
	{ prefix: 'ip_adapter', keys: 'to_k_ip', values: 'to_v_ip' },
	{ prefix: 'faceid_adapter', keys: 'to_k_faceid', values: 'to_v_faceid' },
];

/** Layers of a LoRA: how the adapter and the UNet call them. */
export const LORA_LAYERS: readonly (readonly [string, string])[] = [
	['to_q_lora', 'to_q'],
	['to_k_lora', 'to_k'],
	['to_v_lora', 'to_v'],
	['to_out_lora', 'to_out.0'],
];

export interface IdentityLayer {
	readonly module: AttentionModule;
	/** Path in the adapter, as `ip_adapter.5`. */
	readonly path: string;
}

export interface IdentityAdapter {
	readonly checkpoint: Checkpoint;
	/** Every attention layer. */
	readonly layers: readonly IdentityLayer[];
	readonly naming: Naming;
	/** Rank of the LoRA that belongs to it; 0 without one. */
	readonly rank: number;
}

/**
 * Finds an adapter's layers and checks that it was made for this UNet.
 * @throws CompileError 'unsupported' for other files, 'missing' and 'mismatch' for an adapter of another base
 */
export function readIdentityAdapter(checkpoint: Checkpoint, config: UnetConfig): IdentityAdapter {
	const { label } = checkpoint;
	const modules = attentionModules(unetTopology(config));
	const layersOf = ({ prefix }: Naming): IdentityLayer[] =>
		modules.map((module, i) => ({ module, path: `${prefix}.${i}` }));
	const firstCross = modules.findIndex(({ kind }) => kind === 'cross');
	const naming = NAMINGS.find(
		({ prefix, keys }) => checkpoint.info(`${prefix}.${firstCross}.${keys}.weight`) !== undefined,
	);
	if (!naming) {
		const tried = NAMINGS.map(({ prefix, keys }) => `${prefix}.${firstCross}.${keys}.weight`);
		const message = `${label}: not an identity adapter: it has none of ${tried.join(', ')}`;
		throw new CompileError('unsupported', message);
	}
	const layers = layersOf(naming);
	const down = checkpoint.info(`${layers[0].path}.to_q_lora.down.weight`);
	const adapter = { checkpoint, layers, naming, rank: down?.shape[0] ?? 0 };
	for (const [name, expected] of identityTensors(adapter, config)) {
		const found = checkpoint.info(name)?.shape;
		const cause = `expected [${expected}]; it was made for another UNet`;
		if (!found) throw new CompileError('missing', `${label}: no tensor ${name}, ${cause}`);
		if (found.join() !== expected.join()) {
			throw new CompileError('mismatch', `${label}: ${name} is [${found}], ${cause}`);
		}
	}
	refuseFurtherLayers(adapter);
	return adapter;
}

/** Names and shapes of the tensors that the layers need. */
export function identityTensors(
	{ layers, naming, rank }: Omit<IdentityAdapter, 'checkpoint'>,
	{ contextWidth }: UnetConfig,
): ReadonlyMap<string, readonly number[]> {
	const shapes = new Map<string, readonly number[]>();
	for (const { path, module } of layers) {
		const { kind, width } = module;
		const source = kind === 'cross' ? contextWidth : width;
		if (rank > 0) {
			for (const [lora] of LORA_LAYERS) {
				const input = lora === 'to_k_lora' || lora === 'to_v_lora' ? source : width;
				shapes.set(`${path}.${lora}.down.weight`, [rank, input]);
				shapes.set(`${path}.${lora}.up.weight`, [width, rank]);
			}
		}
		if (kind === 'cross') {
			shapes.set(`${path}.${naming.keys}.weight`, [width, contextWidth]);
			shapes.set(`${path}.${naming.values}.weight`, [width, contextWidth]);
		}
	}
	return shapes;
}

/** An adapter for more layers than the UNet has would put them in the wrong places. */
function refuseFurtherLayers({ checkpoint, layers, naming: { prefix } }: IdentityAdapter): void {
	const further = checkpoint
		.names()
		.find((name) => name.startsWith(`${prefix}.`) && Number(name.split('.')[1]) >= layers.length);
	if (further) {
		const message = `${checkpoint.label}: ${further}, but the UNet has ${layers.length} attention layers; it was made for another UNet`;
		throw new CompileError('mismatch', message);
	}
}
