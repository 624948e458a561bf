import { expect, test } from 'vitest';
import { LARGEST_SEED, type Likeness, type StyleId } from '$lib/domain/recipe';
import { arrange, firstRecipes, moreRecipes, nextDrawing } from './queue';

type Status = 'waiting' | 'preview' | 'final' | 'failed';

function result(style: StyleId, seed: number, status: Status, score?: number, meaningful = true) {
	const likeness: Likeness | null =
		score === undefined ? null : { score, cosine: score / 100, meaningful };
	const recipe = { version: 1, style, seed } as const;
	return { key: `${style}-${seed}`, recipe, status, likeness, busy: false };
}
const nobody = { style: null, key: null };

test('the first three recipes show three styles; twelve in all, none twice', () => {
	const recipes = firstRecipes();
	expect(new Set(recipes.slice(0, 3).map(({ style }) => style)).size).toBe(3);
	expect(new Set(recipes.map(({ style, seed }) => style + seed)).size).toBe(12);
});

test('a recipe that was asked for comes first, and only once', () => {
	const asked = { version: 1, style: 'poster', seed: 2 } as const;
	const recipes = firstRecipes(asked);
	expect(recipes[0]).toEqual(asked);
	expect(new Set(recipes.map(({ style, seed }) => style + seed)).size).toBe(recipes.length);
	expect(recipes).toHaveLength(12);
	expect(firstRecipes({ ...asked, seed: 40 })).toHaveLength(13);

	const results = [
		result('watercolour', 0, 'final', 90),
		result('poster', 2, 'waiting'),
		result('engraving', 0, 'final', 95),
	];
	expect(arrange(results, asked).map(({ key }) => key)).toEqual([
		'poster-2',
		'engraving-0',
		'watercolour-0',
	]);
});

test('after the largest seed the smallest free ones follow', () => {
	const drawn = [0, 2, LARGEST_SEED].map(
		(seed) => ({ version: 1, style: 'poster', seed }) as const,
	);
	expect(moreRecipes(drawn, 'poster', 3).map(({ seed }) => seed)).toEqual([1, 3, 4]);
});

test('more of a style continues after its highest seed', () => {
	expect(moreRecipes(firstRecipes(), 'poster', 2)).toEqual([
		{ version: 1, style: 'poster', seed: 4 },
		{ version: 1, style: 'poster', seed: 5 },
	]);
});

test('previews come before finals, in the given order', () => {
	const results = [
		result('watercolour', 0, 'preview', 80),
		result('poster', 0, 'waiting'),
		result('engraving', 0, 'waiting'),
	];
	expect(nextDrawing(results, nobody)).toEqual({ result: results[1], side: 384 });
	expect(nextDrawing(results, { style: 'engraving', key: null })?.result).toBe(results[2]);
});

test('what is being drawn is passed over', () => {
	const results = [{ ...result('poster', 0, 'waiting'), busy: true }];
	expect(nextDrawing(results, nobody)).toBeNull();
});

test('the picture that the person opened is finished first', () => {
	const results = [result('poster', 0, 'waiting'), result('watercolour', 0, 'preview', 80)];
	expect(nextDrawing(results, { style: 'poster', key: 'watercolour-0' })).toEqual({
		result: results[1],
		side: 1024,
	});
});

test('finals start with the most alike; failures and finals are left alone', () => {
	const results = [
		result('watercolour', 0, 'preview', 60),
		result('watercolour', 1, 'preview', 80),
		result('watercolour', 2, 'failed', 90),
	];
	expect(nextDrawing(results, nobody)).toEqual({ result: results[1], side: 1024 });
	expect(nextDrawing([result('poster', 0, 'final', 70)], nobody)).toBeNull();
});

test('shown: the most alike first, a score without meaning in the middle, waiting ones last', () => {
	const shown = arrange([
		result('poster', 0, 'waiting'),
		result('engraving', 0, 'final', 99, false),
		result('watercolour', 0, 'final', 20),
		result('watercolour', 1, 'final', 80),
	]);
	expect(shown.map(({ key }) => key)).toEqual([
		'watercolour-1',
		'engraving-0',
		'watercolour-0',
		'poster-0',
	]);
});
