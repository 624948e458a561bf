import { createHash } from 'node:crypto';

/** A file of the fake hub. LFS files have a sha256 in listings and are served from signed URLs, as weights are. */
export interface HubFile {
	readonly path: string;
	readonly bytes: Uint8Array;
	readonly lfs: boolean;
	readonly sha256: string;
	/** Git's object id. */
	readonly oid: string;
}

const hex = (algorithm: string, ...parts: (string | Uint8Array)[]) => {
	const hash = createHash(algorithm);
	for (const part of parts) hash.update(part);
	return hash.digest('hex');
};

/** A repository with a history: every change is a commit, and old commits can still be asked for. */
export class Repository {
	readonly #commits = new Map<string, ReadonlyMap<string, HubFile>>();
	#head = '';

	constructor(readonly name: string) {
		this.#commit(new Map());
	}

	/** The commit that branches and tags of any name stand for. */
	get head(): string {
		return this.#head;
	}

	/** Adds or replaces a file; returns the new commit. */
	put(path: string, bytes: Uint8Array, lfs = bytes.length > 1024): string {
		const file = {
			path,
			bytes,
			lfs,
			sha256: hex('sha256', bytes),
			oid: hex('sha1', `blob ${bytes.length}\0`, bytes),
		};
		return this.#commit(new Map(this.#commits.get(this.#head)).set(path, file));
	}

	/** Takes a file away; returns the new commit. */
	delete(path: string): string {
		const files = new Map(this.#commits.get(this.#head));
		files.delete(path);
		return this.#commit(files);
	}

	/** The commit of a revision: itself, or the head for a branch; undefined for a commit that never was. */
	resolve(revision: string): string | undefined {
		if (this.#commits.has(revision)) return revision;
		return /^[0-9a-f]{40}$/.test(revision) ? undefined : this.#head;
	}

	files(commit: string): readonly HubFile[] {
		return [...(this.#commits.get(commit)?.values() ?? [])].sort((a, b) =>
			a.path < b.path ? -1 : 1,
		);
	}

	file(commit: string, path: string): HubFile | undefined {
		return this.#commits.get(commit)?.get(path);
	}

	#commit(files: ReadonlyMap<string, HubFile>): string {
		const tree = [...files.values()].map(({ path, oid }) => `${path} ${oid}\n`);
		this.#head = hex('sha1', this.name, this.#head, ...tree);
		this.#commits.set(this.#head, files);
		return this.#head;
	}
}
