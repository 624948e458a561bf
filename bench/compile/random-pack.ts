/** A pack of one UNet of random numbers, for Node and the browser. */
import * as v from 'valibot';
import {
	ComponentSchema,
	type Component,
	type PackEntry,
} from '../../src/lib/domain/pack-catalogue';

const NOTHING = { en: '', 'zh-CN': '' };
export const WEIGHTS = 'unet.safetensors';
export const CONFIG = { path: 'config.json', text: JSON.stringify({ cross_attention_dim: 768 }) };

/** @param bytes of the weights */
export function randomComponent(bytes: number): Component {
	return v.parse(ComponentSchema, {
		id: 'base',
		role: 'unet',
		origins: [{ hub: 'same-origin', repo: 'random', revision: 'main' }],
		files: [WEIGHTS],
		configs: [CONFIG.path],
		licence: 'mit',
		attribution: 'random numbers',
		purpose: NOTHING,
		bytes,
	});
}

export function randomPack(precision: PackEntry['precision']): PackEntry {
	return {
		id: 'random',
		name: NOTHING,
		description: NOTHING,
		components: ['base'],
		identity: 'none',
		precision,
		sampling: { scheduler: 'lcm', steps: 4, guidance: 1 },
		bytes: 0,
		needs: { f16: false, bindingBytes: 0, memoryBytes: 0 },
		tier: 'own',
	};
}
