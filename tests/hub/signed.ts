import { randomBytes } from 'node:crypto';
import type { HubFile } from './repository';

/** URLs that name a file by a secret and are good for a while. */
export class SignedUrls {
	readonly #given = new Map<string, { file: HubFile; until: number }>();

	constructor(readonly seconds: number) {}

	/** A path with query on the file host. */
	sign(file: HubFile): string {
		const signature = randomBytes(12).toString('hex');
		this.#given.set(signature, { file, until: Date.now() + this.seconds * 1000 });
		return `/repos/${file.sha256}?Expires=${this.seconds}&Signature=${signature}`;
	}

	/** The file of a URL; undefined when it was never signed or has expired. */
	file(url: string): HubFile | undefined {
		const signature = new URL(url, 'http://files').searchParams.get('Signature') ?? '';
		const entry = this.#given.get(signature);
		return entry && Date.now() < entry.until ? entry.file : undefined;
	}

	expireAll(): void {
		for (const entry of this.#given.values()) entry.until = 0;
	}
}
