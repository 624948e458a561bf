import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { GROUP_NAMES } from '../groups';
import { judgePrompt } from '../prompt-rules/judge';
import { GeneratedStyleSchema, STYLE_GROUPS, type GeneratedStyle } from '../style';
import { estimateTokens, fillPrompt, PROMPT_TOKENS, SUBJECTS } from '../subject';
import { TRAITS, traitWords } from '../traits';
import { findStyle, GENERATED_STYLES } from '.';

/** The longest words that the traits of a style can be. */
function longestTraits({ traits }: GeneratedStyle): string {
	if (!traits) return '';
	return traitWords(
		TRAITS[traits].map((trait) => {
			const rising = [...trait.options].sort((a, b) => a.words.length - b.words.length);
			return { trait, option: rising.at(-1)!, share: 1 };
		}),
	);
}

const PROMPTS = GENERATED_STYLES.flatMap((style) =>
	SUBJECTS.map((subject) => ({
		id: style.id,
		prompt: fillPrompt(style.look.prompt, subject, longestTraits(style)),
		negative: style.look.negative,
	})),
);

test('every style keeps to the schema', () => {
	for (const style of GENERATED_STYLES) {
		const { issues } = v.safeParse(GeneratedStyleSchema, style);
		expect(
			issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`),
			style.id,
		).toBe(undefined);
	}
});

test('there are enough of what was promised', () => {
	const count = (group: string) => GENERATED_STYLES.filter((style) => style.group === group).length;
	expect(GENERATED_STYLES.length).toBeGreaterThanOrEqual(36);
	expect(count('toy')).toBe(6);
	expect(count('anime')).toBe(3);
	expect(count('hair')).toBe(12);
	for (const group of STYLE_GROUPS) expect(count(group), GROUP_NAMES[group].en).toBeGreaterThan(1);
	const promised =
		'film-3d watercolour-painting oil-painting ukiyo-e ink-wash comic pixel low-poly clay paper-cut cyber-street hanfu-tang qipao business cv film-portrait graduation wedding-red age-grown-up age-younger age-older season-winter';
	for (const id of promised.split(' ')) expect(findStyle(id), id).toBeDefined();
});

test('ids and names are unique', () => {
	const unique = (values: readonly string[]) => expect(new Set(values).size).toBe(values.length);
	unique(GENERATED_STYLES.map(({ id }) => id));
	unique(GENERATED_STYLES.map(({ name }) => name.en));
	unique(GENERATED_STYLES.map(({ name }) => name['zh-CN']));
});

test('the styles stand by group, in the order of the groups', () => {
	const order = GENERATED_STYLES.map(({ group }) => STYLE_GROUPS.indexOf(group));
	expect(order).toEqual([...order].sort((a, b) => a - b));
});

test('what differs from seed to seed needs the text encoder, and nothing else does', () => {
	for (const { id, needs, traits, look } of GENERATED_STYLES) {
		expect(needs.freeText, id).toBe(traits !== undefined);
		expect(look.prompt.includes('{traits}'), id).toBe(traits !== undefined);
	}
});

test('a picture far from its photo needs an identity adapter to stay the person', () => {
	for (const { id, look, needs } of GENERATED_STYLES) {
		if (look.strength >= 0.7) expect(needs.identity, id).toBe(true);
	}
});

test('names nobody owns: no studio, brand or artist in names and prompts', () => {
	const owned =
		/disney|pixar|ghibli|miyazaki|shinkai|dreamworks|marvel|\bdc\b|pop ?mart|funko|lego|nintendo|minecraft|vogue|kodak|fuji|rembrandt|hokusai|monet|迪士尼|皮克斯|吉卜力|宫崎骏|新海诚|泡泡玛特|乐高/i;
	for (const { id, name, description, look } of GENERATED_STYLES) {
		const said = [...Object.values(name), ...Object.values(description), look.prompt].join(' ');
		expect(said, id).not.toMatch(owned);
	}
});

test('the filter lets every prompt of the catalogue pass', () => {
	for (const { id, prompt } of PROMPTS) expect(judgePrompt(prompt), id).toBeNull();
});

test('every prompt is filled in and is guessed to fit', () => {
	for (const { id, prompt, negative } of PROMPTS) {
		expect(prompt, id).not.toMatch(/[{}]|, ,|\ba [aeiou]/);
		expect(estimateTokens(prompt), id).toBeLessThanOrEqual(PROMPT_TOKENS);
		expect(estimateTokens(negative), id).toBeLessThanOrEqual(PROMPT_TOKENS);
	}
});

const VOCABULARY = path.resolve('../shared/golden/clip_tokenizer');
describe.skipIf(!existsSync(VOCABULARY))("with CLIP's own vocabulary", () => {
	const tokenizer = existsSync(VOCABULARY) ? clipTokenizer(VOCABULARY) : null;
	const count = (text: string) => tokenizer!.encode(text).ids.length;

	test('the tokenizer of this test is right', () => {
		const { prompts, variants } = JSON.parse(
			readFileSync(path.join(VOCABULARY, 'ids.json'), 'utf8'),
		);
		const expected: number[] = variants.hf_slow_ftfy[3];
		const ends = [expected.indexOf(49406), expected.indexOf(49407)];
		expect(tokenizer!.encode(prompts[3]).ids).toEqual(expected.slice(ends[0] + 1, ends[1]));
	});

	test('every prompt fits, and the guess is no more than six tokens too low', () => {
		for (const { id, prompt, negative } of PROMPTS) {
			for (const text of [prompt, negative]) {
				expect(count(text), id).toBeLessThanOrEqual(PROMPT_TOKENS);
				expect(count(text) - estimateTokens(text), `${id}: ${text}`).toBeLessThanOrEqual(6);
			}
		}
	});
});

/** CLIP's byte-pair encoding as a tokenizer.json, without its end marks. */
function clipTokenizer(folder: string): Tokenizer {
	const read = (name: string) => readFileSync(path.join(folder, name), 'utf8');
	const merges = read('merges.txt')
		.split('\n')
		.slice(1)
		.filter((line) => line);
	return new Tokenizer(
		{
			version: '1.0',
			added_tokens: [],
			normalizer: {
				type: 'Sequence',
				normalizers: [
					{ type: 'NFC' },
					{ type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' },
					{ type: 'Lowercase' },
				],
			},
			pre_tokenizer: {
				type: 'Sequence',
				pretokenizers: [
					{
						type: 'Split',
						pattern: {
							Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+",
						},
						behavior: 'Removed',
						invert: true,
					},
					{ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false },
				],
			},
			post_processor: null,
			decoder: null,
			model: {
				type: 'BPE',
				unk_token: '<|endoftext|>',
				continuing_subword_prefix: '',
				end_of_word_suffix: '</w>',
				fuse_unk: false,
				vocab: JSON.parse(read('vocab.json')),
				merges,
			},
		},
		{},
	);
}
