import { PackError, type RemoteFile } from '$lib/domain/pack';
import type { Store } from '$lib/storage/store';
import type { PackStore } from '../contract';
import { DEFAULT_TRANSFER, type TransferOptions } from '../transfer/options';
import { Transfers } from '../transfer/transfers';
import { collectGarbage } from './garbage';
import { InstalledPacks } from './installed';
import { presentBytes } from './ledger';
import { Outputs } from './outputs';
import { storing } from './space';

/** Records of all tabs change one at a time where one decides about what another may hold. */
const LOCK = 'likeness-pack-records';

/**
 * Packs on this device. Without a place to keep them everything can be listed, and is empty; what would write
 * rejects with 'no-storage'.
 * @param options of transfers; what is not given is as usual
 */
export function openPackStore(store: Store, options: Partial<TransferOptions> = {}): PackStore {
	const outputs = new Outputs(store);
	const transfers = new Transfers(store, { ...DEFAULT_TRANSFER, ...options }, (file) =>
		outputs.spoil(file),
	);
	const packs = new InstalledPacks(store);
	const collect = () => collectGarbage(store, transfers.busy);
	const exclusively = async <T>(work: () => Promise<T>): Promise<T> => {
		requireDisk(store);
		return navigator.locks.request(LOCK, work);
	};
	return {
		async transfer(file, mode, events, signal) {
			requireDisk(store);
			return transfers.begin(file, mode, events, signal);
		},
		present: (file: RemoteFile) => presentBytes(store, file),
		open: (sha256) => packs.open(sha256),
		async output(pack, key) {
			requireDisk(store);
			return outputs.open(pack, key);
		},
		finish: (manifest) =>
			exclusively(async () => {
				const pack = await packs.finish(manifest);
				await collect();
				return pack;
			}),
		adopt: (manifest, files, onBytes, signal) =>
			exclusively(async () => {
				const pack = await packs.adopt(manifest, files, onBytes, signal);
				await collect();
				return pack;
			}),
		installed: () => packs.list(),
		file: (pack, path) => packs.file(pack, path),
		touch: (pack) => packs.touch(pack),
		verify: (pack, onBytes, signal) => packs.verify(pack, onBytes, signal),
		remove: (pack) =>
			exclusively(async () => {
				await storing(0, store.write([{ store: 'packs', key: pack }]));
				await collect();
			}),
		installs: () => storing(0, store.values('installs')),
		async record(install) {
			requireDisk(store);
			await storing(0, store.write([{ store: 'installs', key: install.pack, value: install }]));
		},
		discard: (pack) =>
			exclusively(async () => {
				await storing(
					0,
					store.write([
						{ store: 'installs', key: pack },
						{ store: 'outputs', key: pack },
					]),
				);
				await collect();
			}),
	};
}

function requireDisk({ memoryBecause }: Store): void {
	if (memoryBecause) {
		throw new PackError('no-storage', `the browser keeps nothing here: ${memoryBecause}`);
	}
}
