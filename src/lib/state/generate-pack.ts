import type { OpenedPack } from '$lib/bridge/generate-client';
import type { InstalledPack } from '$lib/domain/pack';
import type { PackEntry } from '$lib/domain/pack-catalogue';

/** What can be known of an installed pack without opening it; `hash` is not. */
export type PackAbility = Pick<OpenedPack, 'pack' | 'defaults' | 'sizes' | 'identity' | 'freeText'>;

/** As the compiler writes them into a manifest (src/lib/compiler/compile/settings.ts); only what is read here. */
interface ManifestSettings {
	readonly sampling: PackEntry['sampling'];
	readonly text: unknown;
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

/** Null for a pack that no pictures can be drawn with: a part of one, or one of another kind. */
export function abilityOf({ id, manifest, damaged }: InstalledPack): PackAbility | null {
	const { sampling, text, identity, sizes } = manifest.settings as Partial<ManifestSettings>;
	if (!sampling || !identity || !sizes || damaged.length > 0) return null;
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
		freeText: text !== null && text !== undefined,
	};
}
