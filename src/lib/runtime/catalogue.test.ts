import { expect, test } from 'vitest';
import { BUILTIN_NAMES, CATALOGUE_PATH, loadCatalogue } from './catalogue';

const model = (name: string) => ({
	name,
	file: `${name}.0123abcd.onnx`,
	title: name,
	licence: 'Apache-2.0',
	licenceNote: '',
	commercialUse: true,
	source: { package: 'p', version: '1.0.0', file: 'f', url: 'https://example.org' },
	bytes: 1,
	sha256: '0'.repeat(64),
	inputs: [{ name: 'image', shape: [-1, 3, 8, 8], meaning: 'RGB' }],
	outputs: [{ name: 'y', shape: [-1, 8], meaning: 'numbers' }],
});
const models = BUILTIN_NAMES.map(model);

test('finds each model by its name', async () => {
	const catalogue = await loadCatalogue(async (path) => {
		expect(path).toBe(CATALOGUE_PATH);
		return { models };
	});
	expect(catalogue.get('iris')).toEqual(model('iris'));
	expect([...catalogue.keys()]).toEqual([...BUILTIN_NAMES]);
});

test.each([
	['a missing model', models.slice(1), 'must list blazeface'],
	['an unknown model', [...models, model('hands')], '"hands"'],
	[
		'a file outside the folder',
		[{ ...models[0], file: '../a.onnx' }, ...models.slice(1)],
		'format',
	],
	['a wrong hash', [{ ...models[0], sha256: 'x' }, ...models.slice(1)], 'format'],
])('refuses %s', async (_, broken, message) => {
	await expect(loadCatalogue(async () => ({ models: broken }))).rejects.toThrow(message);
});
