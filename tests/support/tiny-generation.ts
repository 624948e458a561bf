/**
 * Packs of the golden checkpoints that a prompt and a face go in at, for whole runs; no file system: runs in a browser
 * too. The vocabulary knows the recorded prompts, the recorded face comes out of a network of its own.
 */
import type { GeneratedRecipe } from '../../src/lib/domain/generated';
import type { NoiseSource } from '../../src/lib/diffusion/noise/normal';
import { writeModel } from '../../src/lib/runtime/small-model';
import type { ReadFixture } from '../golden/case';
import { goldenCheckpoint, goldenTensors } from '../golden/fixture';
import {
	TINY_BASE,
	TINY_FACEID,
	TINY_UNIPORTRAIT,
	tinyInput,
	type TinyComponents,
} from '../unit/compiler/tiny-pack';
import type { CompileInput } from '../../src/lib/compiler/compile/contract';

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

/** What a tiny pack is compiled from. */
export async function tinyGeneration(
	kind: 'faceid' | 'uniportrait',
	read: ReadFixture,
): Promise<CompileInput> {
	const written = await tinyFiles(read);
	return tinyInput(
		kind === 'faceid' ? FACEID : UNIPORTRAIT,
		async (path) => written.get(path) ?? read(path),
		{ identity: kind },
	);
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
	written.set('tiny/face.onnx', await recordedFace(read));
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
async function recordedFace(read: ReadFixture): Promise<Uint8Array<ArrayBuffer>> {
	const io = await goldenCheckpoint('pipeline/io.safetensors', read);
	const embedding = await io.read('in.face_embedding');
	return writeModel({
		inputs: { 'input.1': [1, 3, 112, 112] },
		outputs: ['683'],
		initialisers: {
			embedding: { dims: [1, 512], data: embedding },
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
