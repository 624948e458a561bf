import type { GeneratedRecipe, GenerationTiming } from '$lib/domain/generated';
import type { PackManifest } from '$lib/domain/pack';
import type { DeviceTensor, HostTensor, NetworkRuntime } from '$lib/runtime/runtime';
import { Conditioning, type Attention, type PromptEmbedding } from './conditioning';
import { decode, type Picture } from './decode';
import { denoise } from './denoise';
import { PromptEncoder, type EmbeddingStore } from './encode-prompt';
import { StructureEncoder } from './encode-structure';
import { IdentityEncoder, type ClipPixels, type IdentityTokens } from './identity';
import { PackNetworks, type Feeds, type ReadPackFile } from './networks';
import { seededNoise, type NoiseSource } from './noise/normal';
import { preview } from './preview';
import { createSampler } from './schedulers/sampler';
import { checkRecipe } from './recipe-check';
import { readSettings, type PipelineSettings } from './settings';
import { createTokeniser, type Tokenise } from './text/tokenise';

export interface PipelineOptions {
	readonly runtime: NetworkRuntime;
	readonly manifest: PackManifest;
	readonly readFile: ReadPackFile;
	readonly attention: Attention;
	/** One large network at a time. */
	readonly saveMemory: boolean;
	readonly embeddings: EmbeddingStore;
	readonly clipPixels: ClipPixels;
}

/** A picture to draw. */
export interface DrawRequest {
	readonly recipe: GeneratedRecipe;
	/** From identify(); null draws nobody in particular. */
	readonly identity: string | null;
	/** RGBA at the recipe's size; null for text-to-image. */
	readonly structure: Uint8ClampedArray | null;
	/** A preview every so many steps, but not of the last; 0 for none. */
	readonly previewEvery: number;
	/** Keeps the embeddings of the prompts: see PromptEncoder. */
	readonly keepPrompt: boolean;
	/** For tests: instead of that of the seed. */
	readonly noise?: NoiseSource;
}

export interface DrawStep {
	/** 1 after the first. */
	readonly step: number;
	readonly steps: number;
	readonly preview: Picture | null;
}

export interface Drawn extends Picture {
	readonly timing: GenerationTiming;
}

/** Identities that are known at a time; 48 KiB each. */
const KEPT_IDENTITIES = 64;
/** Prompts and faces whose keys and values stay on the device. */
const KEPT_CONDITIONS = 4;

/** Prompt and face in, picture out: the networks of one pack, in the order in which Stable Diffusion runs them. */
export class Pipeline {
	readonly settings: PipelineSettings;
	readonly #runtime: NetworkRuntime;
	readonly #manifest: PackManifest;
	readonly #attention: Attention;
	readonly #networks: PackNetworks;
	readonly #prompts: PromptEncoder;
	readonly #identities: IdentityEncoder;
	readonly #structures: StructureEncoder;
	readonly #conditioning: Conditioning;
	readonly #tokens = new Map<string, IdentityTokens>();
	#nobody: IdentityTokens | undefined;
	#tokeniser: Promise<Tokenise> | undefined;

