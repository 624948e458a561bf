import type { InstallState } from './pack';

/** Name of the BroadcastChannel on which the installing worker tells every tab how far it is. */
export const PACK_CHANNEL = 'likeness-packs';
/** Name of the Web Lock that the one running install holds. */
export const INSTALL_LOCK = 'likeness-install';

export type PackMessage =
	| { readonly type: 'install'; readonly state: InstallState }
	/** Packs were installed, removed or checked, or an install was discarded. */
	| { readonly type: 'changed' };
