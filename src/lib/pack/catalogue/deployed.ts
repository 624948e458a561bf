import type { Catalogue } from '$lib/domain/pack-catalogue';

/** Put here by the build (vite.config.ts), validated; not there in tests and tools. */
declare const __LIKENESS_CATALOGUE__: Catalogue | undefined;

/** What the deployer of this edition added. */
export const DEPLOYED_CATALOGUE: Catalogue =
	typeof __LIKENESS_CATALOGUE__ === 'undefined'
		? { version: 1, licences: [], components: [], packs: [] }
		: __LIKENESS_CATALOGUE__;
