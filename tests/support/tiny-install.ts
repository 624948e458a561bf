/** Puts a tiny pack into the store of a browser, as an install does. */
import { compilePack } from '../../src/lib/compiler/compile/compile';
import type { PackManifest } from '../../src/lib/domain/pack';
import { openPackStore } from '../../src/lib/pack/store/open';
import { openStore } from '../../src/lib/storage/open';
import { MemorySink } from '../unit/compiler/memory-sink';
import { tinyGeneration } from './tiny-generation';

/** A file of tests/fixtures/golden, from the server of the browser's tests. */
export async function fetchFixture(file: string): Promise<Uint8Array<ArrayBuffer>> {
	const response = await fetch(`/tests/fixtures/golden/${file}`);
	if (!response.ok) throw new Error(`${file}: HTTP ${response.status}`);
	return new Uint8Array(await response.arrayBuffer());
}

/** @param change what the manifest says instead: other sizes, fewer steps */
export async function installTiny(
	change: (manifest: PackManifest) => PackManifest = (manifest) => manifest,
): Promise<PackManifest> {
	const sink = new MemorySink();
	const compiled = await compilePack(await tinyGeneration('faceid', fetchFixture), sink, () => {});
	const manifest = change(compiled);
	const files = new Map([...sink.files].map(([path, bytes]) => [path, new Blob([bytes])]));
	const store = openPackStore(await openStore());
	await store.adopt(manifest, files, () => {}, new AbortController().signal);
	return manifest;
}

/** A pack of the same weights that draws pictures of one small size. */
export const ofSide =
	(side: number, steps?: number) =>
	(manifest: PackManifest): PackManifest => {
		const { sampling } = manifest.settings as { sampling: object };
		const sizes = { least: side, most: side, step: 64 };
		const changed = { ...sampling, ...(steps && { steps }) };
		return { ...manifest, settings: { ...manifest.settings, sizes, sampling: changed } };
	};
