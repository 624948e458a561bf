import type { BackendChoice } from '$lib/domain/runtime';
import type { Store } from './store';

/** What the person chose. Never the photo. */
export interface Settings {
	readonly backend: BackendChoice;
	/** null: as the browser asks. */
	readonly language: 'zh-CN' | 'en' | null;
}

export const DEFAULT_SETTINGS: Settings = { backend: 'auto', language: null };

const KEY = 'settings';

/** The stored settings over the defaults, so that a setting added later has a value. */
export async function readSettings(store: Store): Promise<Settings> {
	return { ...DEFAULT_SETTINGS, ...(await store.get('settings', KEY)) };
}

/** Changes some settings and returns all of them. */
export async function changeSettings(store: Store, change: Partial<Settings>): Promise<Settings> {
	return store.update('settings', KEY, (old) => ({ ...DEFAULT_SETTINGS, ...old, ...change }));
}