	/** @throws PackError 'unsafe' for a manifest that no compiler wrote */
	constructor(options: PipelineOptions) {
		const { runtime, manifest, readFile, attention, saveMemory } = options;
		this.settings = readSettings(manifest);
		this.#runtime = runtime;
		this.#manifest = manifest;
		this.#attention = attention;
		this.#networks = new PackNetworks(runtime, manifest, readFile, saveMemory);
		this.#prompts = new PromptEncoder(
			this.#networks,
			this.settings,
			() => this.#openTokeniser(readFile),
			options.embeddings,
		);
		this.#identities = new IdentityEncoder(this.#networks, this.settings, options.clipPixels);
		this.#structures = new StructureEncoder(this.#networks, this.settings);
		const kept = saveMemory ? 1 : KEPT_CONDITIONS;
		this.#conditioning = new Conditioning(this.#networks, this.settings, attention, kept);
	}

	/** Opens what every picture needs. @param onFraction 0..1 */
	async prepare(onFraction: (fraction: number) => void, signal?: AbortSignal): Promise<void> {
		const names = [`unet-${this.#attention}`, 'vae-decoder'];
		for (const [i, name] of names.entries()) {
			onFraction(i / names.length);
			await this.#networks.prepare(name, signal);
		}
		onFraction(1);
	}

	/**
	 * Works out who somebody is. The key is made of the faces and the pack, the same everywhere.
	 * @param faces ALIGNED_SIDE squares of RGB of one person
	 */
	async identify(faces: readonly Uint8Array[], signal?: AbortSignal): Promise<string> {
		const key = await identityKey(this.#manifest.id, faces);
		if (this.#tokens.has(key)) return key;
		try {
			this.#tokens.set(key, await this.#identities.encode(faces, signal));
		} finally {
			await this.#networks.closeOccasional();
		}
		for (const oldest of [...this.#tokens.keys()].slice(0, -KEPT_IDENTITIES)) {
			this.#tokens.delete(oldest);
		}
		return key;
	}

	/**
	 * Draws one picture. The same request gives the same picture on the same device.
	 * @throws RangeError for what the pack cannot draw; RuntimeError, PackError; signal.reason within one step
	 */
	async draw(
		request: DrawRequest,
		onStep: (step: DrawStep) => Promise<void> | void,
		signal?: AbortSignal,
	): Promise<Drawn> {
		const began = performance.now();
		const before = this.#runtime.usage().milliseconds;
		const { recipe } = request;
		checkRecipe(recipe, this.settings, request.structure !== null);
		let steps = 0;
		const latents = await this.denoise(
			request,
			async (step, total, denoised) => {
				steps = step;
				const { previewEvery } = request;
				const show = previewEvery > 0 && step < total && step % previewEvery === 0;
				await onStep({
					step,
					steps: total,
					preview: show ? await preview(this.#networks, this.settings, denoised, signal) : null,
				});
			},
			signal,
		);
		try {
			const picture = await decode(this.#networks, this.settings, latents, signal);
			return {
				...picture,
				timing: {
					milliseconds: performance.now() - began,
					runMilliseconds: this.#runtime.usage().milliseconds - before,
					steps,
				},
			};
		} finally {
			if ('dispose' in latents) latents.dispose();
		}
	}

	/** All but the decoder, at any size. The latents are the caller's. */
	async denoise(
		{ recipe, identity, structure, keepPrompt, noise = seededNoise(recipe.seed) }: DrawRequest,
		onStep: (step: number, steps: number, denoised: DeviceTensor) => Promise<void> | void,
		signal?: AbortSignal,
	): Promise<DeviceTensor | HostTensor> {
		const { latents, unet, prediction } = this.settings;
		const { width, height, guidance } = recipe;
		const guided = guidance > 1 && unet.guidanceWidth === null;
		// 1. What to draw, and whom.
		const conditioning = await this.#condition(recipe, identity, guided, keepPrompt, signal);
		// 2. Where to begin.
		const sampler = createSampler(recipe.sampler, {
			steps: recipe.steps,
			strength: structure ? recipe.strength : 1,
			prediction,
		});
		const dims = [1, latents.channels, height / latents.factor, width / latents.factor];
		const count = dims.reduce((a, b) => a * b);
		const picture = structure
			? await this.#structures.encode(structure, width, height, signal)
			: undefined;
		const start = sampler.timesteps.length ? sampler.start(noise.draw(count), picture) : picture!;
		// 3. Step by step.
		return denoise(
			{
				runtime: this.#runtime,
				networks: this.#networks,
				settings: this.settings,
				attention: this.#attention,
			},
			{
				sampler,
				dims,
				start,
				noise,
				conditioning,
				guided,
				guidance,
				identityScale: identity === null ? 0 : recipe.identityScale,
			},
			(step, denoised) => onStep(step, sampler.timesteps.length, denoised),
			signal,
		);
	}

	/** Closes all networks and gives everything on the device back. */
	async dispose(): Promise<void> {
		this.#conditioning.clear();
		this.#tokens.clear();
		await this.#networks.close();
	}

	/** Keys and values of prompt and face. */
	async #condition(
		recipe: GeneratedRecipe,
		identity: string | null,
		guided: boolean,
		keep: boolean,
		signal?: AbortSignal,
	): Promise<Feeds> {
		const embed = async (prompt: string): Promise<PromptEmbedding> => ({
			key: prompt,
			embedding: await this.#prompts.encode(prompt, keep, signal),
		});
		try {
			const prompt = await embed(recipe.prompt);
			const negative = guided ? await embed(recipe.negative) : null;
			const text = await this.#conditioning.text(prompt, negative, signal);
			return { ...text, ...(await this.#conditionFace(identity, guided, signal)) };
		} finally {
			await this.#networks.closeOccasional();
		}
	}

	async #conditionFace(
		identity: string | null,
		guided: boolean,
		signal?: AbortSignal,
	): Promise<Feeds> {
		if (this.settings.identity.kind === 'none') return {};
		const nobody = async () => (this.#nobody ??= await this.#identities.nobody(signal));
		const tokens = identity === null ? await nobody() : this.#tokens.get(identity);
		if (!tokens) throw new RangeError('nobody was identified by this key');
		const without = guided ? await nobody() : null;
		return this.#conditioning.identity(identity ?? 'nobody', tokens, without, signal);
	}

	/** A failure is forgotten, so that a retry works. */
	#openTokeniser(readFile: ReadPackFile): Promise<Tokenise> {
		const text = this.settings.text!;
		this.#tokeniser ??= (async () => {
			const files = new Map<string, string>();
			for (const path of text.tokenizer) files.set(path, await (await readFile(path)).text());
			return createTokeniser(files, text.tokens);
		})().catch((error: unknown) => {
			this.#tokeniser = undefined;
			throw error;
		});
		return this.#tokeniser;
	}
}

async function identityKey(pack: string, faces: readonly Uint8Array[]): Promise<string> {
	const parts = [new TextEncoder().encode(`${pack} `), ...faces];
	const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let offset = 0;
	for (const part of parts) {
		bytes.set(part, offset);
		offset += part.length;
	}
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
