import { PackError, type RemoteFile } from '$lib/domain/pack';
import { MANIFEST_FILE, type Component, type Origin } from '$lib/domain/pack-catalogue';

const WORDS = /[a-z]+|\d+/g;

/**
 * The files of a component in a repository: the first of its names that is there, what that needs, and the
 * configurations that are there; of a prebuilt pack everything beside its manifest.
 * @throws PackError 'not-found' that names what was looked for and what the repository has instead
 */
export function chooseFiles(
	component: Component,
	{ repo, revision }: Origin,
	listing: readonly RemoteFile[],
): RemoteFile[] {
	const byPath = new Map(listing.map((file) => [file.path, file]));
	const find = (names: readonly string[]) => names.flatMap((name) => byPath.get(name) ?? []);
	const missing = (names: readonly string[]) => {
		const found = similar(names[0], listing);
		return new PackError(
			'not-found',
			`${repo} at ${revision} has no ${names.join(' and no ')}` +
				(found.length > 0 ? `; it has ${found.join(', ')}` : '') +
				` (looked for: ${component.id})`,
		);
	};

	const [weights] = find(component.files);
	if (!weights) throw missing(component.files);
	if (component.role === 'prebuilt') return besides(weights, listing);
	const absent = component.requires.find((name) => !byPath.has(name));
	if (absent) throw missing([absent]);
	return [weights, ...find(component.requires), ...find(component.configs)];
}

/** A prebuilt pack: its manifest and all files of its folder that are not the repository's own. */
function besides(manifest: RemoteFile, listing: readonly RemoteFile[]): RemoteFile[] {
	const folder = manifest.path.slice(0, -MANIFEST_FILE.length);
	const others = listing.filter(
		({ path }) =>
			path !== manifest.path && path.startsWith(folder) && !/(^|\/)(\.|README\.md$)/.test(path),
	);
	return [manifest, ...others];
}

/** Names of the same kind of file that share the most words with what was looked for, five at most. */
function similar(wanted: string, listing: readonly RemoteFile[]): string[] {
	const extension = wanted.slice(wanted.lastIndexOf('.'));
	const words = new Set(wanted.toLowerCase().match(WORDS));
	const shared = (path: string) =>
		new Set((path.toLowerCase().match(WORDS) ?? []).filter((word) => words.has(word))).size;
	return listing
		.map(({ path }) => ({ path, score: shared(path) + (path.endsWith(extension) ? 1 : 0) }))
		.filter(({ score }) => score > 1)
		.toSorted((a, b) => b.score - a.score)
		.slice(0, 5)
		.map(({ path }) => path);
}
