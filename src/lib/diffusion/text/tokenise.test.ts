import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { cleanPrompt } from './clean';
import { createTokeniser } from './tokenise';

/** OpenAI's vocabulary lies beside the checkout, or nowhere: it is not ours to publish. */
const FOLDER = path.resolve(import.meta.dirname, '../../../../../shared/golden/clip_tokenizer');
const present = existsSync(path.join(FOLDER, 'vocab.json'));
if (!present) console.warn(`skipped: 25 recorded prompts, since ${FOLDER} is not there`);

describe.skipIf(!present)('the vocabulary of CLIP', () => {
	const text = (name: string) => readFile(path.join(FOLDER, name), 'utf8');
	const open = async () =>
		createTokeniser(
			new Map([
				['vocab.json', await text('vocab.json')],
				['merges.txt', await text('merges.txt')],
				['tokenizer_config.json', await text('tokenizer_config.json')],
			]),
			77,
		);

	test('25 prompts as transformers with ftfy encodes them', async () => {
		const { prompts, variants } = JSON.parse(await text('ids.json')) as {
			prompts: string[];
			variants: Record<'hf_slow_ftfy', number[][]>;
		};
		expect(prompts).toHaveLength(25);
		const tokenise = await open();
		const wrong = prompts
			.map((prompt, i) => ({
				prompt,
				ids: [...tokenise(prompt).ids].join(),
				expected: variants.hf_slow_ftfy[i].join(),
			}))
			.filter(({ ids, expected }) => ids !== expected);
		expect(wrong).toEqual([]);
	});

	test('what does not fit is left out, and counted', async () => {
		const tokenise = await open();
		const { ids, omitted } = tokenise('cat '.repeat(100));
		expect(ids).toHaveLength(77);
		expect(ids[76]).toBe(49407);
		expect(ids[75]).toBe(ids[1]);
		expect(omitted).toBe(25);
		expect(tokenise('a cat').omitted).toBe(0);
	});
});

/** Every byte, alone and at the end of a word, and two merges. */
function tinyFiles(): Map<string, string> {
	const letters = Array.from({ length: 26 }, (_, i) => String.fromCharCode(97 + i));
	const names = [...letters, ...letters.map((l) => `${l}</w>`), 'ca', 'cat</w>'];
	names.push('<|startoftext|>', '<|endoftext|>', '!');
	return new Map([
		['vocab.json', JSON.stringify(Object.fromEntries(names.map((name, i) => [name, i])))],
		['merges.txt', '#version: 0.2\nc a\nca t</w>\n'],
	]);
}

test('pairs are merged, and the rest is padded', () => {
	const tokenise = createTokeniser(tinyFiles(), 8);
	expect([...tokenise('Cat  dog').ids]).toEqual([54, 53, 3, 14, 32, 55, 55, 55]);
});

test('another padding where the files say so', () => {
	const files = tinyFiles().set('special_tokens_map.json', '{"pad_token": {"content": "!"}}');
	expect([...createTokeniser(files, 5)('cat').ids]).toEqual([54, 53, 55, 56, 56]);
});

test('what is no vocabulary is refused', () => {
	const none = new Map([['merges.txt', '']]);
	expect(() => createTokeniser(none, 77)).toThrow('no vocab.json');
	const wrong = tinyFiles().set('vocab.json', '{"a": "b"}');
	expect(() => createTokeniser(wrong, 77)).toThrow('not what a tokenizer has');
	const short = tinyFiles().set('vocab.json', '{"a": 0}');
	expect(() => createTokeniser(short, 77)).toThrow('<|startoftext|>');
});

test.each([
	['&lt;b&gt; &amp; caf&#233;', '<b> & café'],
	['<b>&amp;</b>', '<b>&amp;</b>'],
	['ﬁne “quotes” ‘and’ ＷＩＤＥ', 'fine "quotes" \'and\' wide'],
	['  a\t b\n\u0000c\ufeff ', 'a b c'],
	['e\u0301', 'é'],
])('%j is cleaned', (text, clean) => {
	expect(cleanPrompt(text)).toBe(clean);
});
