import type { RemoteFile } from '$lib/domain/pack';

/** Where a part lies: parts of one file share a stack and sort in the order of the file. */
export function partKey(stack: string, index: number): string {
	return `${stackPrefix(stack)}${String(index).padStart(6, '0')}`;
}

/** What the keys of all parts of a stack begin with, and no others: stacks have no slash. */
export function stackPrefix(stack: string): string {
	return `${stack}/`;
}

export function stackOf(key: string): string {
	return key.slice(0, key.lastIndexOf('/'));
}

/** Names a file by its content, so that mirrors share it; by its place where the content is not known before. */
export function downloadKey({ sha256, hub, repo, commit, path }: RemoteFile): string {
	return sha256 ?? encodeURIComponent(`${hub}/${repo}@${commit}/${path}`);
}
