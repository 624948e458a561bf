import { IDENTITY, TEXT } from '$lib/compiler/models/unet/ports';
import { DeviceCache } from './device-cache';
import { pair, type IdentityTokens } from './identity';
import type { Outputs, PackNetworks } from './networks';
import type { PipelineSettings } from './settings';

/** How the UNet computes attention: both forms are in every pack. */
export type Attention = 'fused' | 'sliced';

/** A prompt as tokens [tokens, width] of the text encoder, with a name that stands for it. */
export interface PromptEmbedding {
	readonly key: string;
	readonly embedding: Float32Array;
}

/**
 * Keys and values of cross-attention, which no step changes: computed once for a prompt and once for a face, and kept
 * on the device for the pictures that follow.
 */
export class Conditioning {
	readonly #networks: PackNetworks;
	readonly #settings: PipelineSettings;
	readonly #attention: Attention;
	readonly #texts: DeviceCache;
	readonly #identities: DeviceCache;

	/** @param kept prompts, and faces, whose keys and values stay on the device: 8 MB each with SD1.5 */
	constructor(
		networks: PackNetworks,
		settings: PipelineSettings,
		attention: Attention,
		kept: number,
	) {
		this.#networks = networks;
		this.#settings = settings;
		this.#attention = attention;
		this.#texts = new DeviceCache(kept);
		this.#identities = new DeviceCache(kept);
	}

	/**
	 * Inputs of the UNet for a prompt. They stay ours.
	 * @param negative for guidance: comes first along the batch
	 */
	text(
		prompt: PromptEmbedding,
		negative: PromptEmbedding | null,
		signal?: AbortSignal,
	): Promise<Outputs> {
		const { tokens, width } = this.#settings.text!;
		const one = (data: Float32Array) => ({ dims: [1, tokens, width], data });
		const own = one(prompt.embedding);
		const text = negative ? pair(one(negative.embedding), own) : own;
		return this.#texts.get(JSON.stringify([prompt.key, negative?.key]), () =>
			this.#networks.run(`text-conditioning-${this.#attention}`, { [TEXT]: text }, signal),
		);
	}

	/** The same for identity tokens. @param nobody for guidance */
	identity(
		key: string,
		tokens: IdentityTokens,
		nobody: IdentityTokens | null,
		signal?: AbortSignal,
	): Promise<Outputs> {
		const feeds = { [IDENTITY]: nobody ? pair(nobody, tokens) : tokens };
		return this.#identities.get(JSON.stringify([key, nobody !== null]), () =>
			this.#networks.run(`identity-conditioning-${this.#attention}`, feeds, signal),
		);
	}

	clear(): void {
		this.#texts.clear();
		this.#identities.clear();
	}
}
