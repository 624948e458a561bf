/**
 * Packs of the golden checkpoints that a prompt and a face go in at, for whole runs; no file system: runs in a browser
 * too. The vocabulary knows the recorded prompts, the recorded face comes out of a network of its own.
 */
import type { GeneratedRecipe } from '../../src/lib/domain/generated';
import type { NoiseSource } from '../../src/lib/diffusion/noise/normal';
import { writeModel } from '../../src/lib/runtime/small-model';
import type { Array32, ReadFixture } from '../golden/case';
import { goldenTensors } from '../golden/fixture';
import {
	TINY_BASE,
	TINY_FACEID,
	TINY_UNIPORTRAIT,
	tinyInput,
	type TinyComponents,
} from '../unit/compiler/tiny-pack';
import type { CompileInput } from '../../src/lib/compiler/compile/contract';
import type { PackEntry } from '../../src/lib/domain/pack-catalogue';
import { TINY_FACEID_PLUS, TINY_PLUS_FACE, withAdapters } from './tiny-adapters';

/** The prompts of the recorded runs. */
export const PROMPT = 'a photo of an astronaut riding a horse on mars';
export const NEGATIVE = 'blurry';
export const UNIPORTRAIT_PROMPT = 'a photo of a woman in a garden';

const TOKENIZER = {
	role: 'tokenizer',
	files: ['tiny/vocab.json', 'tiny/merges.txt'],
} as const;

/** IP-Adapter FaceID with a face network that sees the recorded face in every picture. */
const FACEID: TinyComponents = {
	...TINY_BASE,
	...TINY_FACEID,
	words: TOKENIZER,
	face: { role: 'face-backbone', files: ['tiny/face.onnx'] },
};

const UNIPORTRAIT: TinyComponents = { ...TINY_BASE, ...TINY_UNIPORTRAIT, words: TOKENIZER };

/** FaceID with the picture of the face; its face network sees another recorded face. */
const FACEID_PLUS: TinyComponents = {
	...TINY_BASE,
	...TINY_FACEID_PLUS,
	words: TOKENIZER,
	face: { role: 'face-backbone', files: ['tiny/face-plus.onnx'] },
};

/** UniPortrait that also looks at the structure of the face. */
const STRUCTURE: TinyComponents = {
	...UNIPORTRAIT,
	eye: {
		role: 'image-encoder',
		files: [
			'uniportrait/image_encoder/model.fp16.safetensors',
			'uniportrait/image_encoder/config.json',
		],
	},
};

/** A model that takes the guidance as an input, and nobody's face. */
const GUIDED: TinyComponents = {
	...TINY_BASE,
	base: {
		role: 'unet',
		files: ['unet_lcm/unet/diffusion_pytorch_model.fp16.safetensors', 'unet_lcm/unet/config.json'],
	},
	words: TOKENIZER,
};

/** Packs by the way in which they know a face; those without are `plain` and `guided`. */
const KINDS = {
	plain: [{ ...TINY_BASE, words: TOKENIZER }, 'none'],
	guided: [GUIDED, 'none'],
	faceid: [FACEID, 'faceid'],
	'faceid-plus': [FACEID_PLUS, 'faceid-plus'],
	'faceid-plus-v2': [FACEID_PLUS, 'faceid-plus-v2'],
	'plus-face': [{ ...TINY_BASE, ...TINY_PLUS_FACE, words: TOKENIZER }, 'plus-face'],
	uniportrait: [UNIPORTRAIT, 'uniportrait'],
	'uniportrait-structure': [STRUCTURE, 'uniportrait'],
} as const satisfies Record<string, readonly [TinyComponents, PackEntry['identity']]>;
export type TinyKind = keyof typeof KINDS;

/** What a tiny pack is compiled from. @param own take the place of those of tinyFiles */
export async function tinyGeneration(
	kind: TinyKind,
	read: ReadFixture,
	own: ReadonlyMap<string, Uint8Array<ArrayBuffer>> = new Map(),
): Promise<CompileInput> {
	const written = new Map([...(await tinyFiles(read)), ...own]);
	const readAll = withAdapters(async (path) => written.get(path) ?? read(path));
	const [components, identity] = KINDS[kind];
	return tinyInput(components, readAll, { identity });
}

/** The noise of a recorded run, in the order in which it was drawn. */
export async function recordedNoise(
	read: ReadFixture,
	file: string,
	names: readonly string[],
): Promise<NoiseSource> {
	const recorded = await goldenTensors(file, read);
	const draws = await Promise.all(names.map(async (name) => (await recorded(name)).data));
	return { draw: () => Float32Array.from(draws.shift()!) };
}

