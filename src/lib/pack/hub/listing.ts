/** What a hub says of its files is checked before anybody uses it. */
import * as v from 'valibot';
import type { Hub } from '$lib/domain/hubs';
import { PackError, type RemoteFile, type Sha256 } from '$lib/domain/pack';
import { repositoryPath } from '$lib/domain/pack-catalogue';

/** More files than this are no model repository. */
export const MAX_FILES = 20_000;
const MAX_FILE_BYTES = 64e9;
const SHA256 = /^[0-9a-f]{64}$/;

/** A file as a hub names it; nothing of it is believed yet. */
export interface ListedFile {
	readonly path: unknown;
	readonly bytes: unknown;
	readonly sha256: unknown;
}

export interface Listing {
	readonly hub: Hub;
	readonly repo: string;
	readonly commit: string;
	readonly address: (path: string) => string;
}

/**
 * Files with a plain path, each once; names that this app never asks for are left out.
 * @throws PackError 'unsafe' for a size, hash or number of files that cannot be
 */
export function checkListing(listing: Listing, files: Iterable<ListedFile>): RemoteFile[] {
	const { hub, repo, commit, address } = listing;
	const found = new Map<string, RemoteFile>();
	for (const { path, bytes, sha256 } of files) {
		if (!v.is(repositoryPath, path)) continue;
		const where = `${hub.name}: ${repo}: ${path}`;
		if (found.has(path)) throw new PackError('unsafe', `${where} is listed twice`);
		if (found.size >= MAX_FILES)
			throw new PackError('unsafe', `${hub.name}: ${repo} lists too many files`);
		found.set(path, {
			hub: hub.id,
			repo,
			commit,
			path,
			bytes: checkBytes(bytes, where),
			sha256: checkSha256(sha256, where),
			url: address(path),
		});
	}
	return [...found.values()];
}

function checkBytes(bytes: unknown, where: string): number {
	if (!Number.isSafeInteger(bytes) || (bytes as number) < 0 || (bytes as number) > MAX_FILE_BYTES) {
		throw new PackError('unsafe', `${where} has no possible size: ${quote(bytes)}`);
	}
	return bytes as number;
}

/** Hubs give it for large files only. */
function checkSha256(sha256: unknown, where: string): Sha256 | null {
	if (sha256 === undefined || sha256 === null || sha256 === '') return null;
	if (typeof sha256 !== 'string' || !SHA256.test(sha256)) {
		throw new PackError('unsafe', `${where} has no possible sha256: ${quote(sha256)}`);
	}
	return sha256;
}

/** For errors: short, and safe for values that cannot be turned into text. */
function quote(value: unknown): string {
	return typeof value === 'object' || typeof value === 'undefined'
		? typeof value
		: String(value).slice(0, 80);
}
