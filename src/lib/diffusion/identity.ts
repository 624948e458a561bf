import { ALIGNED_SIDE } from '$lib/domain/person';
import type { HostTensor } from '$lib/runtime/runtime';
import { dispose, type Feeds, type PackNetworks } from './networks';
import { widthOf, type PipelineSettings } from './settings';

/** Side of what ArcFace networks see. */
const ARCFACE_SIDE = 112;
/** Places of CurricularFace. */
const PLACES = 49;
/** How strongly UniPortrait's own interface applies the structure of the face; IP-Adapter's picture beside it. */
const UNIPORTRAIT_STRUCTURE = 0.1;
const SHORTCUT = 1;

/** [1, tokens, width]: what the UNet's keys and values for a face are made of. */
export type IdentityTokens = HostTensor & { readonly data: Float32Array };

/** An aligned face as CLIP's image encoders take it: [3, 224, 224]. */
export type ClipPixels = (rgb: Uint8Array) => Float32Array;

/** Works out identity tokens with the networks of a pack, for every kind of adapter. */
export class IdentityEncoder {
	readonly #networks: PackNetworks;
	readonly #settings: PipelineSettings;
	readonly #clipPixels: ClipPixels;

	constructor(networks: PackNetworks, settings: PipelineSettings, clipPixels: ClipPixels) {
		this.#networks = networks;
		this.#settings = settings;
		this.#clipPixels = clipPixels;
	}

	/**
	 * Of one person. Several photos: UniPortrait looks at all of them, FaceID takes the mean of their embeddings, and
	 * where a picture is looked at the tokens are averaged.
	 * @param faces ALIGNED_SIDE squares of RGB, one at least
	 */
	async encode(faces: readonly Uint8Array[], signal?: AbortSignal): Promise<IdentityTokens> {
		if (!faces.length || faces.some(({ length }) => length !== ALIGNED_SIDE ** 2 * 3)) {
			throw new RangeError('an identity is made of one or more aligned faces');
		}
		switch (this.#settings.identity.kind) {
			case 'uniportrait':
				return this.#project(await this.#uniPortrait(faces, signal), signal);
			case 'faceid':
				return this.#project({ face: await this.#embedding(faces, signal) }, signal);
			default: {
				const all: IdentityTokens[] = [];
				for (const face of faces)
					all.push(await this.#project(await this.#plus(face, signal), signal));
				return { dims: all[0].dims, data: mean(all.map(({ data }) => data)) };
			}
		}
	}

	/** Of nobody: the unconditional tokens, which are not zeros (golden README, 13 and 33). */
	async nobody(signal?: AbortSignal): Promise<IdentityTokens> {
		const { kind, structure } = this.#settings.identity;
		switch (kind) {
			case 'uniportrait': {
				const faces = this.#nothing([1, PLACES], 'faces');
				if (!structure) return this.#project({ faces }, signal);
				const seen = this.#nothing([1, PATCHES], 'structure');
				return this.#project({ faces, ...structureFeeds(seen) }, signal);
			}
			case 'faceid':
				return this.#project({ face: this.#nothing([1], 'face') }, signal);
			case 'plus-face': {
				// What CLIP makes of a picture of zeros.
				const side = widthOf(this.#settings, 'image-encoder', 'pixels');
				return this.#project(
					{ image: await this.#see(new Float32Array(3 * side ** 2), signal) },
					signal,
				);
			}
			default: {
				const image = this.#nothing([1, PATCHES + 1], 'image');
				return this.#project(
					{ face: this.#nothing([1], 'face'), image, ...this.#shortcut() },
					signal,
				);
			}
		}
	}

	async #project(feeds: Feeds, signal?: AbortSignal): Promise<IdentityTokens> {
		const { tokens } = await this.#networks.run('identity', feeds, signal);
		try {
			return { dims: tokens.dims, data: await tokens.read() };
		} finally {
			tokens.dispose();
		}
	}

	async #uniPortrait(faces: readonly Uint8Array[], signal?: AbortSignal): Promise<Feeds> {
		const seen: Float32Array[] = [];
		let places: readonly number[] = [];
		const structures: Float32Array[] = [];
		let structureDims: readonly number[] = [];
		for (const face of faces) {
			const pixels = { dims: [1, 3, ALIGNED_SIDE, ALIGNED_SIDE], data: planes(face) };
			const outputs = await this.#networks.run('face-backbone', { pixels }, signal);
			try {
				seen.push(await outputs.tokens.read());
				places = outputs.tokens.dims;
				if (this.#settings.identity.structure) {
					const own = { dims: outputs.structure.dims, data: await outputs.structure.read() };
					const clip = await this.#see(this.#clipPixels(face), signal);
					const joined = joinStructure(own, clip);
					structures.push(joined.data);
					structureDims = joined.dims;
				}
			} finally {
				dispose(outputs);
			}
		}
		const feeds = {
			faces: { dims: [1, places[1] * faces.length, places[2]], data: joinArrays(seen) },
		};
		if (!structures.length) return feeds;
		const [, patches, width] = structureDims;
		const structure = { dims: [1, patches * faces.length, width], data: joinArrays(structures) };
		return { ...feeds, ...structureFeeds(structure) };
	}

