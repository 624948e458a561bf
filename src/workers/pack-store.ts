import type { PackStore } from '$lib/pack/contract';
import { openPackStore } from '$lib/pack/store/open';
import { openStore } from '$lib/storage/open';

let store: Promise<PackStore> | undefined;

/** The packs of this device, opened once in a worker. A failure is forgotten, so that a retry works. */
export function packStore(): Promise<PackStore> {
	store ??= openStore()
		.then((disk) => openPackStore(disk))
		.catch((error: unknown) => {
			store = undefined;
			throw error;
		});
	return store;
}
