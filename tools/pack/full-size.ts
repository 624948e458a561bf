import * as v from 'valibot';
import { buildNetworks } from '../../src/lib/compiler/compile/build';
import { watched, type OpenedComponent } from '../../src/lib/compiler/compile/component';
import type { ArrivingFile } from '../../src/lib/domain/arriving-file';
import { planParts, type PackPlan } from '../../src/lib/compiler/compile/plan';
import { ComponentSchema, PackSchema, type Role } from '../../src/lib/domain/pack-catalogue';
import { manifest } from '../../tests/support/manifest';

interface FullSize {
	readonly identity: string;
	/** Published files whose names and shapes are recorded, and what they are. */
	readonly files: readonly (readonly [manifest: string, role: Role])[];
	/** config.json of the UNet, where it is not that of SD1.5. */
	readonly config: object;
}

const TEXT = ['sd15_text_encoder', 'text-encoder'] as const;
const TAESD = ['taesd_vae', 'vae'] as const;
const SD15 = { cross_attention_dim: 768 };
/** nota-ai/bk-sdm-tiny. */
const BKSDM_TINY = {
	...SD15,
	block_out_channels: [320, 640, 1280],
	down_block_types: ['CrossAttnDownBlock2D', 'CrossAttnDownBlock2D', 'CrossAttnDownBlock2D'],
	mid_block_type: null,
	up_block_types: ['CrossAttnUpBlock2D', 'CrossAttnUpBlock2D', 'CrossAttnUpBlock2D'],
	layers_per_block: 1,
};

export const FULL_SIZES: Readonly<Record<string, FullSize>> = {
	'sd15-uniportrait': {
		identity: 'uniportrait',
		files: [
			['sd15_unet', 'unet'],
			TEXT,
			TAESD,
			['uniportrait-faceid_sd15.bin', 'identity'],
			['glint360k_curricular_face_r101_backbone.bin', 'face-backbone'],
		],
		config: SD15,
	},
	'sd15-faceid': {
		identity: 'faceid',
		files: [['sd15_unet', 'unet'], TEXT, TAESD, ['ip-adapter-faceid_sd15.bin', 'identity']],
		config: SD15,
	},
	'bksdm-tiny': {
		identity: 'none',
		files: [['bksdm_tiny_full_unet', 'unet'], TEXT, TAESD],
		config: BKSDM_TINY,
	},
};

/** The plan for published files of full size, from their recorded names and shapes. @throws Error for another name */
export async function fullSizePlan(name: string, precision = 'small'): Promise<PackPlan> {
	const size = FULL_SIZES[name];
	if (!size) throw new Error(`${name} is none of ${Object.keys(FULL_SIZES).join(', ')}`);
	const nothing = { en: '', 'zh-CN': '' };
	const files: ArrivingFile[] = [];
	const opened: OpenedComponent[] = [];
	for (const [file, [recorded, role]] of size.files.entries()) {
		const raw = await manifest(recorded);
		const component = v.parse(ComponentSchema, {
			id: role,
			role,
			origins: [{ hub: 'same-origin', repo: 'recorded', revision: 'main' }],
			files: [recorded],
			licence: 'own',
			attribution: '',
			purpose: nothing,
			bytes: 0,
		});
		const config = role === 'unet' ? size.config : undefined;
		opened.push({ component, role, file, raw, config, ...watched(raw) });
		files.push({
			component,
			path: recorded,
			repo: 'recorded',
			commit: '',
			sha256: () => Promise.reject(new Error('a plan has no bytes')),
			source: { size: 0, read: () => Promise.reject(new Error('a plan reads nothing')) },
		});
	}
	const pack = v.parse(PackSchema, {
		id: name,
		name: nothing,
		description: nothing,
		components: opened.map(({ component }) => component.id),
		identity: size.identity,
		precision,
		sampling: { scheduler: 'lcm', steps: 4, guidance: 1 },
		bytes: 0,
		needs: { f16: true, bindingBytes: 0, memoryBytes: 0 },
		tier: 'own',
	});
	const input = { pack, files };
	return planParts(input, await buildNetworks(input, opened));
}
