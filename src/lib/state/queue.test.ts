import { expect, test } from 'vitest';
import { LARGEST_SEED, STYLE_IDS, type Likeness, type StyleId } from '$lib/domain/recipe';
import {
	anotherOfEach,
	arrange,
	compositionsOf,
	firstRecipes,
	moreRecipes,
	nextDrawing,
	recipeKey,
} from './queue';

type Status = 'waiting' | 'preview' | 'final' | 'failed';

function result(style: StyleId, seed: number, status: Status, score?: number, meaningful = true) {
	const likeness: Likeness | null =
		score === undefined ? null : { score, cosine: score / 100, meaningful };
	const recipe = { version: 1, style, seed } as const;
	return { key: `${style}-${seed}`, recipe, status, likeness, busy: false };
}
const nobody = { style: null, key: null };

test('first every style once, the most loved first', () => {
	const recipes = firstRecipes();
	expect(recipes[0].style).toBe('watercolour');
	expect(recipes.map(({ style }) => style).toSorted()).toEqual([...STYLE_IDS].toSorted());
	expect(recipes.every(({ seed }) => seed === 0)).toBe(true);
});

test('a style that is picked gets its four compositions, once', () => {
	const drawn = [...firstRecipes(), { version: 1, style: 'poster', seed: 2 } as const];
	expect(compositionsOf('poster', drawn).map(({ seed }) => seed)).toEqual([1, 3]);
	expect(compositionsOf('engraving', [])).toHaveLength(4);
});

test('another of each continues every style', () => {
	const more = anotherOfEach([...firstRecipes(), { version: 1, style: 'poster', seed: 5 }]);
	expect(more).toHaveLength(STYLE_IDS.length);
	expect(more.find(({ style }) => style === 'poster')?.seed).toBe(6);
	expect(more.find(({ style }) => style === 'engraving')?.seed).toBe(1);
});

test('what was changed by hand makes another recipe, however it is written', () => {
	const plain = { version: 1, style: 'poster', seed: 0 } as const;
	const tuned = { ...plain, tuning: { palette: 1, weight: 1.5 } };
	expect(recipeKey(plain)).toBe('poster-0');
	expect(recipeKey(tuned)).not.toBe(recipeKey(plain));
	expect(recipeKey({ ...plain, tuning: { weight: 1.5, palette: 1 } })).toBe(recipeKey(tuned));
	expect(recipeKey({ ...plain, tuning: {} })).toBe(recipeKey(plain));
});

test('a recipe that was asked for comes first, and only once', () => {
	const asked = { version: 1, style: 'poster', seed: 0 } as const;
	const recipes = firstRecipes(asked);
	expect(recipes[0]).toEqual(asked);
	expect(recipes).toHaveLength(STYLE_IDS.length);
	expect(firstRecipes({ ...asked, seed: 40 })).toHaveLength(STYLE_IDS.length + 1);

	const results = [
		result('watercolour', 0, 'final', 90),
		result('poster', 2, 'waiting'),
		result('engraving', 0, 'final', 95),
	];
	expect(arrange(results, { ...asked, seed: 2 }).map(({ key }) => key)).toEqual([
		'poster-2',
		'watercolour-0',
		'engraving-0',
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
		{ version: 1, style: 'poster', seed: 1 },
		{ version: 1, style: 'poster', seed: 2 },
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

test('shown: style by style, the most alike of each first, waiting ones last', () => {
	const shown = arrange([
		result('poster', 1, 'waiting'),
		result('poster', 0, 'final', 12, false),
		result('engraving', 0, 'final', 99),
		result('watercolour', 0, 'final', 20),
		result('watercolour', 1, 'final', 80),
		result('watercolour', 2, 'waiting'),
	]);
	expect(shown.map(({ key }) => key)).toEqual([
		'watercolour-1',
		'watercolour-0',
		'watercolour-2',
		'engraving-0',
		'poster-0',
		'poster-1',
	]);
});
