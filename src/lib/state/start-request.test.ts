import { expect, test } from 'vitest';
import { readStartRequest, recipeQuery } from './start-request';

const read = (query: string) => readStartRequest(new URL(`https://likeness.test/${query}`));

test('a shortcut asks for the camera', () => {
	expect(read('?camera=1')).toEqual({ camera: true, recipe: null });
});

test('the gallery asks for a recipe', () => {
	expect(read('?style=poster&seed=3').recipe).toEqual({ version: 1, style: 'poster', seed: 3 });
});

test.each([
	'',
	'?style=nonsense&seed=1',
	'?style=poster&seed=1&tuning=colour3',
	'?style=poster',
	'?style=poster&seed=-1',
	'?style=poster&seed=x',
])('"%s" asks for no recipe', (query) => {
	expect(read(query).recipe).toBeNull();
});

test('a tuned recipe comes back as it was', () => {
	const recipe = {
		version: 1,
		style: 'watercolour',
		seed: 7,
		tuning: { palette: 2, weight: 1.5, crop: 1.85 },
	} as const;
	expect(read(recipeQuery(recipe)).recipe).toEqual(recipe);
	const plain = { version: 1, style: 'poster', seed: 0 } as const;
	expect(read(recipeQuery(plain)).recipe).toEqual(plain);
});
