import { expect, test } from 'vitest';
import type { IdSpec } from '$lib/domain/id-photo';
import { choicesFor, mayReplace, recipeOf, withMode, withSpec, NO_ADJUST } from './id-choices';
import { searchSpecs } from './id-search';

const spec = (change: Partial<IdSpec>): IdSpec => ({
	id: 'a',
	name: { en: 'One inch', zh: '一寸' },
	keywords: ['yicun', 'yc'],
	country: 'CN',
	kind: 'print',
	mm: { width: 25, height: 35 },
	px: { width: 295, height: 413 },
	dpi: 300,
	head: null,
	faceWidth: null,
	eyes: null,
	top: null,
	below: null,
	backgrounds: ['#628bce', '#ffffff'],
	backgroundMayBeReplaced: true,
	modes: ['unaltered', 'studio'],
	file: { formats: ['jpeg'], kB: { least: null, most: null } },
	source: { name: '', url: '', checked: '2026-11-22', confidence: 'official' },
	notes: null,
	...change,
});
const print = spec({});
const visa = spec({
	id: 'us-visa',
	name: { en: 'US visa', zh: '美国签证' },
	keywords: [],
	country: 'US',
	kind: 'visa',
	backgrounds: ['#ffffff'],
	backgroundMayBeReplaced: false,
	modes: ['unaltered'],
});

test('prints begin in the studio, what an office checks is left alone', () => {
	expect(choicesFor(print)).toMatchObject({
		mode: 'studio',
		background: { kind: 'plain', colours: ['#628bce'] },
	});
	expect(choicesFor(visa)).toMatchObject({ mode: 'unaltered', background: { kind: 'keep' } });
	expect(choicesFor(visa, 'studio').mode).toBe('unaltered');
	expect(mayReplace(choicesFor(visa))).toBe(false);
});

test('the modes are never mixed', () => {
	const studio = { ...choicesFor(print), retouch: { light: 1, colour: 0.5, skin: 0.2 } };
	const unaltered = withMode(studio, 'unaltered');
	expect(unaltered.retouch).toEqual({ light: 0, colour: 0, skin: 0 });
	const strict = withSpec(studio, visa);
	expect(strict).toMatchObject({ mode: 'unaltered', background: { kind: 'keep' } });
	expect(strict.retouch).toEqual({ light: 0, colour: 0, skin: 0 });
	expect(withSpec(strict, print).background).toEqual({ kind: 'plain', colours: ['#628bce'] });
});

test('a background that the next document takes as well is kept, the crop is found anew', () => {
	const white = { kind: 'plain', colours: ['#ffffff'] } as const;
	const before = { ...choicesFor(print), background: white, adjust: { ...NO_ADJUST, x: 0.1 } };
	const after = withSpec(before, spec({ id: 'b' }));
	expect(after.background).toEqual(white);
	expect(after.adjust).toEqual(NO_ADJUST);
	expect(recipeOf(before).adjust).toEqual({ ...NO_ADJUST, x: 0.1 });
	expect('adjust' in recipeOf(after)).toBe(false);
});

test.each([
	['一寸', ['a']],
	['YICUN', ['a']],
	['25×35', ['a', 'us-visa']],
	['295x413 china', ['a']],
	['中国', ['a']],
	['美国', ['us-visa']],
	['united states', ['us-visa']],
	['visa us', ['us-visa']],
	['', ['a', 'us-visa']],
	['paris', []],
])('%s finds %j', (query, ids) => {
	expect(searchSpecs([print, visa], query).map(({ id }) => id)).toEqual(ids);
});
