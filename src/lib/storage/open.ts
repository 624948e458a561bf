import { DiskStore } from './disk';
import { StorageError } from './error';
import { MemoryStore } from './memory';
import type { Store } from './store';

/**
 * The app's store: IndexedDB, or memory where the browser has none or cannot read it (`memoryBecause`
 * tells which, for the interface to say).
 * @throws StorageError 'blocked' or 'full'
 */
export async function openStore(name?: string): Promise<Store> {
	const disk = new DiskStore(name);
	try {
		await disk.open();
		return disk;
	} catch (error) {
		if (
			error instanceof StorageError &&
			(error.kind === 'unavailable' || error.kind === 'corrupt')
		) {
			return new MemoryStore(error.kind);
		}
		throw error;
	}
}

/** Bytes this origin uses and may use, everything included (app, models, gallery); null when the browser keeps it secret. */
export async function estimate(): Promise<{ usage: number; quota: number } | null> {
	const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
	return usage === undefined || quota === undefined ? null : { usage, quota };
}

/** Asks the browser not to evict us when the disk runs low. Resolves to whether it agreed. Some browsers ask the person. */
export async function requestPersistence(): Promise<boolean> {
	if (await navigator.storage?.persisted?.()) return true;
	return (await navigator.storage?.persist?.()) ?? false;
}
