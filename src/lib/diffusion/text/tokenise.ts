import { Tokenizer } from '@huggingface/tokenizers';
import * as v from 'valibot';
import { PackError } from '$lib/domain/pack';
import { cleanPrompt } from './clean';

const START = '<|startoftext|>';
const END = '<|endoftext|>';
/** How CLIP cuts text before it looks for pairs (openai/CLIP simple_tokenizer.py). */
const PIECES = "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+";

const Vocabulary = v.record(v.string(), v.pipe(v.number(), v.integer(), v.minValue(0)));
const token = v.union([v.string(), v.object({ content: v.string() })]);
const Special = v.object({ pad_token: v.nullish(token) });

/** Token ids of a prompt. */
export interface Tokens {
	readonly ids: Int32Array<ArrayBuffer>;
	/** How many tokens did not fit and were left out at the end. */
	readonly omitted: number;
}

export type Tokenise = (prompt: string) => Tokens;

/**
 * CLIP's byte pair encoding (Radford et al. 2021) with the vocabulary of a pack, cleaned as the slow tokenizer of
 * transformers does with ftfy.
 * @param files of the pack by their names: vocab.json, merges.txt, and what tells the padding where it is there
 * @param length of every result: the start token, as much of the text as fits, the end token, padding
 * @throws PackError 'not-found' without a vocabulary, 'unsafe' where it is none
 */
export function createTokeniser(files: ReadonlyMap<string, string>, length: number): Tokenise {
	const vocabulary = parse(Vocabulary, 'vocab.json', files);
	const merges = require('merges.txt', files)
		.split('\n')
		.map((line) => line.trimEnd())
		.filter((line) => line && !line.startsWith('#version'))
		.map((line) => line.split(' '));
	const id = (name: string) => {
		const number = vocabulary[name];
		if (number === undefined) throw new PackError('unsafe', `vocab.json has no ${name}`);
		return number;
	};
	const [start, end] = [id(START), id(END)];
	const padding = id(paddingOf(files) ?? END);
	const tokenizer = new Tokenizer(
		{
			version: '1.0',
			added_tokens: [START, END].map((content) => ({
				id: id(content),
				content,
				special: true,
				single_word: false,
				lstrip: false,
				rstrip: false,
				normalized: false,
			})),
			normalizer: null,
			pre_tokenizer: {
				type: 'Sequence',
				pretokenizers: [
					{ type: 'Split', pattern: { Regex: PIECES }, behavior: 'Removed', invert: true },
					{ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true },
				],
			},
			post_processor: null,
			decoder: null,
			model: {
				type: 'BPE',
				dropout: null,
				unk_token: END,
				continuing_subword_prefix: '',
				end_of_word_suffix: '</w>',
				fuse_unk: false,
				vocab: vocabulary,
				merges,
			},
		},
		{},
	);
	return (prompt) => {
		const all = tokenizer.encode(cleanPrompt(prompt), { add_special_tokens: false }).ids;
		const room = length - 2;
		const ids = new Int32Array(length).fill(padding);
		ids[0] = start;
		ids.set(all.slice(0, room), 1);
		ids[1 + Math.min(all.length, room)] = end;
		return { ids, omitted: Math.max(0, all.length - room) };
	};
}

/** SD1.x pads with the end token, SD2.x with another; the files say so where they are there. */
function paddingOf(files: ReadonlyMap<string, string>): string | undefined {
	for (const name of ['special_tokens_map.json', 'tokenizer_config.json']) {
		if (!files.has(name)) continue;
		const { pad_token: padding } = parse(Special, name, files);
		if (padding) return typeof padding === 'string' ? padding : padding.content;
	}
	return undefined;
}

function require(name: string, files: ReadonlyMap<string, string>): string {
	const text = files.get(name);
	if (text === undefined) throw new PackError('not-found', `the pack has no ${name}`);
	return text;
}

function parse<Schema extends v.GenericSchema>(
	schema: Schema,
	name: string,
	files: ReadonlyMap<string, string>,
): v.InferOutput<Schema> {
	try {
		return v.parse(schema, JSON.parse(require(name, files)));
	} catch (cause) {
		if (cause instanceof PackError) throw cause;
		throw new PackError('unsafe', `${name} is not what a tokenizer has there`, { cause });
	}
}
