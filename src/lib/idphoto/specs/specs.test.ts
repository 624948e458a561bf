import { describe, expect, test } from 'vitest';
import type { CustomSize } from '$lib/domain/id-photo';
import { searchSpecs } from '$lib/domain/id-spec-search';
import { customSpec } from './custom';
import sources from './sources.json';
import { idSpecs, readSpecs } from './specs';
import world from './world.json';

const byId = (id: string) => {
	const spec = idSpecs().find((one) => one.id === id);
	if (!spec) throw new Error(id);
	return spec;
};

test('at least 45 sizes, each with a source, a date and a way to be obeyed', () => {
	const specs = idSpecs();
	expect(specs.length).toBeGreaterThanOrEqual(45);
	for (const spec of specs) {
		expect(spec.source.name, spec.id).not.toBe('');
		expect(spec.source.checked, spec.id).toMatch(/^\d{4}-\d{2}-\d{2}$/);
		if (spec.mm) {
			// The file at its resolution is as large as the print, to half a millimetre.
			expect(Math.abs((spec.px.width / spec.dpi) * 25.4 - spec.mm.width), spec.id).toBeLessThan(
				0.5,
			);
			expect(Math.abs((spec.px.height / spec.dpi) * 25.4 - spec.mm.height), spec.id).toBeLessThan(
				0.5,
			);
		}
		for (const range of [spec.head, spec.faceWidth, spec.eyes, spec.top])
			if (range) expect(range[0], spec.id).toBeLessThanOrEqual(range[1]);
	}
});

test('sizes and rules of the documents that people ask for most', () => {
	expect(byId('cn-1-inch').px).toEqual({ width: 295, height: 413 });
	expect(byId('cn-id-card')).toMatchObject({
		px: { width: 358, height: 441 },
		dpi: 350,
		file: { kB: { least: 14, most: 20 } },
	});
	expect(byId('us-visa')).toMatchObject({
		px: { width: 600, height: 600 },
		head: [0.5, 0.69],
		eyes: [0.56, 0.69],
		file: { kB: { least: null, most: 240 } },
	});
	expect(byId('jp-passport').head![0]).toBeCloseTo(32 / 45, 10);
});

test('authorities that refuse edited photos have neither studio nor another background', () => {
	const strict = idSpecs().filter(({ country }) =>
		['US', 'GB', 'CA', 'KR'].includes(country ?? ''),
	);
	expect(strict.length).toBeGreaterThanOrEqual(9);
	for (const spec of strict)
		expect(spec, spec.id).toMatchObject({ modes: ['unaltered'], backgroundMayBeReplaced: false });
});

test('data that is wrong is refused', () => {
	const [row] = world;
	expect(() => readSpecs([{ ...row, head: { mm: [60, 70] } }], sources)).toThrow(RangeError);
	expect(() => readSpecs([row, row], sources)).toThrow('one id');
	expect(() => readSpecs([{ ...row, source: 'nobody' }], sources)).toThrow('nobody');
	expect(() => readSpecs([{ ...row, head: { share: [0.8, 0.7] } }], sources)).toThrow();
	expect(() => readSpecs([{ ...row, colour: 'red' }], sources)).toThrow();
});

describe('search', () => {
	const first = (query: string) => searchSpecs(idSpecs(), query)[0]?.id;
	test.each([
		['一寸', 'cn-1-inch'],
		['yc', 'cn-1-inch'],
		['身份证', 'cn-id-card'],
		['sfz', 'cn-id-card'],
		['us visa', 'us-visa'],
		['美签', 'us-visa'],
		['四六级', 'cn-cet'],
		['Schengen', 'schengen-visa'],
		['japan passport', 'jp-passport'],
		['50×70 canada', 'ca-passport'],
		['４１３ x ５７９', 'cn-2-inch'],
	])('%s', (query, id) => expect(first(query)).toBe(id));

	test('countries by their names in the language of the interface', () => {
		const names = new Intl.DisplayNames('zh-CN', { type: 'region' });
		const found = searchSpecs(idSpecs(), '加拿大', (code) => names.of(code) ?? code);
		expect(found.map(({ country }) => country)).toEqual(['CA', 'CA', 'CA']);
	});

	test('nothing is found for what is not there, everything for nothing', () => {
		expect(searchSpecs(idSpecs(), 'atlantis')).toEqual([]);
		expect(searchSpecs(idSpecs(), '  ')).toHaveLength(idSpecs().length);
	});
});

describe('a size of one’s own', () => {
	const size: CustomSize = {
		name: 'Club card',
		mm: { width: 30, height: 40 },
		px: null,
		dpi: 300,
		head: [0.6, 0.7],
		background: '#FFEEDD',
		kB: { least: null, most: 100 },
	};
	test('gives a spec', () => {
		expect(customSpec(size)).toMatchObject({
			wrong: [],
			spec: { px: { width: 354, height: 472 }, backgrounds: ['#ffeedd'], kind: 'custom' },
		});
	});
	test.each([
		['name', { name: '  ' }],
		['mm', { mm: null }],
		['mm', { mm: { width: 1, height: 40 } }],
		['px', { px: { width: 100.5, height: 100 } }],
		['px', { px: { width: 100, height: 9000 } }],
		['dpi', { dpi: 10 }],
		['head', { head: [0.9, 0.5] as const }],
		['background', { background: 'red' }],
		['kB', { kB: { least: 30, most: 20 } }],
	])('refuses a wrong %s', (field, change) => {
		expect(customSpec({ ...size, ...change })).toMatchObject({ spec: null, wrong: [field] });
	});
});
