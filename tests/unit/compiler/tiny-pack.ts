/** Packs of the golden checkpoints; no file system: runs in a browser too. */
import type { ArrivingFile } from '../../../src/lib/domain/arriving-file';
import type { CompileInput } from '../../../src/lib/compiler/compile/contract';
import * as v from 'valibot';
import { ComponentSchema, type PackEntry, type Role } from '../../../src/lib/domain/pack-catalogue';
import type { ByteSource } from '../../../src/lib/domain/byte-source';
import type { ReadFixture } from '../../golden/case';

/** Component ids and the fixtures that they consist of, weights first. */
export type TinyComponents = Readonly<
	Record<
		string,
		{ readonly role: Role; readonly files: readonly string[]; readonly weight?: number }
	>
>;

export const TINY_BASE = {
	base: {
		role: 'unet',
		files: ['unet_a/unet/diffusion_pytorch_model.fp16.safetensors', 'unet_a/unet/config.json'],
	},
	text: {
		role: 'text-encoder',
		files: ['clip_text/text_encoder/model.fp16.safetensors', 'clip_text/text_encoder/config.json'],
	},
	taesd: {
		role: 'vae',
		files: ['taesd/vae/diffusion_pytorch_model.fp16.safetensors', 'taesd/vae/config.json'],
	},
} as const satisfies TinyComponents;

export const TINY_FACEID = {
	adapter: { role: 'identity', files: ['ip_faceid/ip-adapter-faceid_tiny.bin'] },
} as const satisfies TinyComponents;

export const TINY_UNIPORTRAIT = {
	adapter: {
		role: 'identity',
		files: ['uniportrait/uniportrait-faceid_tiny.bin', 'uniportrait/config.json'],
	},
	backbone: { role: 'face-backbone', files: ['uniportrait/backbone.bin'] },
} as const satisfies TinyComponents;

/** Its base, its text encoder, and the LoRA for both, with the strength of the fixture. */
export const TINY_LORA = {
	base: {
		role: 'unet',
		files: [
			'unet_bksdm_base/unet/diffusion_pytorch_model.fp16.safetensors',
			'unet_bksdm_base/unet/config.json',
		],
	},
	text: TINY_BASE.text,
	lora: { role: 'lora', files: ['lora/kohya.fp16.safetensors'], weight: 0.8 },
} as const satisfies TinyComponents;

/** Everything at once, rounded: merged LoRAs, an identity, 4 and 8 bits, scales in halves. */
export const PARITY = {
	components: { ...TINY_BASE, ...TINY_FACEID },
	entry: {
		identity: 'faceid',
		precision: 'small',
		needs: { f16: true, bindingBytes: 0, memoryBytes: 0 },
	},
} as const satisfies { components: TinyComponents; entry: Partial<PackEntry> };

/** Files that the fixtures do not have: the published UniPortrait has wider heads, which need not be told. */
const WRITTEN: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
	'uniportrait/config.json': new TextEncoder().encode('{"head_width": 16}'),
};

const NOTHING = { en: '', 'zh-CN': '' };

/** What a tiny pack is compiled from. @param entry what differs from a pack in float32 without an identity */
export async function tinyInput(
	components: TinyComponents,
	read: ReadFixture,
	entry: Partial<PackEntry> = {},
): Promise<CompileInput> {
	const files: ArrivingFile[] = [];
	for (const [id, { role, files: paths, weight = 1 }] of Object.entries(components)) {
		const component = v.parse(ComponentSchema, {
			id,
			role,
			weight,
			origins: [{ hub: 'same-origin', repo: 'golden', revision: 'main' }],
			files: [paths[0]],
			configs: paths.slice(1),
			licence: 'mit',
			attribution: 'random numbers',
			purpose: NOTHING,
			bytes: 0,
		});
		for (const path of paths) {
			const bytes = WRITTEN[path] ?? (await read(path));
			files.push({
				component,
				path,
				repo: 'golden',
				commit: '',
				sha256: () => sha256(bytes),
				source: new OrderedSource(bytes),
			});
		}
	}
	return {
		pack: {
			id: 'tiny',
			name: NOTHING,
			description: NOTHING,
			components: Object.keys(components),
			identity: 'none',
			precision: 'float32',
			sampling: { scheduler: 'lcm', steps: 4, guidance: 1 },
			bytes: 0,
			needs: { f16: false, bindingBytes: 0, memoryBytes: 0 },
			tier: 'own',
			...entry,
		},
		files,
	};
}

/** Refuses to read again what was released, as a file that streams through does. */
export class OrderedSource implements ByteSource {
	released = 0;
	readonly #bytes: Uint8Array<ArrayBuffer>;

	constructor(bytes: Uint8Array<ArrayBuffer>) {
		this.#bytes = bytes;
	}

	get size(): number {
		return this.#bytes.length;
	}

	async read(begin: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
		if (begin < this.released) throw new RangeError(`${begin} lies below ${this.released}`);
		return this.#bytes.slice(begin, end);
	}

	async release(before: number): Promise<void> {
		this.released = Math.max(this.released, before);
	}
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