/** What the fixtures do not have, by its path: the vocabulary, and the network that sees the recorded face. */
export async function tinyFiles(
	read: ReadFixture,
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
	const written = new Map<string, Uint8Array<ArrayBuffer>>();
	for (const [name, text] of await tinyVocabulary(read)) {
		written.set(`tiny/${name}`, new TextEncoder().encode(text));
	}
	const face = await goldenTensors('pipeline/io.safetensors', read);
	written.set('tiny/face.onnx', recordedFace(await face('in.face_embedding')));
	const plus = await goldenTensors('ip_faceid_plus_proj/io.safetensors', read);
	written.set('tiny/face-plus.onnx', recordedFace(await plus('in.id_embeds')));
	return written;
}

/** A recipe of the tiny pack at its smallest size. */
export function tinyRecipe(pack: { id: string; hash: string }): GeneratedRecipe {
	return {
		version: 1,
		kind: 'generated',
		pack: pack.id,
		packHash: pack.hash,
		style: null,
		prompt: PROMPT,
		negative: NEGATIVE,
		seed: 7,
		sampler: 'lcm',
		steps: 4,
		guidance: 1,
		strength: 1,
		identityScale: 0.7,
		width: 256,
		height: 256,
	};
}

/** vocab.json and merges.txt that give the recorded ids for the recorded prompts, and letters for other words. */
async function tinyVocabulary(read: ReadFixture): Promise<ReadonlyMap<string, string>> {
	const ids = async (file: string, row: number) => {
		const { data } = await (await goldenTensors(file, read))('in.prompt_ids');
		return data.slice(row * 77 + 1, (row + 1) * 77);
	};
	const prompts = [
		[PROMPT, await ids('pipeline/io.safetensors', 0)],
		[NEGATIVE, await ids('pipeline/io.safetensors', 1)],
		[UNIPORTRAIT_PROMPT, await ids('uniportrait/pipeline/io.safetensors', 0)],
	] as const;
	const vocabulary: Record<string, number> = { '<|startoftext|>': 49406, '<|endoftext|>': 49407 };
	let next = 0;
	const add = (name: string) => (vocabulary[name] ??= next++);
	for (let letter = 97; letter < 123; letter++) {
		const name = String.fromCharCode(letter);
		add(name);
		add(`${name}</w>`);
	}
	const merges: string[] = [];
	for (const [prompt, numbers] of prompts) {
		for (const [i, word] of prompt.split(' ').entries()) {
			// What is left of the word after the merges so far is joined from left to right: later merges never come
			// before earlier ones, so words that were whole stay whole.
			for (let pieces = split(word, merges); pieces.length > 1; pieces = split(word, merges)) {
				merges.push(`${pieces[0]} ${pieces[1]}`);
				add(pieces[0] + pieces[1]);
			}
			vocabulary[`${word}</w>`] = numbers[i];
		}
	}
	return new Map([
		['vocab.json', JSON.stringify(vocabulary)],
		['merges.txt', `#version: 0.2\n${merges.join('\n')}\n`],
	]);
}

/** Byte pair encoding: the merge that comes first in the list is made first. */
function split(word: string, merges: readonly string[]): string[] {
	const pieces = [...word.slice(0, -1), `${word.at(-1)}</w>`];
	for (;;) {
		const ranks = pieces.slice(1).map((piece, i) => merges.indexOf(`${pieces[i]} ${piece}`));
		const best = Math.min(...ranks.map((rank) => (rank < 0 ? Infinity : rank)));
		if (best === Infinity) return pieces;
		const at = ranks.indexOf(best);
		pieces.splice(at, 2, pieces[at] + pieces[at + 1]);
	}
}

/** A network of the form of ArcFace's that gives the recorded embedding whatever it sees. */
function recordedFace({ dims, data }: Array32): Uint8Array<ArrayBuffer> {
	return writeModel({
		inputs: { 'input.1': [1, 3, 112, 112] },
		outputs: ['683'],
		initialisers: {
			embedding: { dims, data },
			nothing: { dims: [1], data: Float32Array.of(0) },
			shape: { dims: [2], data: BigInt64Array.of(1n, 1n) },
		},
		nodes: [
			{ op: 'GlobalAveragePool', inputs: ['input.1'], outputs: ['colour'] },
			{
				op: 'ReduceMean',
				inputs: ['colour'],
				outputs: ['grey'],
				attributes: { keepdims: 1 },
			},
			{ op: 'Mul', inputs: ['grey', 'nothing'], outputs: ['zero'] },
			{ op: 'Reshape', inputs: ['zero', 'shape'], outputs: ['flat'] },
			{ op: 'Add', inputs: ['flat', 'embedding'], outputs: ['683'] },
		],
	});
}
