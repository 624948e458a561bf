import { describe, expect, test } from 'vitest';
import { minorAge } from './ages';
import { judgePrompt, REFUSAL_REASONS } from './judge';
import { FINE, MINOR_PHRASES, NUDE, SEXUAL_PHRASES } from './phrases';

const lines = (table: string) => table.trim().split('\n');

test('the table is large', () => {
	expect(lines(FINE).length).toBeGreaterThan(100);
	expect([NUDE, SEXUAL_PHRASES, MINOR_PHRASES].flatMap(lines).length).toBeGreaterThan(150);
});

test.each(lines(FINE))('%s: fine', (phrase) => expect(judgePrompt(phrase)).toBeNull());

describe.each([
	['nudity', NUDE],
	['sexual', SEXUAL_PHRASES],
	['minor', MINOR_PHRASES],
] as const)('%s', (kind, table) => {
	test.each(lines(table))('%s', (phrase) => {
		const refusal = judgePrompt(phrase);
		expect(refusal?.kind).toBe(kind);
		expect(refusal?.found.every((words) => words.length > 0)).toBe(true);
	});

	test('is explained in both languages', () => {
		expect(Object.values(REFUSAL_REASONS[kind]).every((reason) => reason.length > 10)).toBe(true);
	});
});

test('what is refused says which words it was', () => {
	expect(judgePrompt('oil painting, NUDE woman')?.found).toEqual(['nude']);
	expect(judgePrompt('性感的少女')?.found).toEqual(['少女', '性感']);
});

test('what only suggests is refused where the photo shows a child', () => {
	for (const phrase of ['sexy pose', 'bikini on the beach', '性感的晚礼服', 'wet shirt']) {
		expect(judgePrompt(phrase)).toBeNull();
		expect(judgePrompt(phrase, { minor: true })?.kind).toBe('minor');
	}
	expect(judgePrompt('in a red raincoat', { minor: true })).toBeNull();
});

test.each([
	['15 year old', true],
	['a 17-year-old', true],
	['18 year old', false],
	['aged 9', true],
	['16yo', true],
	['sixteen years old', true],
	['115 years old', false],
	['aged oak', false],
	['page 12', false],
	['10岁', true],
	['18岁', false],
	['八岁', true],
	['十七岁', true],
	['十八岁', false],
	['二十五岁', false],
	['一百零五岁的老人', false],
])('%s: below eighteen is %s', (text, below) => expect(minorAge(text) !== null).toBe(below));

test('a long text is judged at once', () => {
	// Rules that go back and forth would take minutes for these.
	for (const piece of ['n u ', 'take off ', 'no any her ', 'wearing ', '裸 ', '-._', 'aaaa']) {
		expect(judgePrompt(piece.repeat(2500)) === null).toBe(!piece.includes('裸'));
	}
});
