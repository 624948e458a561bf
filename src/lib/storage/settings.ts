import type { Settings } from './schema';
import type { Store } from './store';

export const DEFAULT_SETTINGS: Settings = {
	backend: 'auto',
	language: null,
	fineCutOut: true,
	idPhoto: { favourites: [], sizes: [] },
};

const KEY = 'settings';

/** The stored settings over the defaults, so that a setting added later has a value. */
export async function readSettings(store: Store): Promise<Settings> {
	return { ...DEFAULT_SETTINGS, ...(await store.get('settings', KEY)) };
}

/** Changes some settings and returns all of them. */
export async function changeSettings(store: Store, change: Partial<Settings>): Promise<Settings> {
	return store.update('settings', KEY, (old) => ({ ...DEFAULT_SETTINGS, ...old, ...change }));
}