	async #plus(face: Uint8Array, signal?: AbortSignal): Promise<Feeds> {
		const image = await this.#see(this.#clipPixels(face), signal);
		if (this.#settings.identity.kind === 'plus-face') return { image };
		return { face: await this.#embedding([face], signal), image, ...this.#shortcut() };
	}

	/** The mean ArcFace embedding, of length 1. */
	async #embedding(faces: readonly Uint8Array[], signal?: AbortSignal): Promise<HostTensor> {
		const all: Float32Array[] = [];
		for (const face of faces) {
			const input = {
				dims: [1, 3, ARCFACE_SIDE, ARCFACE_SIDE],
				data: halved(planes(face)).map((value) => value / 127.5 - 1),
			};
			const output = await this.#networks.runSingle('face-backbone', input, signal);
			all.push(unit(await output.read()));
			output.dispose();
		}
		return { dims: [1, all[0].length], data: unit(mean(all)) };
	}

	/** hidden_states[-2] of CLIP: [1, 257, width]. */
	async #see(pixels: Float32Array, signal?: AbortSignal): Promise<IdentityTokens> {
		const side = Math.sqrt(pixels.length / 3);
		const feeds = { pixels: { dims: [1, 3, side, side], data: pixels } };
		const { tokens } = await this.#networks.run('image-encoder', feeds, signal);
		try {
			return { dims: tokens.dims, data: await tokens.read() };
		} finally {
			tokens.dispose();
		}
	}

	/** Zeros for an input of the projection. */
	#nothing(lengths: readonly number[], port: string): IdentityTokens {
		const dims = [...lengths, widthOf(this.#settings, 'identity', port)];
		return { dims, data: zeros(dims) };
	}

	#shortcut(): Feeds {
		const scale = { dims: [], data: Float32Array.of(SHORTCUT) };
		return this.#settings.identity.kind === 'faceid-plus-v2' ? { structure: scale } : {};
	}
}

/** Of CLIP, without the token of the whole picture. */
const PATCHES = 256;

function structureFeeds(structure: HostTensor): Feeds {
	const scale = { dims: [], data: Float32Array.of(UNIPORTRAIT_STRUCTURE) };
	return { structure, structure_scale: scale };
}

/** What CurricularFace sees at each patch, and then CLIP's token of it; CLIP's first token is of no patch. */
function joinStructure(own: IdentityTokens, clip: IdentityTokens): IdentityTokens {
	const [, patches, channels] = own.dims;
	const [, tokens, width] = clip.dims;
	if (tokens !== patches + 1) {
		throw new RangeError(`${patches} patches of a face, and ${tokens} tokens of CLIP`);
	}
	const dims = [1, patches, channels + width];
	const data = zeros(dims);
	for (let i = 0; i < patches; i++) {
		const row = i * (channels + width);
		data.set(own.data.subarray(i * channels, (i + 1) * channels), row);
		data.set(clip.data.subarray((i + 1) * width, (i + 2) * width), row + channels);
	}
	return { dims, data };
}

/** Behind each other along the batch, the unconditional ones first. */
export function pair(first: IdentityTokens, second: IdentityTokens): IdentityTokens {
	return { dims: [2, ...first.dims.slice(1)], data: joinArrays([first.data, second.data]) };
}

export function joinArrays(arrays: readonly Float32Array[]): Float32Array<ArrayBuffer> {
	const joined = new Float32Array(arrays.reduce((sum, { length }) => sum + length, 0));
	let offset = 0;
	for (const array of arrays) {
		joined.set(array, offset);
		offset += array.length;
	}
	return joined;
}

function zeros(dims: readonly number[]): Float32Array<ArrayBuffer> {
	return new Float32Array(dims.reduce((a, b) => a * b, 1));
}

function mean(arrays: readonly Float32Array[]): Float32Array<ArrayBuffer> {
	const sums = new Float64Array(arrays[0].length);
	for (const array of arrays) for (let i = 0; i < sums.length; i++) sums[i] += array[i];
	return Float32Array.from(sums, (sum) => sum / arrays.length);
}

function unit(values: Float32Array): Float32Array<ArrayBuffer> {
	const length = Math.hypot(...values);
	return Float32Array.from(values, (value) => value / length);
}

/** Interleaved RGB to planes, 0..255. */
function planes(rgb: Uint8Array): Float32Array<ArrayBuffer> {
	const pixels = rgb.length / 3;
	const values = new Float32Array(rgb.length);
	for (let i = 0; i < pixels; i++) {
		for (let c = 0; c < 3; c++) values[c * pixels + i] = rgb[3 * i + c];
	}
	return values;
}

/** Means of 2x2 pixels of three planes. */
function halved(values: Float32Array): Float32Array<ArrayBuffer> {
	const [from, to] = [ALIGNED_SIDE, ARCFACE_SIDE];
	return new Float32Array(3 * to * to).map((_, i) => {
		const [plane, y, x] = [Math.floor(i / to ** 2), Math.floor(i / to) % to, i % to];
		const at = plane * from * from + 2 * y * from + 2 * x;
		return (values[at] + values[at + 1] + values[at + from] + values[at + from + 1]) / 4;
	});
}
