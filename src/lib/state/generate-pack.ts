import type { OpenedPack } from '$lib/bridge/generate-client';
import type { InstalledPack } from '$lib/domain/pack';
import type { PackEntry } from '$lib/domain/pack-catalogue';

/** What can be known of an installed pack without opening it; `hash` is not. */
export type PackAbility = Pick<OpenedPack, 'pack' | 'defaults' | 'sizes' | 'identity' | 'freeText'>;

/** As the compiler writes them into a manifest (src/lib/compiler/compile/settings.ts); only what is read here. */
interface ManifestSettings {
	readonly sampling: NonNullable<PackEntry['sampling']>;
	readonly text: { readonly tokenizer: readonly string[] } | null;
	readonly identity: { readonly kind: PackEntry['identity']; readonly scale: number };
	readonly sizes: OpenedPack['sizes'];
}

const SAMPLERS = {
	lcm: 'lcm',
	tcd: 'tcd',
	euler: 'euler-leading',
	ddim: 'ddim',
	'dpm++2m': 'dpmpp-2m',
} as const;

/** Identities that are made of what a face network says. */
const NEEDS_BACKBONE: readonly PackEntry['identity'][] = [
	'uniportrait',
	'faceid',
	'faceid-plus',
	'faceid-plus-v2',
];

/** Null for a pack that no pictures can be drawn with: a part of one, or one of another kind. */
export function abilityOf({ id, manifest, damaged }: InstalledPack): PackAbility | null {
	const { sampling, text, identity, sizes } = manifest.settings as Partial<ManifestSettings>;
	if (!sampling || !identity || !sizes || damaged.length > 0) return null;
	// Styles are words; and adapters that know faces by a network of their own want it beside them.
	if (text && text.tokenizer.length === 0) return null;
	if (NEEDS_BACKBONE.includes(identity.kind) && !('face-backbone' in manifest.models)) return null;
	return {
		pack: id,
		defaults: {
			sampler: SAMPLERS[sampling.scheduler],
			steps: sampling.steps,
			guidance: sampling.guidance,
			identityScale: identity.scale,
		},
		sizes,
		identity: identity.kind !== 'none',
		freeText: Boolean(text),
	};
}
