import { expect, test } from 'vitest';
import { readStartRequest } from './start-request';

const read = (query: string) => readStartRequest(new URL(`https://likeness.test/${query}`));

test('a shortcut asks for the camera', () => {
	expect(read('?camera=1')).toEqual({ camera: true, recipe: null });
});

test('the gallery asks for a recipe', () => {
	expect(read('?style=poster&seed=3').recipe).toEqual({ version: 1, style: 'poster', seed: 3 });
});

test.each([
	'',
	'?style=oil&seed=1',
	'?style=poster',
	'?style=poster&seed=-1',
	'?style=poster&seed=x',
])('"%s" asks for no recipe', (query) => {
	expect(read(query).recipe).toBeNull();
});
