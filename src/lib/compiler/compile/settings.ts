import type { Element } from '$lib/onnx/graph';
import type { PackEntry } from '$lib/domain/pack-catalogue';
import type { UnetConfig } from '../models/unet/config';
import type { PackModel } from './model';

/** An input or output of a model; a name stands for a length that is known when it runs. */
export interface PortSettings {
	readonly name: string;
	readonly element: Element;
	readonly dims: readonly (number | string)[] | null;
}

/** `settings` of a pack's manifest: what the pipeline needs to know that is not in the graphs. */
export interface PackSettings {
	readonly precision: PackEntry['precision'];
	/** Of activations, inputs and outputs of all models. */
	readonly activation: 'float32' | 'float16';
	/**
	 * The UNet and its conditioning come in these forms: `unet-fused`, of operators that only WebGPU has, and
	 * `unet-sliced`, which runs everywhere.
	 */
	readonly attention: readonly ('fused' | 'sliced')[];
	/** Its inputs follow from it: timestepEmbedding, guidanceEmbedding, grids and the like take it. */
	readonly unet: UnetConfig;
	readonly sampling: NonNullable<PackEntry['sampling']> & {
		/** scheduler_config.json as it came, or null: the defaults of SD1.5. */
		readonly config: unknown;
	};
	/** Null: the pack has no text encoder of its own. */
	readonly text: {
		readonly tokens: number;
		readonly width: number;
		/** Files of the tokenizer in the pack. */
		readonly tokenizer: readonly string[];
	} | null;
	readonly identity: IdentitySettings;
	readonly latents: {
		readonly channels: number;
		/** Latents of the UNet are those of the encoder times this. */
		readonly scaling: number;
		/** Pixels a side for each latent. */
		readonly factor: number;
		readonly autoencoder: 'taesd' | 'kl' | 'none';
	};
	/** Pixels a side. */
	readonly sizes: { readonly least: number; readonly most: number; readonly step: number };
	/** By the name of the model. */
	readonly ports: Readonly<
		Record<string, { readonly inputs: PortSettings[]; readonly outputs: PortSettings[] }>
	>;
}

export interface IdentitySettings {
	readonly kind: PackEntry['identity'];
	/** Of one face; 0 without an identity. */
	readonly tokens: number;
	/** Cross-attention layers that take it, in the order of the UNet's inputs. */
	readonly layers: number;
	/** How strongly the authors' own interface applies it. */
	readonly scale: number;
	/** UniPortrait's structure branch is there: the backbone's and the projector's further ports. */
	readonly structure: boolean;
}

export function portSettings(models: readonly PackModel[]): PackSettings['ports'] {
	return Object.fromEntries(
		models.map(({ name, graph: { inputs, outputs } }) => [
			name,
			{
				inputs: inputs.map((port) => ({ ...port })),
				outputs: outputs.map((port) => ({ ...port })),
			},
		]),
	);
}
