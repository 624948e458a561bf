import type { RemoteFile } from '$lib/domain/pack';
import type { Store } from '$lib/storage/store';
import { downloadKey } from './keys';
import { StoredPackOutput } from './output';
import { storing } from './space';

/** The outputs of installs, and what is written of them here. */
export class Outputs {
	readonly #open = new Map<string, StoredPackOutput>();

	constructor(readonly store: Store) {}

	async open(pack: string, key: string): Promise<StoredPackOutput> {
		const output = await StoredPackOutput.open(this.store, pack, key);
		this.#open.set(pack, output);
		return output;
	}

	/** A file was wrong from the hub: forgets what installs have made of it, and what they are making. */
	async spoil(file: RemoteFile): Promise<void> {
		const key = downloadKey(file);
		for (const { pack, files } of await storing(0, this.store.values('installs'))) {
			if (!files.some(({ file }) => downloadKey(file) === key)) continue;
			const stored = await storing(0, this.store.get('outputs', pack));
			const output =
				this.#open.get(pack) ??
				(stored && (await StoredPackOutput.open(this.store, pack, stored.key)));
			this.#open.delete(pack);
			await output?.spoil(`it was made of wrong bytes of ${file.path}`);
		}
	}
}
