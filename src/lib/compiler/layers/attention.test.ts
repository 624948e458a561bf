import { expect, test } from 'vitest';
import { BINDING_LIMIT, slices } from './attention';

const at = (side: number, heads: number, batch: number) => {
	const tokens = (side / 8) ** 2;
	return { heads, width: heads * 40, largest: { batch, queries: tokens, keys: tokens } };
};

test.each([
	// In float16, with and without guidance; 8 heads of 9216 by 9216 are 1.36 GB.
	[at(256, 8, 1), 'float16', { heads: 1, queries: 1 }],
	[at(512, 8, 1), 'float16', { heads: 2, queries: 1 }],
	[at(512, 8, 2), 'float16', { heads: 4, queries: 1 }],
	[at(768, 8, 1), 'float16', { heads: 8, queries: 2 }],
	[at(768, 8, 2), 'float32', { heads: 8, queries: 8 }],
	// SD2.x has 5 heads at the first level.
	[at(512, 5, 1), 'float32', { heads: 5, queries: 1 }],
] as const)('slices of %j in %s', (shape, activation, expected) => {
	const parts = slices(shape, activation);
	expect(parts).toEqual(expected);
	const { batch, queries, keys } = shape.largest;
	const heads = shape.heads / parts.heads;
	const bytes = batch * heads * (queries / parts.queries) * keys;
	expect(bytes * (activation === 'float16' ? 2 : 4)).toBeLessThanOrEqual(BINDING_LIMIT);
	expect(shape.heads % parts.heads).toBe(0);
	expect(queries % parts.queries).toBe(0);
});

test('one piece where no size is given', () => {
	expect(slices({ heads: 8, width: 320 }, 'float32')).toEqual({ heads: 1, queries: 1 });
});
