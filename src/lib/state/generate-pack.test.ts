import { expect, test } from 'vitest';
import type { InstalledPack } from '$lib/domain/pack';
import { abilityOf } from './generate-pack';

const pack = (settings: object, models: readonly string[] = ['face-backbone']): InstalledPack => ({
	id: 'studio',
	manifest: {
		format: 1,
		id: 'studio',
		compiler: 'x',
		sources: [],
		files: [],
		models: Object.fromEntries(models.map((name) => [name, { graph: 'g', shards: [] }])),
		settings: {
			sampling: { scheduler: 'lcm', steps: 4, guidance: 1 },
			text: { tokenizer: ['tokenizer/vocab.json'] },
			identity: { kind: 'faceid', scale: 0.7 },
			sizes: { least: 256, most: 768, step: 64 },
			...settings,
		},
	},
	bytes: 1,
	installedAt: 0,
	usedAt: null,
	damaged: [],
});

test('a whole pack can draw, and says what', () => {
	expect(abilityOf(pack({}))).toMatchObject({
		pack: 'studio',
		identity: true,
		freeText: true,
		defaults: { sampler: 'lcm', steps: 4 },
	});
	expect(abilityOf(pack({ identity: { kind: 'none', scale: 0 } }, []))).toMatchObject({
		identity: false,
	});
});

test('packs that lack a part, are damaged, or are of another kind cannot', () => {
	expect(abilityOf(pack({}, []))).toBeNull();
	expect(abilityOf(pack({ text: { tokenizer: [] } }))).toBeNull();
	expect(abilityOf(pack({ sampling: undefined }))).toBeNull();
	expect(abilityOf({ ...pack({}), damaged: ['unet.bin'] })).toBeNull();
});
