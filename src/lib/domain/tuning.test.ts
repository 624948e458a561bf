import { expect, test } from 'vitest';
import { engraving } from './styles/engraving';
import { watercolour } from './styles/watercolour';
import { obeyed, tuningFrom, tuningFromKey, tuningKey } from './tuning';

const EVERYTHING = { palette: 3, backdrop: 0, weight: 1.25, crop: 2, likeness: 0.8 };

test('a key comes back as the same choices, and differs when one of them does', () => {
	expect(tuningFromKey(tuningKey(EVERYTHING))).toEqual(EVERYTHING);
	expect(tuningFromKey(tuningKey({ weight: 0.5 }))).toEqual({ weight: 0.5 });
	const keys = Object.keys(EVERYTHING).map((name) => tuningKey({ ...EVERYTHING, [name]: 1.7 }));
	expect(new Set([...keys, tuningKey(EVERYTHING)]).size).toBe(6);
	expect(tuningKey({ crop: 2, palette: 1 })).toBe(tuningKey({ palette: 1, crop: 2 }));
	expect(tuningKey(undefined)).toBe('');
});

test.each([
	'',
	'palette',
	'palette-1',
	'size3',
	'weight9',
	'crop1',
	'palette1.5',
	'toString1',
	'weight1e9',
	'likeness2',
])('"%s" is no key of ours', (key) => expect(tuningFromKey(key)).toBeNull());

test.each([null, 3, {}, { palette: '1' }, { palette: NaN }, { crop: 2, other: 1 }, [1]])(
	'%j is refused',
	(value) => expect(tuningFrom(value)).toBeNull(),
);

test('what a style does not obey, or what is its own value, is left out', () => {
	expect(obeyed({ likeness: 0.9, weight: 1.5 }, engraving)).toEqual({ weight: 1.5 });
	expect(obeyed({ likeness: 0.9, weight: 1 }, watercolour)).toEqual({ likeness: 0.9 });
	expect(obeyed({ palette: 99, backdrop: 0 }, watercolour)).toEqual({ backdrop: 0 });
	expect(obeyed({ likeness: 0.5 }, watercolour)).toBeUndefined();
});
