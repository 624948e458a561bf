import { PackError } from '$lib/domain/pack';
import type { PackNetworks } from './networks';
import type { PipelineSettings } from './settings';
import type { Tokenise } from './text/tokenise';

/** Embeddings that outlive the worker, by prompt; those of one pack. */
export interface EmbeddingStore {
	get(prompt: string): Promise<Float32Array | undefined>;
	set(prompt: string, embedding: Float32Array): Promise<void>;
}

/** Embeddings that are kept in memory: 236 KiB each with SD1.5. */
const KEPT = 32;

/** Text embeddings; the text encoder is open for new text only. */
export class PromptEncoder {
	readonly #networks: PackNetworks;
	readonly #settings: PipelineSettings;
	readonly #tokenise: () => Promise<Tokenise>;
	readonly #store: EmbeddingStore;
	readonly #known = new Map<string, Float32Array>();

	/** @param tokenise is asked for when there is new text */
	constructor(
		networks: PackNetworks,
		settings: PipelineSettings,
		tokenise: () => Promise<Tokenise>,
		store: EmbeddingStore,
	) {
		this.#networks = networks;
		this.#settings = settings;
		this.#tokenise = tokenise;
		this.#store = store;
	}

	/**
	 * What the text encoder makes of a prompt: [tokens, width].
	 * @param keep in the store too: for the catalogue's prompts, never for what a person typed
	 * @throws PackError 'unsupported' for a pack without a text encoder
	 */
	async encode(prompt: string, keep: boolean, signal?: AbortSignal): Promise<Float32Array> {
		const { text } = this.#settings;
		if (!text) throw new PackError('unsupported', 'the pack has no text encoder');
		const length = text.tokens * text.width;
		const known = this.#known.get(prompt) ?? (await this.#store.get(prompt));
		const usable = known?.length === length;
		const embedding = usable ? known : await this.#compute(prompt, signal);
		if (embedding.length !== length) {
			throw new PackError('unsafe', `the text encoder gives ${embedding.length} numbers`);
		}
		if (keep && !usable) await this.#store.set(prompt, embedding);
		this.#known.delete(prompt);
		this.#known.set(prompt, embedding);
		for (const oldest of [...this.#known.keys()].slice(0, -KEPT)) this.#known.delete(oldest);
		return embedding;
	}

	async #compute(prompt: string, signal?: AbortSignal): Promise<Float32Array> {
		const { ids } = (await this.#tokenise())(prompt);
		const feeds = { ids: { dims: [1, ids.length], data: ids } };
		const { context } = await this.#networks.run('text-encoder', feeds, signal);
		try {
			return await context.read();
		} finally {
			context.dispose();
		}
	}
}
