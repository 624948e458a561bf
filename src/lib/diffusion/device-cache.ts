import { dispose, type Outputs } from './networks';

/** Tensors on the device by what they were made of; the one that was not used for longest goes first. */
export class DeviceCache {
	readonly #capacity: number;
	readonly #entries = new Map<string, Outputs>();

	constructor(capacity: number) {
		this.#capacity = capacity;
	}

	/** The tensors stay the cache's, until `capacity` others were asked for. */
	async get(key: string, make: () => Promise<Outputs>): Promise<Outputs> {
		const made = this.#entries.get(key) ?? (await make());
		this.#entries.delete(key);
		this.#entries.set(key, made);
		for (const [oldest, outputs] of [...this.#entries].slice(0, -this.#capacity)) {
			this.#entries.delete(oldest);
			dispose(outputs);
		}
		return made;
	}

	clear(): void {
		dispose(...this.#entries.values());
		this.#entries.clear();
	}
}
