import type { Change, Store } from '$lib/storage/store';
import { downloadKey, stackOf } from './keys';
import { storing } from './space';

/**
 * Removes what no record leads to: from installs to their downloads, from packs to their files, from outputs to
 * what they wrote, from all of these to parts.
 * @param busy keys of downloads that run here, recorded or not
 */
export async function collectGarbage(store: Store, busy: ReadonlySet<string>): Promise<void> {
	// Parts first and what leads to them last: whatever is written meanwhile is found to be wanted.
	const parts = await storing(0, store.keys('parts'));
	const [downloadKeys, files] = await storing(
		0,
		Promise.all([store.keys('downloads'), store.values('packFiles')]),
	);
	const [installs, packs, outputs] = await storing(
		0,
		Promise.all([store.values('installs'), store.values('packs'), store.values('outputs')]),
	);
	// 1. Contents that somebody wants.
	const wanted = new Set(busy);
	for (const { files } of installs) for (const { file } of files) wanted.add(downloadKey(file));
	// The download of an installed file knows its parts one by one: with it a damaged file is mended.
	for (const { manifest } of packs) for (const { sha256 } of manifest.files) wanted.add(sha256);
	const stacks = new Set<string>();
	for (const { files } of outputs) for (const { stack } of Object.values(files)) stacks.add(stack);
	// 2. Records that nobody wants, and the stacks of the others.
	const changes: Change[] = [];
	for (const key of downloadKeys) {
		if (wanted.has(key)) stacks.add(key);
		else changes.push({ store: 'downloads', key });
	}
	for (const { sha256, stack } of files) {
		if (wanted.has(sha256) || stacks.has(stack)) stacks.add(stack);
		else changes.push({ store: 'packFiles', key: sha256 });
	}
	// 3. Parts of no stack.
	for (const key of parts) {
		if (!stacks.has(stackOf(key))) changes.push({ store: 'parts', key });
	}
	if (changes.length) await storing(0, store.write(changes));
}
